// Places the boxes that the tracker saw into a frame of a chosen width. Pure: no DOM, no colours.

import type { HeatmapAnswer } from '../../src/contract/api.ts';
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
  /** Largest first, so that small boxes lie on top when drawn in this order. */
  boxes: PlacedBox[];
};

/** Page width assumed when neither boxes nor clicks tell one, px. */
export const DEFAULT_PAGE_W: Readonly<Record<Device, number>> = { desktop: 1280, tablet: 820, mobile: 390 };
/** Share of grid clicks that the frame is made tall enough for; the rest may be strays far below the page. */
const TALL_ENOUGH = 0.995;
/** Widths that differ by less than this share are the same layout. */
const SAME_WIDTH = 0.02;

/** Frame `width` px wide for what the answer's wireframe holds; height follows from the page. */
export function layoutFrame(answer: HeatmapAnswer, width: number): FrameLayout {
  const pageW = findPageWidth(answer);
  const pageH = Math.max(answer.wireframe.docH, lowestClick(answer), pageW * 0.6);
  const scale = width / pageW;
  const height = Math.round(pageH * scale);
  const boxes: PlacedBox[] = [];
  for (const seen of answer.wireframe.boxes) {
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
  return { width, height, scale, pageW, pageH, boxes };
}

function findPageWidth(answer: HeatmapAnswer): number {
  if (answer.wireframe.docW > 0) return answer.wireframe.docW;
  if (answer.meta.viewportW !== null && answer.meta.viewportW > 0) return answer.meta.viewportW;
  return DEFAULT_PAGE_W[answer.device ?? 'desktop'];
}

function lowestClick(answer: HeatmapAnswer): number {
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
