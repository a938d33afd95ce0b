// Where the elements of a map stand in a page that was laid out: found by their descriptions, measured, and looked for
// from above, because what is covered or hidden must not be drawn.

import type { HeatmapElement } from '../../src/contract/api.ts';
import type { Found, Verdict } from '../../src/contract/find-element.ts';
import { pointsInBox, type Rect } from '../../src/contract/points-in-box.ts';

export type Place = {
  state: Verdict;
  /** Of the best candidate; null when there is none or it has no size. */
  box: Rect | null;
  /** Of an element that breaks over several lines: the box around them holds much that is not of it. */
  lines?: Rect[];
  /** Found, but covered or hidden at this width. */
  isHidden: boolean;
  score: number;
  margin: number;
  /** Index of the best candidate among the snapshot's elements. */
  candidate?: number;
};

/** One spot of a map. Weights are clicks. */
export type DrawnPoint = {
  elementId: string;
  /** CSS px of the page as it is laid out under the map, at scroll 0; NaN for what is gone. */
  x: number;
  y: number;
  weight: number;
  state: Verdict;
};

/**
 * Measures what was found; `targets` are elements of the page by candidate index, `covers` clings to the window and lies
 * over nothing that could not be scrolled out from under it.
 */
export function placeElements(
  found: readonly Found[],
  targets: ReadonlyMap<number, Element>,
  covers: readonly HTMLElement[] = [],
): Place[] {
  const places = found.map(({ verdict, index, score, margin }): Place => {
    const element = targets.get(index);
    if (verdict === 'gone' || !element)
      return { state: 'gone', box: null, isHidden: false, score, margin: 0 };
    const { x, y, width: w, height: h } = element.getBoundingClientRect();
    const box = w > 0 && h > 0 ? { x, y, w, h } : null;
    const isHidden = box === null || !isReachable(element, box);
    const lines = box ? linesOf(element) : [];
    const found = { state: verdict, box, isHidden, score, margin, candidate: index };
    return lines.length > 1 ? { ...found, lines } : found;
  });
  const isCovered = ({ box, isHidden }: Place) => isHidden && box !== null;
  if (covers.length === 0 || !places.some(isCovered)) return places;
  const before = covers.map(({ style }) => [
    style.getPropertyValue('visibility'),
    style.getPropertyPriority('visibility'),
  ]);
  for (const { style } of covers) style.setProperty('visibility', 'hidden', 'important');
  for (const [at, place] of places.entries()) {
    const element = targets.get(found[at]?.index ?? -1);
    const isOwn = !element || covers.some((cover) => cover.contains(element));
    if (place.box && place.isHidden && !isOwn) place.isHidden = !isReachable(element, place.box);
  }
  for (const [at, { style }] of covers.entries())
    style.setProperty('visibility', ...(before[at] as [string, string]));
  return places;
}

function linesOf(element: Element): Rect[] {
  return [...element.getClientRects()]
    .filter(({ width, height }) => width > 0 && height > 0)
    .map(({ x, y, width: w, height: h }) => ({ x, y, w, h }));
}

/** Points of everything that was found, and one for each element that was not. Hidden elements have none. */
export function pagePoints(elements: readonly HeatmapElement[], places: readonly Place[]): DrawnPoint[] {
  return elements.flatMap(({ element: elementId, bins, count }, at): DrawnPoint[] => {
    const place = places[at];
    if (!place || place.state === 'gone')
      return [{ elementId, x: Number.NaN, y: Number.NaN, weight: count, state: 'gone' }];
    const { box, state, isHidden } = place;
    if (!box || isHidden) return [];
    return pointsInBox(box, { bins, count, lines: place.lines }).map(([x, y, weight]) => ({
      ...{ elementId, x, y, weight, state },
    }));
  });
}

export type Placement = {
  /** Clicks by what became of their element; `hidden` ones are among `placed`. */
  placed: number;
  unsure: number;
  gone: number;
  hidden: number;
  total: number;
};

/** Clicks on no element, and on elements beyond the answer's limit, are nowhere for sure. */
export function countPlacement(
  elements: readonly HeatmapElement[],
  places: readonly Place[],
  total: number,
): Placement {
  const sum: Placement = { placed: 0, unsure: 0, gone: 0, hidden: 0, total };
  for (const [at, { count }] of elements.entries()) {
    const place = places[at];
    sum[place?.state ?? 'gone'] += count;
    if (place?.state === 'placed' && place.isHidden) sum.hidden += count;
  }
  sum.unsure += Math.max(0, total - sum.placed - sum.unsure - sum.gone);
  return sum;
}

/** Whether a pointer could hit the element somewhere: its middle, the middles of its lines, or a grid over its box. */
function isReachable(element: Element, box: Rect): boolean {
  if (!element.checkVisibility({ visibilityProperty: true })) return false;
  const spots: [number, number][] = [[box.x + box.w / 2, box.y + box.h / 2]];
  for (const line of [...element.getClientRects()].slice(0, 4))
    spots.push([line.x + line.width / 2, line.y + line.height / 2]);
  for (const fx of [0.1, 0.5, 0.9])
    for (const fy of [0.1, 0.5, 0.9]) spots.push([box.x + box.w * fx, box.y + box.h * fy]);
  return spots.some(([x, y]) => isWithin(hitAt(element.ownerDocument, x, y), element));
}

function hitAt(root: Document, x: number, y: number): Element | null {
  let hit = root.elementFromPoint(x, y);
  for (let inner = hit?.shadowRoot; inner; inner = hit?.shadowRoot) {
    const deeper = inner.elementFromPoint(x, y);
    if (!deeper || deeper === hit) break;
    hit = deeper;
  }
  return hit;
}

function isWithin(hit: Node | null, element: Element): boolean {
  for (let at: Node | null = hit; at; at = at.parentNode ?? (at as Partial<ShadowRoot>).host ?? null)
    if (at === element) return true;
  return false;
}
