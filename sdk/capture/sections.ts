// Which large blocks of a page were in view for how long. The page is looked at once, one block in a task, before the
// first flush; from then on it is arithmetic only.

import type { RawDescriptor } from '../../src/contract/element.ts';
import type { Core } from '../core/core.ts';
import { guard } from '../core/guard.ts';
import { pause } from '../core/pause.ts';
import { findSections } from '../core/sections.ts';
import type { Section } from '../core/waiting.ts';

/** Less is no look; browsers tell twice that a page is left. */
const LEAST_MS = 50;

/** Longest wait for a frame to be drawn. */
const FRAME_MS = 200;

/** Where it is told to stand, and between which px of the page it can be in view. */
type Place = { top: number; height: number; from: number; to: number };
/** Without a description, nothing may be told of it. */
type Found = Place & { descriptor: RawDescriptor | false };
type Seen = Found & { ms: number; isTold?: boolean };
/** Time during which nobody scrolled, and what of the page was in view. */
type Span = [top: number, bottom: number, ms: number];

export function captureSections(core: Core): void {
  let seen = new Map<HTMLElement, Seen>();
  /** What is not credited yet, because it is not known what stands there. */
  let spans: Span[] = [];
  let lastMs = Date.now();
  let lastTop = scrollY;
  let lastBottom = lastTop + innerHeight;
  let wasHidden = document.hidden;
  /** The view that was looked at. */
  let surveyed: unknown;

  /** Credits the time since the last call to the sections that were in view all along. */
  const tick = () => {
    const now = Date.now();
    if (!wasHidden) spans.push([lastTop, lastBottom, now - lastMs]);
    lastMs = now;
    wasHidden = document.hidden;
    if (surveyed !== core._page) return;
    for (const one of seen.values())
      for (const [top, bottom, ms] of spans) if (one.from < bottom && one.to > top) one.ms += ms;
    spans = [];
  };
  const look = () => {
    tick();
    lastTop = scrollY;
    lastBottom = lastTop + innerHeight;
  };
  // Of what cannot be looked at nothing is told, and the others are.
  const examine = guard((el: HTMLElement) => ({
    ...placeOf(el),
    descriptor: !core._isBlocked(el) && core._describe(el),
  })) as (el: HTMLElement) => Found;
  const commit = (found: Iterable<[HTMLElement, Found]>) => {
    surveyed = core._page;
    for (const [el, one] of found) seen.set(el, { ms: 0, ...one });
  };

  core._wake();
  core._on(document, 'visibilitychange', tick);
  // When the frame is drawn, asking for the place makes the browser lay out nothing.
  core._on(document, 'scroll', () => setTimeout(guard(look)));
  // Before the scroll event that tells of them.
  core._collectors.unshift(async (occasion) => {
    const { _page } = core;
    if (occasion !== 'flush' || surveyed === _page) return;
    await drawn();
    const found: [HTMLElement, Found][] = [];
    // Goes on in other tasks, out of the reach of any guard around it.
    for (const el of guard(findSections)() ?? []) {
      await pause();
      found.push([el, examine(el)]);
    }
    // It may have been left meanwhile.
    if (core._page === _page && surveyed !== _page) commit(found);
  });
  core._sections = (occasion) => {
    const isFlush = occasion === 'flush';
    // A page that is left would be laid out anew only to be asked, and the visitor would wait; but there is no later. At a
    // turn it may show the next route already.
    if (surveyed !== core._page && !isFlush && occasion !== 'turn')
      commit(findSections().map((el) => [el, examine(el)]));
    if (isFlush) look();
    else tick();
    const sections: Section[] = [];
    for (const one of seen.values()) {
      const { descriptor, isTold, ms, top, height } = one;
      // What has not been told yet: boxes once, and the time in view since they were last told.
      if (!descriptor || (isTold && (isFlush || ms < LEAST_MS))) continue;
      sections.push([descriptor, ms, top, height]);
      one.isTold = true;
      one.ms = 0;
    }
    if (occasion === 'turn') {
      seen = new Map();
      spans = [];
    }
    return sections;
  };
}

/** Waits until a frame is drawn: what is asked then lays out nothing. Frames out of sight are not drawn. */
function drawn(): Promise<unknown> {
  return new Promise((goOn) => {
    requestAnimationFrame(() => setTimeout(goOn));
    setTimeout(goOn, FRAME_MS);
  });
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
