// A heatmap as a picture, drawn without a browser: the boxes that the tracker saw, the density over them, and in words
// what it shows. It says itself that it is not the page.

import type { HeatmapAnswer } from '../../contract/api.ts';
import { EMBER } from '../../contract/ember.ts';
import { type FrameLayout, layoutFrame, type PlacedBox } from '../../contract/frame-layout.ts';
import { intensityCap } from '../../contract/intensity.ts';
import { type Plot, projectPoints, suggestMode } from '../../contract/project-points.ts';
import { drawHeat, paletteOf } from './heat-layer.ts';
import { type Colour, colourOf, createRaster, fillBox, type Raster, strokeBox } from './raster.ts';
import { drawText, textHeight, textWidth, wrapText } from './text.ts';

export type PictureOptions = {
  /** Pixels; the page is drawn as wide as that. */
  width: number;
  /** What the map was asked for, in words: range, device, filters. */
  scope: readonly string[];
  /** Told now and then, 0…1. */
  onProgress?: (done: number) => void;
};

/** Longest pages are cut there, px of the picture. */
const MOST_HEIGHT = 20_000;
const RADIUS = 24;
const FULL_SPOT_SCALE = 0.4;
const PAD = 20;
const DOT = 2;
const LINE = textHeight(DOT) + 8;
const SCALE_W = 160;
const INK = colourOf('#1c1917');
const MUTED = colourOf('#57534e');
const GROUND = colourOf('#faf9f7');
const SURFACE = colourOf('#ffffff');
const EDGE = colourOf('#d6d3d1');
const SECTION = colourOf('#e7e5e4');
const FOLD = colourOf('#2563eb');
const NOUN: Partial<Record<HeatmapAnswer['kind'], string>> = { move: 'rests', scroll: 'pageviews' };
/** Said in the picture itself. */
export const NOT_THE_PAGE = 'Boxes as the tracker saw them, not the page itself';

type Line = { text: string; colour: Colour };

/** Throws nothing of its own; a map without clicks is a picture that says so. */
export function drawMap(answer: HeatmapAnswer, { width, scope, onProgress }: PictureOptions): Raster {
  const layout = layoutFrame(answer, width);
  const plot = projectPoints(answer, layout, answer.kind === 'move' ? 'grid' : suggestMode(answer, layout));
  const radiusPx = RADIUS * Math.min(1, Math.max(0.5, layout.scale / FULL_SPOT_SCALE));
  const cap = intensityCap(plot.points, radiusPx);
  const fit = (text: string, colour: Colour): Line[] =>
    wrapText(text, DOT, width - 2 * PAD).map((line) => ({ text: line, colour }));
  const above = [...fit(titleOf(answer), INK), ...scope.flatMap((line) => fit(line, MUTED))];
  const below = [...fit(legendOf(answer, plot, cap), INK), ...fit(NOT_THE_PAGE, MUTED)];
  const head = 2 * PAD + above.length * LINE;
  const pageHeight = Math.min(layout.height, MOST_HEIGHT);
  const foot = 2 * PAD + (below.length + 1) * LINE;
  const raster = createRaster(width, head + pageHeight + foot, GROUND);
  onProgress?.(0.1);
  fillBox(raster, { x: 0, y: head, w: width, h: pageHeight }, SURFACE);
  drawBoxes(raster, layout, head);
  onProgress?.(0.3);
  drawHeat(raster, plot.points, head, { cap, radiusPx, stops: EMBER, opacity: 0.85 });
  drawFold(raster, { answer, layout, head, pageHeight });
  onProgress?.(0.7);
  // Spots at the edges of the page reach beyond it.
  fillBox(raster, { x: 0, y: 0, w: width, h: head }, GROUND);
  fillBox(raster, { x: 0, y: head + pageHeight, w: width, h: foot }, GROUND);
  drawLines(raster, above, PAD);
  drawScale(raster, head + pageHeight + PAD);
  drawLines(raster, below, head + pageHeight + PAD + LINE);
  onProgress?.(0.8);
  return raster;
}

function titleOf({ kind, page }: HeatmapAnswer): string {
  const { host, path, group } = page;
  const pages = group ? ` (${group.pages} pages)` : '';
  return `${kind} map of ${group?.isTemplate ? '' : host}${path}${pages}`;
}

function legendOf({ kind, meta: { total } }: HeatmapAnswer, plot: Plot, cap: number): string {
  const noun = NOUN[kind] ?? 'clicks';
  if (total === 0) return `No ${noun} in this range`;
  const placed = Math.round((plot.placed / total) * 100);
  return `1 to ${cap.toLocaleString('en')}+ ${noun} per spot · ${total.toLocaleString('en')} ${noun}, ${placed} % on the picture`;
}

function drawLines(raster: Raster, lines: readonly Line[], top: number): void {
  const maxWidth = raster.width - 2 * PAD;
  for (const [at, { text, colour }] of lines.entries())
    drawText(raster, text, [PAD, top + at * LINE], { colour, dot: DOT, maxWidth });
}

/** From the coldest to the hottest colour. */
function drawScale(raster: Raster, top: number): void {
  const colours = paletteOf(EMBER);
  for (let x = 0; x < SCALE_W; x += 1) {
    const colour = colours[Math.floor((x / SCALE_W) * colours.length)] ?? INK;
    fillBox(raster, { x: PAD + x, y: top, w: 1, h: textHeight(DOT) }, colour);
  }
}

function drawBoxes(raster: Raster, layout: FrameLayout, head: number): void {
  for (const box of layout.boxes) {
    const placed = { x: box.x, y: box.y + head, w: box.w, h: box.h };
    if (box.isSection) strokeBox(raster, placed, SECTION, 4);
    else {
      fillBox(raster, placed, GROUND);
      strokeBox(raster, placed, EDGE);
    }
    if (hasRoom(box)) {
      const style = { colour: MUTED, dot: 1, maxWidth: box.w - 10 };
      drawText(raster, box.label, [Math.round(placed.x) + 5, Math.round(placed.y) + 5], style);
    }
  }
}

const hasRoom = ({ w, h }: PlacedBox): boolean => w >= 50 && h >= 17;

type Folded = { answer: HeatmapAnswer; layout: FrameLayout; head: number; pageHeight: number };

/** Where half of the first screens end. */
function drawFold(raster: Raster, { answer, layout, head, pageHeight }: Folded): void {
  const fold = medianFold(answer.meta.folds);
  const y = fold === undefined ? pageHeight : Math.round(fold * layout.scale);
  if (fold === undefined || y >= pageHeight) return;
  for (let x = 0; x < raster.width; x += 8) fillBox(raster, { x, y: head + y, w: 4, h: 1 }, FOLD);
  const said = `Fold, median ${fold} px`;
  const left = raster.width - textWidth(said, 1) - PAD;
  drawText(raster, said, [left, head + y + 4], { colour: FOLD, dot: 1, maxWidth: raster.width });
}

function medianFold(folds: HeatmapAnswer['meta']['folds']): number | undefined {
  let left = folds.reduce((sum, [, clicks]) => sum + clicks, 0) / 2;
  for (const [height, clicks] of folds.toSorted(([a], [b]) => a - b)) {
    left -= clicks;
    if (left <= 0) return height;
  }
  return undefined;
}
