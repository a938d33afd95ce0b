// Where the clicks of found elements stand in the window now. Asked for each picture, so that fixed, sticky and moving
// elements take their clicks along.

import type { PlotPoint } from '../../src/contract/intensity.ts';
import type { OverlayAnswer, OverlayElement } from '../../src/contract/overlay.ts';
import { pointsInBox, type Rect } from '../../src/contract/points-in-box.ts';
import type { Sought } from './find-on-page.ts';

export type Target = Sought & { element: OverlayElement };

/** Clicks of a target in px of the window; none where it is hidden, and none where something else lies over it. */
export function spotsOf({ el, element }: Target): PlotPoint[] {
  const box = el && boxOf(el);
  if (!el || !box) return [];
  // The window is looked at from above in squares of 8 px.
  const seen = new Map<string, boolean>();
  const lines = Array.from(el.getClientRects(), rectOf);
  return pointsInBox(box, { ...element, lines: lines[1] && lines }).filter(([left, top]) => {
    const square = `${left >> 3} ${top >> 3}`;
    const isSeen = seen.get(square) ?? !isCovered(el, left, top);
    seen.set(square, isSeen);
    return isSeen;
  });
}

/** Clicks on no element, and rests, in px of the window. */
export function cellSpots(map: OverlayAnswer | undefined): PlotPoint[] {
  if (!map) return [];
  const { cells, cell } = map;
  const { scrollWidth } = document.documentElement;
  return cells.map(([x, y, count]) => [
    (x + cell.width / 2) * scrollWidth - scrollX,
    y + cell.heightPx / 2 - scrollY,
    count,
  ]);
}

/**
 * Where the clicks of found elements stand, as drawnPoints() of the dashboard's map tells it: CSS px of the page at
 * scroll 0; `unsure` ones on the best candidate and not drawn, `gone` ones nowhere (NaN).
 */
export function drawnPoints(targets: readonly Target[]) {
  return targets.flatMap((target) => {
    const { state, element } = target;
    const place = { elementId: element.element, state };
    return state === 'gone'
      ? [{ ...place, x: Number.NaN, y: Number.NaN, weight: element.count }]
      : spotsOf(target).map(([x, y, weight]) => ({ ...place, x: x + scrollX, y: y + scrollY, weight }));
  });
}

/** The target under a place of the window. */
export function targetAt(targets: readonly Target[], x: number, y: number): Target | undefined {
  for (const el of linesOf(hitAt(x, y))) {
    const target = targets.find((one) => one.el === el && one.state !== 'gone');
    if (target) return target;
  }
}

/** The box in px of the window; undefined for what has no size or is not visible. */
export function boxOf(el: HTMLElement): Rect | undefined {
  const box = rectOf(el.getBoundingClientRect());
  const isShown = !el.checkVisibility || el.checkVisibility({ visibilityProperty: true });
  return box.w && box.h && isShown ? box : undefined;
}

function rectOf({ x, y, width: w, height: h }: DOMRect): Rect {
  return { x, y, w, h };
}

/** The deepest element at a place of the window; null outside of it. */
function hitAt(x: number, y: number): Element | null {
  let hit = document.elementFromPoint(x, y);
  for (let inner = hit; inner; ) {
    hit = inner;
    inner = inner.shadowRoot?.elementFromPoint(x, y) ?? null;
    if (inner === hit) break;
  }
  return hit;
}

/** The element and what it lies in, through the borders of shadow roots. */
function* linesOf(el: Element | null): Generator<Element> {
  for (let at = el; at; at = at.parentElement ?? (at.getRootNode() as Partial<ShadowRoot>).host ?? null)
    yield at;
}

function isCovered(el: HTMLElement, x: number, y: number): boolean {
  const hit = hitAt(x, y);
  // Between its lines and beside its corners an element does not hit itself, but what it lies in. The overlay's own
  // controls cover nothing.
  return (
    !!hit &&
    hit.localName !== 'heat-overlay' &&
    ![...linesOf(hit)].includes(el) &&
    ![...linesOf(el)].includes(hit)
  );
}
