// How far the page was scrolled. Between flushes it is a comparison only; the page is measured when something is sent.

import type { Core } from '../core/core.ts';

export function captureScroll(core: Core): void {
  let bottom = 0;
  let isMoved = false;
  let isFirst = true;

  const tick = () => {
    bottom = Math.max(bottom, scrollY + innerHeight);
  };
  core._on(document, 'scroll', (event: Event) => {
    if (event.target !== document) return;
    isMoved = true;
    core._wake();
    // When the frame is drawn, asking for the place makes the browser lay out nothing.
    setTimeout(tick);
  });
  core._collectors.push((occasion) => {
    const { scrollHeight } = document.documentElement;
    const sections = core._sections?.(occasion);
    tick();
    if (isFirst || isMoved || sections?.[0])
      core._emit(
        {
          type: 'scroll',
          scrollY: Math.round(scrollY),
          docHeight: scrollHeight,
          deepest: Math.round(bottom),
          sections,
        },
        !isMoved,
      );
    isMoved = false;
    isFirst = occasion === 'turn';
    if (isFirst) bottom = 0;
  });
}
