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
    tick();
    isMoved = true;
    core._wake();
  });
  core._collectors.push((occasion) => {
    const { scrollHeight } = document.documentElement;
    const pct = (px: number) => Math.min(100, Math.round((px / scrollHeight) * 100));
    const sections = core._sections?.(occasion);
    tick();
    if (isFirst || isMoved || sections?.[0])
      core._emit(
        {
          type: 'scroll',
          scrollY: Math.round(scrollY),
          scrollDepthPct: pct(scrollY + innerHeight),
          docHeight: scrollHeight,
          maxDepthPct: pct(bottom),
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
