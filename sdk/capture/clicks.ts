// Clicks, each as element, offset inside its box and place on the page. A click waits a second before it may leave: for
// what comes of it.

import type { WireClick } from '../../src/contract/wire.ts';
import type { Core, Draft } from '../core/core.ts';
import { clickedElement } from '../core/describe-raw.ts';
import { guard } from '../core/guard.ts';
import type { Fresh } from '../core/waiting.ts';
import { captureVerdicts } from './verdicts.ts';

/** How long an answer to a click is waited for, and an error put down to it, ms. */
const ANSWER_MS = 1000;

export function captureClicks(core: Core): void {
  const study = captureVerdicts(core);
  let lastStamp = -1;

  core._on(window, 'click auxclick', (event: MouseEvent) => {
    const [hit] = event.composedPath() as [Element];
    const el = clickedElement(hit);
    // What scripts click is not the visitor's. A click on a label comes again, with the same time, from its field.
    if (!event.isTrusted || event.button > 1 || event.timeStamp === lastStamp) return;
    if (!el || core._isBlocked(hit)) return;
    lastStamp = event.timeStamp;
    const entry = core._emit({ ...locate(event, el), e: core._describe(el) } as Draft) as Fresh;
    let judge: ((click: WireClick) => void) | undefined;
    core._click = entry;
    setTimeout(
      guard(() => {
        entry._isHeld = false;
        core._wake();
        judge?.(entry._event as WireClick);
      }),
      ANSWER_MS,
    );
    judge = study(event, el);
  });
  core._on(window, 'error unhandledrejection', ({ target }: Event) => {
    if (target === window && core._click?._isHeld) (core._click._event as WireClick).error = true;
  });
}

/** Page px and box of a click; the offset inside the box follows from both. One by keyboard stands in the centre. */
function locate({ detail, pageX, pageY, button }: MouseEvent, el: HTMLElement) {
  const { left, top, width, height } = el.getBoundingClientRect();
  const { scrollWidth, scrollHeight } = document.documentElement;
  const [x, y, ...box] = [
    detail ? pageX : left + scrollX + width / 2,
    detail ? pageY : top + scrollY + height / 2,
    left + scrollX,
    top + scrollY,
    width,
    height,
  ].map(Math.round);
  return { type: 'click', x, y, box, doc: [scrollWidth, scrollHeight], button: button || undefined };
}
