// Places the boxes that the tracker saw into a frame of a chosen width. Pure: no DOM, no colours.

import type { HeatmapAnswer, WireframeBox } from '../../src/contract/api.ts';
import type { Device } from '../../src/contract/event-types.ts';

export type PlacedBox = {
  element: string;
  label: string;
  tag: string;
  isSection: boolean;
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
  /** Whose page it is: the device that was asked for, else the one that a page so wide belongs to. */
  device: Device;
  /** Largest first, so that small boxes lie on top when drawn in this order. */
  boxes: PlacedBox[];
};

/** What of an answer a frame is laid out by. */
export type LayoutSource = Pick<HeatmapAnswer, 'wireframe' | 'points' | 'cell' | 'device'> & {
  meta?: Pick<HeatmapAnswer['meta'], 'viewportW'>;
};

/** Page width assumed when neither boxes nor clicks tell one, px. */
const DEFAULT_PAGE_W: Readonly<Record<Device, number>> = { desktop: 1280, tablet: 820, mobile: 390 };
/** Share of grid clicks that the frame is made tall enough for; the rest may be strays far below the page. */
const TALL_ENOUGH = 0.995;
/** Widths that differ by less than this share are the same layout. */
const SAME_WIDTH = 0.02;

/** Frame `width` px wide for what the answer's wireframe holds; height follows from the page. */
export function layoutFrame(answer: LayoutSource, width: number): FrameLayout {
  const { docW: pageW, docH } = findPage(answer);
  const pageH = Math.max(docH, lowestClick(answer), pageW * 0.6);
  const scale = width / pageW;
  const height = Math.round(pageH * scale);
  const boxes: PlacedBox[] = [];
  for (const seen of oneBoxEach(answer.wireframe.boxes, pageW)) {
    const [x, y, w, h] = seen.box;
    const isSameLayout = Math.abs(seen.docW - pageW) <= pageW * SAME_WIDTH;
    const scaleX = seen.docW > 0 ? width / seen.docW : scale;
    const scaleY = isSameLayout || seen.docH <= 0 ? scaleX : height / seen.docH;
    const placed = { x: x * scaleX, y: y * scaleY, w: w * scaleX, h: h * scaleY };
    if (!isVisible(placed, width, height)) continue;
    boxes.push({
      element: seen.element,
      label: seen.label,
      tag: seen.tag,
      isSection: seen.isSection,
      ...placed,
    });
  }
  boxes.sort((a, b) => b.w * b.h - a.w * a.h || a.y - b.y);
  return { width, height, scale, pageW, pageH, device: answer.device ?? widthClass(pageW), boxes };
}

/**
 * Without a chosen device the boxes may come from phones and desktops alike: the page is drawn as the class of widths
 * where most clicks were, else the one with most boxes saw it, at the width of its newest box.
 */
function findPage(answer: LayoutSource): { docW: number; docH: number } {
  const { boxes, docW, docH } = answer.wireframe;
  const viewportW = answer.meta?.viewportW ?? null;
  const clicked = viewportW !== null && viewportW > 0 ? viewportW : null;
  const byClass = new Map<Device, WireframeBox[]>();
  for (const box of boxes) {
    if (box.docW <= 0) continue;
    const name = widthClass(box.docW);
    byClass.set(name, [...(byClass.get(name) ?? []), box]);
  }
  const [most] = [...byClass.values()].sort((a, b) => b.length - a.length);
  const chosen = (clicked === null ? undefined : byClass.get(widthClass(clicked))) ?? most;
  if (docW > 0 && (!chosen || byClass.get(widthClass(docW)) === chosen)) return { docW, docH };
  if (chosen) return chosen.reduce((newest, box) => (box.seenAtMs > newest.seenAtMs ? box : newest));
  return { docW: clicked ?? DEFAULT_PAGE_W[answer.device ?? 'desktop'], docH: 0 };
}

function widthClass(docW: number): Device {
  if (docW < 600) return 'mobile';
  return docW < 1024 ? 'tablet' : 'desktop';
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
  const rows = answer.points.map(([, y, count]) => ({ bottom: y + answer.cell.heightPx, count }));
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
