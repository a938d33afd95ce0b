// Places the boxes that the tracker saw into a frame of a chosen width. Pure: no DOM, no colours. In the contract because
// the dashboard and pictures made on the terminal are laid out alike, as project-points.ts beside it.

import type { HeatmapAnswer, HeatmapElement, WireframeBox } from './api.ts';
import type { Device } from './event-types.ts';
import { DEVICE_OF_LAYOUT, layoutOf } from './layouts.ts';
import { boxesOfOtherLayouts, isSameSize } from './one-layout.ts';

export type PlacedBox = {
  element: string;
  label: string;
  tag: string;
  isSection: boolean;
  /** Of another layout than the one drawn, and across its boxes: a place for clicks that is not outlined. */
  isOther?: boolean;
  /** px of the frame. */
  x: number;
  y: number;
  w: number;
  h: number;
};
export type FrameLayout = {
  /** px of the frame. */
  width: number;
  height: number;
  /** Frame px per page px. */
  scale: number;
  /** Size of the page that the frame stands for, px of the page. */
  pageW: number;
  pageH: number;
  /** Whose page it is: the device that was asked for, else the one that most who saw this layout sat at, else its width's. */
  device: Device;
  /** Largest first, so that small boxes lie on top when drawn in this order. */
  boxes: PlacedBox[];
};

/** What of an answer a frame is laid out by. */
export type LayoutSource = Pick<HeatmapAnswer, 'wireframe' | 'points' | 'cell' | 'device'> & {
  meta?: Pick<HeatmapAnswer['meta'], 'viewportW' | 'layout'>;
  /** Clicks by element: the widths they were seen at decide the frame's. */
  elements?: readonly Pick<HeatmapElement, 'element' | 'count'>[];
};

/** Page width assumed when neither boxes nor clicks tell one, px. */
const DEFAULT_PAGE_W: Readonly<Record<Device, number>> = { desktop: 1280, tablet: 820, mobile: 390 };
/** Share of grid clicks that the frame is made tall enough for; the rest may be strays far below the page. */
const TALL_ENOUGH = 0.995;
/** What a box counts beside its clicks when the width is chosen: all else being equal, buttons before sections. */
const BOX_WEIGHT = 0.01;
const SECTION_WEIGHT = 0.001;

type PageSize = {
  docW: number;
  docH: number;
  boxes: readonly WireframeBox[];
  /** Those of them that are of another layout. */
  others: ReadonlySet<WireframeBox>;
};

/**
 * Frame `width` px wide for one layout of the page: its height and its boxes in their own document's coordinates.
 * The answer's boxes are of windows of one class of widths; those seen at other widths of it stand for themselves as
 * well as they can: moved sideways with the page, as far down as they were. Sections of other layouts have no place.
 */
export function layoutFrame(answer: LayoutSource, width: number): FrameLayout {
  const { docW: pageW, docH, boxes: known, others } = findPage(answer);
  const pageH = Math.max(docH, pageW * 0.6);
  const scale = width / pageW;
  const height = Math.round(pageH * scale);
  const boxes: PlacedBox[] = [];
  for (const seen of oneBoxEach(known, pageW)) {
    const isOther = others.has(seen);
    if (isOther && seen.isSection) continue;
    const [x, y, w, h] = seen.box;
    const scaleX = width / seen.docW;
    const placed = { x: x * scaleX, y: y * scale, w: w * scaleX, h: h * scale };
    if (!isVisible(placed, width, height)) continue;
    boxes.push({
      element: seen.element,
      label: seen.label,
      tag: seen.tag,
      isSection: seen.isSection,
      ...(isOther ? { isOther } : {}),
      ...placed,
    });
  }
  boxes.sort((a, b) => b.w * b.h - a.w * a.h || a.y - b.y);
  const device = answer.device ?? answer.meta?.layout?.device ?? DEVICE_OF_LAYOUT[layoutOf(pageW)];
  return { width, height, scale, pageW, pageH, device, boxes };
}

/** The page is drawn at the width where most of the clicked boxes were seen. */
function findPage(answer: LayoutSource): PageSize {
  const { docW, docH } = answer.wireframe;
  const viewportW = answer.meta?.viewportW ?? null;
  const clicked = viewportW !== null && viewportW > 0 ? viewportW : null;
  const boxes = answer.wireframe.boxes.filter((box) => box.docW > 0);
  if (boxes.length > 0) return dominantSize(boxes, answer.elements ?? []);
  const lowest = lowestClick(answer);
  const none = { boxes: [], others: new Set<WireframeBox>() };
  if (docW > 0) return { docW, docH: Math.max(docH, lowest), ...none };
  return { docW: clicked ?? DEFAULT_PAGE_W[answer.device ?? 'desktop'], docH: lowest, ...none };
}

function dominantSize(
  boxes: readonly WireframeBox[],
  elements: readonly Pick<HeatmapElement, 'element' | 'count'>[],
): PageSize {
  const clicks = new Map(elements.map(({ element, count }) => [element, count]));
  const weights = new Map<number, number>();
  for (const { element, isSection, docW } of boxes) {
    const own = isSection ? SECTION_WEIGHT : BOX_WEIGHT;
    weights.set(docW, (weights.get(docW) ?? 0) + (clicks.get(element) ?? 0) + own);
  }
  const weightNear = (docW: number) =>
    [...weights].reduce((sum, [other, weight]) => sum + (isSameSize(docW, other) ? weight : 0), 0);
  const ranked = [...weights.keys()].map((docW) => ({
    docW,
    near: weightNear(docW),
    own: weights.get(docW)!,
  }));
  const { docW } = ranked.reduce((best, one) =>
    one.near > best.near || (one.near === best.near && one.own > best.own) ? one : best,
  );
  const others = boxesOfOtherLayouts(boxes, docW);
  const layout = boxes.filter((box) => isSameSize(docW, box.docW) && !(box.isSection && others.has(box)));
  const newest = layout.reduce((last, box) => (box.seenAtMs > last.seenAtMs ? box : last));
  const lowest = deepEnough(
    layout.map(({ element, box: [, y, , h], docH }) => ({
      bottom: docH > 0 ? Math.min(docH, y + h) : y + h,
      count: (clicks.get(element) ?? 0) + BOX_WEIGHT,
    })),
  );
  return { docW, docH: Math.max(newest.docH, lowest), boxes, others };
}

/** An element seen in several layouts stands where the one nearest to the drawn width has it. */
function oneBoxEach(boxes: readonly WireframeBox[], pageW: number): Iterable<WireframeBox> {
  const nearest = new Map<string, WireframeBox>();
  for (const box of boxes) {
    const known = nearest.get(box.element);
    if (!known || Math.abs(box.docW - pageW) < Math.abs(known.docW - pageW)) nearest.set(box.element, box);
  }
  return nearest.values();
}

function lowestClick(answer: LayoutSource): number {
  return deepEnough(answer.points.map(([, y, count]) => ({ bottom: y + answer.cell.heightPx, count })));
}

/** How far down all but strays are. */
function deepEnough(rows: { bottom: number; count: number }[]): number {
  rows.sort((a, b) => a.bottom - b.bottom);
  const enough = rows.reduce((sum, row) => sum + row.count, 0) * TALL_ENOUGH;
  let seen = 0;
  for (const row of rows) {
    seen += row.count;
    if (seen >= enough) return row.bottom;
  }
  return 0;
}

function isVisible(
  box: { x: number; y: number; w: number; h: number },
  width: number,
  height: number,
): boolean {
  const isReal = box.w >= 1 && box.h >= 1;
  return isReal && box.x < width && box.y < height && box.x + box.w > 0 && box.y + box.h > 0;
}
