// Clicks, each as element, offset inside its box and place on the page. A click waits a second before it may leave: for
// what comes of it.

import { OFFSET_MAX } from '../../src/contract/element.ts';
import type { WireClick } from '../../src/contract/wire.ts';
import type { Core, Draft } from '../core/core.ts';
import { clickedElement } from '../core/describe-element.ts';
import { guard } from '../core/guard.ts';

/** How long an answer to a click is waited for, and an error put down to it, ms. */
const ANSWER_MS = 1000;

export function captureClicks(core: Core): void {
  let lastStamp = -1;

  core._on(window, 'click auxclick', (event: MouseEvent) => {
    const el = clickedElement(event);
    // What scripts click is not the visitor's. A click on a label comes again, with the same time, from its field.
    if (!event.isTrusted || event.button > 1 || event.timeStamp === lastStamp) return;
    if (!el || core._isBlocked(event.composedPath()[0] as Element)) return;
    lastStamp = event.timeStamp;
    const entry = core._emit({ ...locate(event, el), e: core._describe(el) } as Draft);
    if (!entry) return;
    core._click = entry;
    const verdict = guard(() => core._study?.(event, el))();
    setTimeout(
      guard(() => {
        if (core._click === entry) core._click = undefined;
        entry._isHeld = false;
        core._wake();
        verdict?.(entry._event as WireClick);
      }),
      ANSWER_MS,
    );
  });
  core._on(window, 'error unhandledrejection', ({ target }: Event) => {
    if (target === window && core._click) (core._click._event as WireClick).error = true;
  });
}

/** Page px, box and offset of a click. One by keyboard stands in the centre. */
function locate({ detail, clientX, clientY, button }: MouseEvent, el: HTMLElement) {
  const { left, top, width, height } = el.getBoundingClientRect();
  const { scrollWidth, scrollHeight } = document.documentElement;
  const x = detail ? clientX - left : width / 2;
  const y = detail ? clientY - top : height / 2;
  const [pageX, pageY, rx, ry, ...box] = [
    left + x + scrollX,
    top + y + scrollY,
    (x / (width || 1)) * OFFSET_MAX,
    (y / (height || 1)) * OFFSET_MAX,
    left + scrollX,
    top + scrollY,
    width,
    height,
  ].map(Math.round);
  return {
    type: 'click',
    x: pageX,
    y: pageY,
    r: [rx, ry],
    box,
    doc: [scrollWidth, scrollHeight],
    button: button || undefined,
  };
}
