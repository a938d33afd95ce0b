// Clicks, each as element, offset inside its box and place on the page.

import type { Core } from '../core/core.ts';
import { clickedElement } from '../core/describe-element.ts';

/** How long after a click an error is put down to it, ms. */
const BLAME_MS = 1000;

export function captureClicks(core: Core): void {
  let lastStamp = -1;
  let lastAtMs = 0;
  let last: number | undefined;

  core.on(window, 'click auxclick', (event: MouseEvent) => {
    const el = clickedElement(event);
    // What scripts click is not the visitor's. A click on a label comes again, with the same time, from its field.
    if (!event.isTrusted || event.button > 1 || event.timeStamp === lastStamp) return;
    if (!el || core.isBlocked(event.composedPath()[0] as Element)) return;
    lastStamp = event.timeStamp;
    lastAtMs = Date.now();
    last = core.emit({ ...locate(event, el), e: core.describe(el) });
  });
  core.lastClick = () => (Date.now() - lastAtMs < BLAME_MS ? last : undefined);
}

/** Page px, box and offset of a click. One by keyboard stands in the centre. */
function locate(event: MouseEvent, el: HTMLElement) {
  const { left, top, width, height } = el.getBoundingClientRect();
  const { scrollWidth, scrollHeight } = document.documentElement;
  const isMouse = event.detail > 0;
  const x = isMouse ? event.clientX - left : width / 2;
  const y = isMouse ? event.clientY - top : height / 2;
  const share = (px: number, size: number) => Math.round(Math.max(0, Math.min(1, px / size || 0)) * 255);
  const [pageX, pageY, ...box] = [left + x, top + y, left, top, width, height].map((px, at) =>
    Math.round(px + ([scrollX, scrollY][at % 2] as number) * (at < 4 ? 1 : 0)),
  ) as [number, number, number, number, number, number];
  return {
    type: 'click',
    x: pageX,
    y: pageY,
    r: [share(x, width), share(y, height)] as [number, number],
    box,
    doc: [scrollWidth, scrollHeight] as [number, number],
    button: event.button || undefined,
  } as const;
}
