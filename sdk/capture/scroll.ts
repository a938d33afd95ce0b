// How far the page was scrolled, and which of its large blocks were in view for how long.
// Between flushes it is arithmetic only; the page is measured when something is sent.

import type { ElementDescriptor } from '../../src/contract/element.ts';
import type { Core } from '../core/core.ts';
import { findSections } from '../core/sections.ts';

type Seen = { ms: number; top: number; height: number; isTold: boolean };

export function captureScroll(core: Core): void {
  let seen = new Map<HTMLElement, Seen>();
  let lastMs = Date.now();
  let lastTop = scrollY;
  let wasHidden = document.hidden;
  let bottom = 0;
  let isMoved = false;
  let isFirst = true;

  /** Credits the time since the last call to the sections that were in view all along. */
  const tick = () => {
    const now = Date.now();
    if (!seen.size) measure();
    for (const one of seen.values())
      if (!wasHidden && one.top < lastTop + innerHeight && one.top + one.height > lastTop)
        one.ms += now - lastMs;
    lastMs = now;
    lastTop = scrollY;
    wasHidden = document.hidden;
    bottom = Math.max(bottom, lastTop + innerHeight);
  };
  const measure = () => {
    const fresh: typeof seen = new Map();
    for (const el of findSections()) {
      const { top, height } = el.getBoundingClientRect();
      const { ms = 0, isTold = false } = seen.get(el) ?? {};
      fresh.set(el, { ms, isTold, top: Math.round(top + scrollY), height: Math.round(height) });
    }
    seen = fresh;
  };
  /** What has not been told yet: boxes once, and the time in view since they were last told. */
  const tell = () => {
    const sections: [ElementDescriptor, number, number, number][] = [];
    for (const [el, one] of seen) {
      if ((one.isTold && !one.ms) || core.isBlocked(el)) continue;
      sections.push([core.describe(el), one.ms, one.top, one.height]);
      one.ms = 0;
      one.isTold = true;
    }
    return sections;
  };

  core.wake();
  core.on(document, 'visibilitychange', tick);
  core.on(document, 'scroll', (event: Event) => {
    if (event.target !== document) return;
    tick();
    isMoved = true;
    core.wake();
  });

  core.onCollect((occasion) => {
    const isWhole = isFirst || occasion !== 'flush';
    tick();
    if (isWhole) measure();
    const sections = isWhole ? tell() : [];
    if (isMoved || sections[0]) {
      const { scrollHeight } = document.documentElement;
      const pct = (px: number) => Math.min(100, Math.round((px / scrollHeight) * 100));
      core.emit(
        {
          type: 'scroll',
          scrollY: Math.round(scrollY),
          scrollDepthPct: pct(scrollY + innerHeight),
          docHeight: scrollHeight,
          maxDepthPct: pct(bottom),
          deepest: Math.round(bottom),
          sections: sections[0] ? sections : undefined,
        },
        !isMoved,
      );
    }
    isMoved = false;
    isFirst = occasion === 'turn';
    if (isFirst) {
      seen.clear();
      bottom = 0;
    }
  });
}
