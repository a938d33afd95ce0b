// Turns a heatmap answer into points of the frame. Pure. Either by element (bins inside the boxes, plus the clicks
// that no box holds) or by page grid (every click where it was on the page); never both, so nothing counts twice.

import type { HeatmapAnswer } from './api.ts';
import { OFFSET_BINS } from './element.ts';
import type { FrameLayout, PlacedBox } from './frame-layout.ts';
import type { PlotPoint } from './intensity.ts';

export const PLOT_MODES = ['elements', 'grid'] as const;
export type PlotMode = (typeof PLOT_MODES)[number];

export type Plot = {
  points: PlotPoint[];
  /** Clicks that the points stand for, and those of the answer that have no place in the frame. */
  placed: number;
  unplaced: number;
};

export function projectPoints(answer: HeatmapAnswer, layout: FrameLayout, mode: PlotMode): Plot {
  const points =
    mode === 'grid'
      ? projectCells(answer.points, answer, layout)
      : [...projectElements(answer, layout), ...projectCells(answer.loose ?? [], answer, layout)];
  const placed = points.reduce((sum, [, , count]) => sum + count, 0);
  return { points, placed, unplaced: Math.max(0, answer.meta.total - placed) };
}

/**
 * Elements, unless they miss more than half of what the grid has: the grid shows clicks where another window had them,
 * and a dot on the wrong element is worse than none.
 */
export function suggestMode(answer: HeatmapAnswer, layout: FrameLayout): PlotMode {
  const onElements = projectPoints(answer, layout, 'elements').placed;
  const onGrid = projectPoints(answer, layout, 'grid').placed;
  return onElements >= onGrid * 0.5 ? 'elements' : 'grid';
}

function projectElements(answer: HeatmapAnswer, layout: FrameLayout): PlotPoint[] {
  const boxes = new Map<string, PlacedBox>(layout.boxes.map((box) => [box.element, box]));
  const points: PlotPoint[] = [];
  for (const { element, bins } of answer.elements) {
    const box = boxes.get(element);
    if (!box) continue;
    for (const [bin, count] of bins) {
      const column = bin % OFFSET_BINS;
      const row = Math.floor(bin / OFFSET_BINS);
      const x = box.x + ((column + 0.5) / OFFSET_BINS) * box.w;
      const y = box.y + ((row + 0.5) / OFFSET_BINS) * box.h;
      if (isInside(x, y, layout)) points.push([x, y, count]);
    }
  }
  return points;
}

function projectCells(
  cells: HeatmapAnswer['points'],
  answer: HeatmapAnswer,
  layout: FrameLayout,
): PlotPoint[] {
  const points: PlotPoint[] = [];
  for (const [left, top, count] of cells) {
    const x = (left + answer.cell.width / 2) * layout.width;
    const y = (top + answer.cell.heightPx / 2) * layout.scale;
    if (isInside(x, y, layout)) points.push([x, y, count]);
  }
  return points;
}

function isInside(x: number, y: number, layout: FrameLayout): boolean {
  return x >= 0 && y >= 0 && x <= layout.width && y <= layout.height;
}
