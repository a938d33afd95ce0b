// Which of the boxes seen on a page belong to another layout of it than the one that is drawn: a page that was deployed
// anew, or was laid out for another width, would else be drawn twice over itself. Pure.

import type { WireframeBox } from './api.ts';
import { DAY_MS } from './slots.ts';

/** Widths, and heights, of a page that differ by less than this share are the same layout. */
const SAME_SIZE = 0.02;
/** Edges so near to each other are one, px: layouts are rounded, and borders overlap. */
const SAME_EDGE = 4;
/** Within a day a page that is visited was seen at its common widths, and what was deployed since as well, ms. */
const WIDTH_BONUS_MS = DAY_MS;

export const isSameSize = (a: number, b: number): boolean => Math.abs(a - b) <= a * SAME_SIZE;

/**
 * Boxes that lie across one of the layout drawn, `pageW` px wide, and those sections of a page of another height that
 * end below it. The newest stay; what was seen at that width counts as a day newer than it is. In one layout boxes stand in each
 * other or beside each other; those that overlap though they were seen in the same layout are left alone.
 */
export function boxesOfOtherLayouts(
  boxes: readonly WireframeBox[],
  pageW: number,
): ReadonlySet<WireframeBox> {
  const freshness = ({ docW, seenAtMs }: WireframeBox) =>
    seenAtMs + (isSameSize(pageW, docW) ? WIDTH_BONUS_MS : 0);
  const ranked = boxes.toSorted((a, b) => freshness(b) - freshness(a) || (a.element < b.element ? -1 : 1));
  const [newest] = ranked;
  const others = new Set<WireframeBox>();
  const kept: { box: WireframeBox; edges: Edges }[] = [];
  for (const box of ranked) {
    const edges = edgesOf(box, pageW);
    const isCrossing = kept.some(
      (one) =>
        one.box.isSection === box.isSection && !isSameLayout(one.box, box) && isAcross(one.edges, edges),
    );
    if (isCrossing || (newest && isBelow(box, newest))) others.add(box);
    else kept.push({ box, edges });
  }
  return others;
}

function isSameLayout(a: WireframeBox, b: WireframeBox): boolean {
  return isSameSize(a.docW, b.docW) && isSameSize(a.docH, b.docH);
}

function isBelow(box: WireframeBox, newest: WireframeBox): boolean {
  const [, y, , h] = box.box;
  return (
    box.isSection && newest.docH > 0 && y + h > newest.docH + SAME_EDGE && !isSameSize(newest.docH, box.docH)
  );
}

/** Whether two boxes overlap without one of them standing in the other. */
function isAcross(one: Edges, two: Edges): boolean {
  const isApart =
    one.left >= two.right - SAME_EDGE ||
    two.left >= one.right - SAME_EDGE ||
    one.top >= two.bottom - SAME_EDGE ||
    two.top >= one.bottom - SAME_EDGE;
  return !isApart && !isWithin(one, two) && !isWithin(two, one);
}

type Edges = { left: number; top: number; right: number; bottom: number };

/** As they are drawn: moved sideways with the page, as far down as they were. */
function edgesOf({ box: [x, y, w, h], docW }: WireframeBox, pageW: number): Edges {
  const scale = pageW / Math.max(1, docW);
  return { left: x * scale, top: y, right: (x + w) * scale, bottom: y + h };
}

function isWithin(inner: Edges, outer: Edges): boolean {
  return (
    inner.left >= outer.left - SAME_EDGE &&
    inner.right <= outer.right + SAME_EDGE &&
    inner.top >= outer.top - SAME_EDGE &&
    inner.bottom <= outer.bottom + SAME_EDGE
  );
}
