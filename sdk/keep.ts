// Lets what could not be sent outlive the page, for sites that ask for it.

import type { Core } from './core/core.ts';
import { guard } from './core/guard.ts';
import { keepQueue } from './core/kept-queue.ts';

/** How often what waits is written down, and how long a tab counts as living without having written, ms. */
const WRITE_MS = 1000;

/** Takes over what dead tabs have left and writes down what waits here. */
export function startKeep(core: Core): void {
  const queue = keepQueue(localStorage, core);
  /** Once the page is gone it is not alive any more, whatever browsers tell it afterwards. */
  let isGone = false;
  const save = () => {
    core._settle();
    queue.save(isGone ? 0 : Date.now());
  };
  queue.takeOver(Date.now());
  setInterval(save, WRITE_MS);
  core._collectors.push(save);
  // Comes after the beacons: what they took along is not left behind. After a refusal as well: nothing else is.
  for (const type of ['pagehide', 'pageshow'])
    addEventListener(
      type,
      guard(() => {
        isGone = type === 'pagehide';
        save();
      }),
      true,
    );
  core._on(window, 'online', () => core._send());
  core._wake();
}
