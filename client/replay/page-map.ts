// Where places of the visitor's page are on the page that is shown. What is known of an element goes through the element;
// between elements places keep their proportion. Pure.

import { OFFSET_MAX } from '../../src/contract/element.ts';
import type { ReplayElement } from '../../src/contract/replay.ts';
import type { Place } from '../heatmap/place-elements.ts';
import { mapThrough, type Piecewise, piecewise } from './piecewise.ts';
import type { Point } from './state-at.ts';
import type { Scene, SceneClick } from './timeline.ts';

/** The page that is shown: its size, and what became of the elements, by id. */
export type ShownPage = { width: number; height: number; places: ReadonlyMap<string, Place> };
export type PageMap = {
  /** Anything but a click. */
  point: (point: Point) => Point;
  /** Upper edge of the window, so that the window stays on the page. */
  scroll: (y: number) => number;
  click: (click: SceneClick) => Point;
  /** Clicks of the scene that stand in their element, of all. */
  exact: number;
  of: number;
};

/** All elements that a scene knows something about, each once. */
export function elementsOf(scene: Scene): ReplayElement[] {
  const known = new Map<string, ReplayElement>();
  for (const { element } of [...scene.clicks, ...scene.seen])
    if (element) known.set(element.element, element);
  return [...known.values()];
}

export function mapPage(scene: Scene, shown: ShownPage): PageMap {
  const scaleX = shown.width / scene.view[0];
  const rows = mapRows(scene, shown);
  const point = ({ x, y }: Point): Point => ({ x: x * scaleX, y: mapThrough(rows, y) });
  const placeOf = (click: SceneClick) => {
    const place = click.element && shown.places.get(click.element.element);
    return place?.state === 'placed' && !place.isHidden ? place.box : null;
  };
  const lowest = Math.max(0, shown.height - scene.view[1]);
  return {
    point,
    scroll: (y) => Math.max(0, Math.min(lowest, mapThrough(rows, y))),
    click(click) {
      const box = placeOf(click);
      if (!box || !click.offset) return point(click);
      const [rx, ry] = click.offset;
      return { x: box.x + (rx / OFFSET_MAX) * box.w, y: box.y + (ry / OFFSET_MAX) * box.h };
    },
    exact: scene.clicks.filter((click) => click.offset !== null && placeOf(click) !== null).length,
    of: scene.clicks.length,
  };
}

/** From rows of the visitor's page to rows of the shown one: through the edges of every element that is in both. */
function mapRows({ clicks, seen, docH }: Scene, { height, places }: ShownPage): Piecewise {
  const knots: [from: number, to: number][] = [];
  const add = (id: string, top: number, tall: number) => {
    const place = places.get(id);
    if (place?.state !== 'placed' || place.isHidden || !place.box) return;
    knots.push([top, place.box.y], [top + tall, place.box.y + place.box.h]);
  };
  for (const { element, top, height: tall } of seen) add(element.element, top, tall);
  for (const { element, box } of clicks) if (element && box) add(element.element, box[1], box[3]);
  const sorted = knots.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const end: [number, number][] = docH === null ? [] : [[docH, height]];
  return piecewise([[0, 0], ...rising([...sorted.filter(([from]) => docH === null || from < docH), ...end])]);
}

/** The most knots that agree on an order: what has moved past the others says nothing about rows. */
function rising(knots: readonly [number, number][]): [number, number][] {
  const length: number[] = [];
  const before: number[] = [];
  let best = -1;
  for (const [at, [from, to]] of knots.entries()) {
    length[at] = 1;
    before[at] = -1;
    for (let other = 0; other < at; other++) {
      const [otherFrom, otherTo] = knots[other] as [number, number];
      const isAfter = otherFrom < from && otherTo <= to;
      if (isAfter && (length[other] as number) + 1 > (length[at] as number)) {
        length[at] = (length[other] as number) + 1;
        before[at] = other;
      }
    }
    if (best < 0 || (length[at] as number) > (length[best] as number)) best = at;
  }
  const chain: [number, number][] = [];
  for (let at = best; at >= 0; at = before[at] as number) chain.push(knots[at] as [number, number]);
  return chain.reverse().filter(([from, to]) => from > 0 && to >= 0);
}
