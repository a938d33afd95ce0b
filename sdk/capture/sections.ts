// Which large blocks of a page were in view for how long. Between flushes it is arithmetic only; the page is measured
// when something is sent.

import type { RawDescriptor } from '../../src/contract/element.ts';
import type { Core } from '../core/core.ts';
import { findSections } from '../core/sections.ts';

/** Less is no look; browsers tell twice that a page is left. */
const LEAST_MS = 50;
/** Descriptions made in one flush: more would be felt on a slow phone. When the page goes there is no later. */
const MOST_AT_ONCE = 5;

type Seen = { ms: number; top: number; height: number; descriptor?: RawDescriptor };

export function captureSections(core: Core): void {
  let seen = new Map<HTMLElement, Seen>();
  let lastMs = Date.now();
  let lastTop = scrollY;
  let wasHidden = document.hidden;
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
  };
  const measure = () => {
    const fresh: typeof seen = new Map();
    for (const el of findSections()) {
      const { top, height } = el.getBoundingClientRect();
      const { ms = 0, descriptor } = seen.get(el) ?? {};
      fresh.set(el, { ms, descriptor, top: Math.round(top + scrollY), height: Math.round(height) });
    }
    seen = fresh;
  };

  core._wake();
  core._on(document, 'visibilitychange scroll', tick);
  core._sections = (occasion) => {
    const isFlush = occasion === 'flush';
    const isWhole = isFirst || !isFlush;
    let hasMore = false;
    const sections: [RawDescriptor, number, number, number][] = [];
    tick();
    if (isWhole) {
      measure();
      // What has not been told yet: boxes once, and the time in view since they were last told.
      for (const [el, one] of seen) {
        if ((one.descriptor && (isFlush || one.ms < LEAST_MS)) || core._isBlocked(el)) continue;
        hasMore = isFlush && sections.length >= MOST_AT_ONCE;
        if (hasMore) break;
        one.descriptor = one.descriptor ?? core._describe(el);
        sections.push([one.descriptor, one.ms, one.top, one.height]);
        one.ms = 0;
      }
    }
    if (occasion === 'turn') seen.clear();
    isFirst = occasion === 'turn' || (isFirst && hasMore);
    if (hasMore) core._wake();
    return sections;
  };
}
