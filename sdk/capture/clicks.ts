// Clicks, each as element, offset inside its box and place on the page. A click waits a second before it may leave: for
// what comes of it.

import type { RawDescriptor } from '../../src/contract/element.ts';
import type { WireClick } from '../../src/contract/wire.ts';
import type { Core, Draft } from '../core/core.ts';
import { clickedElement } from '../core/describe-raw.ts';
import { guard } from '../core/guard.ts';
import type { Fresh } from '../core/waiting.ts';
import { captureVerdicts } from './verdicts.ts';

/** How long an answer to a click is waited for, and an error put down to it, ms. */
const ANSWER_MS = 1000;

/** Page px and box of a click; the offset inside the box follows from both. One by keyboard has no place. */
const locate = ({ detail, pageX, pageY, clientX, clientY, button }: MouseEvent, el: HTMLElement) => {
  const { left, top, width, height } = el.getBoundingClientRect();
  const { scrollWidth, scrollHeight } = document.documentElement;
  const place = [left + pageX - clientX, top + pageY - clientY, width, height];
  return {
    type: 'click',
    ...(detail && { x: pageX, y: pageY }),
    box: place.map(Math.round),
    doc: [scrollWidth, scrollHeight],
    button: button || undefined,
  };
};

export function captureClicks(core: Core): void {
  const study = captureVerdicts(core);
  let ask: ReturnType<typeof study> | false | undefined;
  let lastStamp = -1;

  /** What was pressed or clicked last, what that means, and, unless it must not be told, its description. */
  let hit: Element | undefined;
  let el: HTMLElement | undefined;
  let e: RawDescriptor | false | undefined;
  const look = (at: Element) => {
    el = clickedElement(at);
    e = el && !core._isBlocked(at) && core._describe(el);
    ask = e && study(el as HTMLElement);
    // Last: what fails is not taken for the one before.
    hit = at;
  };

  // Between press and release there is time for what would make the page's answer to the click wait.
  core._on(window, 'pointerdown', (event: MouseEvent) => {
    const [at] = event.composedPath() as [Element];
    setTimeout(guard(() => look(at)));
  });
  core._on(window, 'click auxclick', (event: MouseEvent) => {
    const [at] = event.composedPath() as [Element];
    // What scripts click is not the visitor's. A click on a label comes again, with the same time, from its field.
    if (!event.isTrusted || event.button > 1 || event.timeStamp === lastStamp) return;
    // Clicks by keyboard come without a press.
    if (at !== hit || !event.detail) look(at);
    hit = undefined;
    if (!ask) return;
    lastStamp = event.timeStamp;
    const entry = core._emit({ ...locate(event, el as HTMLElement), e } as Draft) as Fresh;
    let judge: ((click: WireClick) => void) | undefined;
    core._click = entry;
    entry._isHeld = true;
    setTimeout(
      guard(() => {
        entry._isHeld = false;
        core._wake();
        judge?.(entry._event as WireClick);
      }),
      ANSWER_MS,
    );
    judge = ask(event, at);
  });
  core._on(window, 'error unhandledrejection', ({ target }: Event) => {
    if (target === window && core._click?._isHeld) (core._click._event as WireClick).error = true;
  });
}
