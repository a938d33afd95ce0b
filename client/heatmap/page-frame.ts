// The frame of a snapshot that was laid out: the same shape as a wireframe's, so that colours, fold and words need not
// know which of both they lie over. Pure.

import type { HeatmapAnswer, HeatmapElement } from '../../src/contract/api.ts';
import type { Device } from '../../src/contract/event-types.ts';
import { type FrameLayout, layoutFrame, type PlacedBox } from '../../src/contract/frame-layout.ts';
import type { PlotPoint } from '../../src/contract/intensity.ts';
import { type Plot, type PlotMode, projectPoints } from '../../src/contract/project-points.ts';
import { type DrawnPoint, type Place, pagePoints } from './place-elements.ts';

/** What was laid out: size in px of the page, and where its elements are. */
export type LaidOut = {
  size: { width: number; height: number };
  elements: readonly HeatmapElement[];
  places: readonly Place[];
};

/** Frame of a page that is `pageW` wide in a room of `roomPx`; never larger than life. */
export function frameOfPage(
  page: { width: number; height: number; device: Device; laidOut: LaidOut | null },
  roomPx: number,
): FrameLayout {
  const { width: pageW, height: pageH, device, laidOut } = page;
  const scale = Math.min(1, roomPx / pageW);
  const boxes = laidOut ? boxesOf(laidOut, scale) : [];
  boxes.sort((a, b) => b.w * b.h - a.w * a.h || a.y - b.y);
  return {
    width: Math.round(pageW * scale),
    height: Math.round(pageH * scale),
    scale,
    pageW,
    pageH,
    device,
    boxes,
  };
}

/** Elements of a map that are in its frame: of boxes those that the layout has. */
export function standing(answer: HeatmapAnswer | null, { isAll }: { isAll: boolean }): ReadonlySet<string> {
  const boxes = answer && (isAll ? answer.elements : layoutFrame(answer, 1000).boxes);
  return new Set(boxes?.map(({ element }) => element));
}

/** Points of the frame: of what is placed for sure and seen, or of the page grid. */
export function plotOfPage(
  answer: HeatmapAnswer,
  layout: FrameLayout,
  laidOut: LaidOut,
  mode: PlotMode,
): Plot {
  if (mode === 'grid') return projectPoints(answer, layout, 'grid');
  const points = pagePoints(laidOut.elements, laidOut.places)
    .filter(({ state }) => state === 'placed')
    .map(({ x, y, weight }): PlotPoint => [x * layout.scale, y * layout.scale, weight]);
  const placed = points.reduce((sum, [, , weight]) => sum + weight, 0);
  return { points, placed, unplaced: Math.max(0, answer.meta.total - placed) };
}

/** The same for a wireframe, whose boxes are where the tracker saw them last. */
export function wireframePoints(answer: HeatmapAnswer, layout: FrameLayout): DrawnPoint[] {
  const boxes = new Map(layout.boxes.map((box) => [box.element, box]));
  const places = answer.elements.map(({ element }): Place => {
    const box = boxes.get(element);
    const { scale } = layout;
    if (!box) return { state: 'gone', box: null, isHidden: false, score: 0, margin: 0 };
    const inPage = { x: box.x / scale, y: box.y / scale, w: box.w / scale, h: box.h / scale };
    return { state: 'placed', box: inPage, isHidden: false, score: 1, margin: 1 };
  });
  return pagePoints(answer.elements, places);
}

function boxesOf({ elements, places }: LaidOut, scale: number): PlacedBox[] {
  return elements.flatMap(({ element, label, descriptor }, at): PlacedBox[] => {
    const place = places[at];
    if (place?.state !== 'placed' || !place.box || place.isHidden) return [];
    const { x, y, w, h } = place.box;
    const box = { x: x * scale, y: y * scale, w: w * scale, h: h * scale };
    return [{ element, label, tag: descriptor.tag, isSection: false, ...box }];
  });
}
