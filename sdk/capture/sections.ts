// Which large blocks of a page were in view for how long. Between flushes it is arithmetic only; the page is measured
// when something is sent.

import type { RawDescriptor } from '../../src/contract/element.ts';
import type { Core } from '../core/core.ts';
import { guard } from '../core/guard.ts';
import { findSections } from '../core/sections.ts';

/** Less is no look; browsers tell twice that a page is left. */
const LEAST_MS = 50;
/** Descriptions made in one flush: more would be felt on a slow phone. When the page goes there is no later. */
const MOST_AT_ONCE = 5;

/** Where it is told to stand, and between which px of the page it can be in view. */
type Place = { top: number; height: number; from: number; to: number };
type Seen = Place & { ms: number; descriptor?: RawDescriptor };

export function captureSections(core: Core): void {
  let seen = new Map<HTMLElement, Seen>();
  let lastMs = Date.now();
  let lastTop = scrollY;
  let lastBottom = lastTop + innerHeight;
  let wasHidden = document.hidden;
  let isFirst = true;

  /** Credits the time since the last call to the sections that were in view all along. */
  const tick = () => {
    const now = Date.now();
    if (!seen.size) measure();
    for (const one of seen.values())
      if (!wasHidden && one.from < lastBottom && one.to > lastTop) one.ms += now - lastMs;
    lastMs = now;
    wasHidden = document.hidden;
  };
  const look = () => {
    tick();
    lastTop = scrollY;
    lastBottom = lastTop + innerHeight;
  };
  const measure = () => {
    const fresh: typeof seen = new Map();
    for (const el of findSections()) {
      const { ms = 0, descriptor } = seen.get(el) ?? {};
      fresh.set(el, { ms, descriptor, ...placeOf(el) });
    }
    seen = fresh;
  };

  core._wake();
  core._on(document, 'visibilitychange', tick);
  // When the frame is drawn, asking for the place makes the browser lay out nothing.
  core._on(document, 'scroll', () => setTimeout(guard(look)));
  core._sections = (occasion) => {
    const isFlush = occasion === 'flush';
    const isWhole = isFirst || !isFlush;
    let hasMore = false;
    const sections: [RawDescriptor, number, number, number][] = [];
    // A page that is left or changes its route would be laid out anew only to be asked, and the visitor would wait.
    if (isFlush) look();
    else tick();
    if (isWhole) {
      if (isFlush) measure();
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

/** What is fixed or sticks stands where it does before anybody scrolls, and stays in view for longer. */
function placeOf(el: HTMLElement): Place {
  const box = el.getBoundingClientRect();
  const { position } = getComputedStyle(el);
  const height = Math.round(box.height);
  if (position === 'fixed')
    return { top: Math.round(box.top), height, from: 0, to: Number.POSITIVE_INFINITY };
  const isSticky = position === 'sticky';
  const top = Math.round((isSticky ? flowTop(el) : box.top) + scrollY);
  const around = isSticky && el.parentElement?.getBoundingClientRect();
  return { top, height, from: top, to: around ? around.bottom + scrollY : top + height };
}

/** Where an element that sticks stands in the flow, px of the window: below what stands before it. */
function flowTop(el: HTMLElement): number {
  let before = el.previousElementSibling;
  while (before && /fixed|absolute/.test(getComputedStyle(before).position))
    before = before.previousElementSibling;
  if (before) return before.getBoundingClientRect().bottom;
  return el.parentElement?.getBoundingClientRect().top ?? 0;
}
