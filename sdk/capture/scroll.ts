// How far the page was scrolled, and which of its large blocks were in view for how long.
// Between flushes it is arithmetic only; the page is measured when something is sent.

import type { Core } from '../core/core.ts';
import { describeElement } from '../core/describe-element.ts';
import { findSections } from '../core/sections.ts';

type Seen = { el: HTMLElement; ms: number; top: number; height: number };

export function captureScroll(core: Core): void {
  let seen: Seen[] = [];
  let lastMs = Date.now();
  let wasHidden = document.hidden;
  let bottom = 0;
  let isMoved = false;
  let isFirst = true;

  /** Credits the time since the last call to the sections that were in view; before they are known, it waits. */
  const tick = () => {
    const now = Date.now();
    for (const one of seen)
      if (!wasHidden && one.top < scrollY + innerHeight && one.top + one.height > scrollY)
        one.ms += now - lastMs;
    if (seen.length || wasHidden) lastMs = now;
    wasHidden = document.hidden;
    bottom = Math.max(bottom, scrollY + innerHeight);
  };
  const measure = () => {
    const before = seen;
    seen = findSections().map((el) => {
      const { top, height } = el.getBoundingClientRect();
      const ms = before.find((one) => one.el === el)?.ms ?? 0;
      return { el, ms, top: Math.round(top + scrollY), height: Math.round(height) };
    });
  };

  core.on(document, 'visibilitychange', tick);
  core.on(document, 'scroll', (event: Event) => {
    if (event.target !== document) return;
    tick();
    isMoved = true;
    core.wake();
  });

  core.onCollect((occasion) => {
    const isWhole = isFirst || occasion !== 'flush';
    if (!isMoved && !isWhole) return;
    tick();
    if (isWhole) {
      measure();
      if (isFirst) tick();
    }
    const { scrollHeight } = document.documentElement;
    const pct = (px: number) => Math.min(100, Math.round((px / scrollHeight) * 100));
    core.emit(
      {
        type: 'scroll',
        scrollY: Math.round(scrollY),
        scrollDepthPct: pct(scrollY + innerHeight),
        docHeight: scrollHeight,
        maxDepthPct: pct(bottom),
        sections: isWhole
          ? seen
              .filter(({ el }) => !core.isBlocked(el))
              .map(({ el, ms, top, height }) => [describeElement(el, core.mask), ms, top, height])
          : undefined,
      },
      !isMoved,
    );
    if (isWhole) for (const one of seen) one.ms = 0;
    isMoved = false;
    isFirst = occasion === 'turn';
    if (isFirst) {
      seen = [];
      bottom = 0;
      lastMs = Date.now();
    }
  });
}
