// How far the page was scrolled. Between flushes it is a comparison only; the page is measured when something is sent.

import type { Core } from '../core/core.ts';

export function captureScroll(core: Core): void {
  let top = 0;
  let bottom = 0;
  let height = 0;
  let isMoved = false;
  let isRising: unknown;
  let isFirst = true;

  const measure = () => {
    // The way up, which may take a while, leads out of what the route before had been scrolled to.
    if (scrollY !== top) isRising = scrollY < top;
    bottom = Math.max(bottom, (isRising ? 0 : scrollY) + innerHeight);
    top = scrollY;
    height = document.documentElement.scrollHeight;
  };
  core._on(document, 'scroll', (event: Event) => {
    if (event.target !== document) return;
    isMoved = true;
    core._wake();
    // When the frame is drawn, asking for the place makes the browser lay out nothing.
    setTimeout(measure);
  });
  // A router may show the next route before it tells of it: then the page of this one is gone when it is asked.
  core._measure = measure;
  core._collectors.push((occasion) => {
    const sections = core._sections?.(occasion);
    // A page that is left or changes its route would be laid out anew only to be asked, and the visitor would wait.
    if (occasion === 'flush' || !height) measure();
    if (isFirst || isMoved || sections?.[0])
      core._emit(
        {
          type: 'scroll',
          scrollY: top,
          docHeight: height,
          deepest: bottom,
          sections,
        },
        !isMoved,
      );
    isMoved = false;
    isFirst = occasion === 'turn';
    if (isFirst) isRising = bottom = height = 0;
  });
}
