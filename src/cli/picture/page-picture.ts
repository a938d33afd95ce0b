// The frame of a page's picture, drawn without a browser: the boxes that the tracker saw, the fold, and in words what is
// shown. It says itself that it is not the page. What lies over the page is drawn by who calls.

import type { PageRow } from '../../contract/api.ts';
import { EMBER } from '../../contract/ember.ts';
import type { FrameLayout, PlacedBox } from '../../contract/frame-layout.ts';
import { counted } from '../../lib/counted.ts';
import { paletteOf } from './heat-layer.ts';
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
export type PicturePage = {
  layout: FrameLayout;
  title: string;
  /** What the colours mean. */
  legend: string;
  /** First screens by height, with how many of them. */
  folds: readonly (readonly [heightPx: number, count: number])[];
  /** Draws over the page, whose upper edge is at `head` and whose lower one at `head + pageHeight`. */
  drawOver: (raster: Raster, place: { head: number; pageHeight: number }) => void;
};

/** Longest pages are cut there, px of the picture. */
const MOST_HEIGHT = 20_000;
const PAD = 20;
const DOT = 2;
const LINE = textHeight(DOT) + 8;
const SCALE_W = 160;
export const INK = colourOf('#1c1917');
const MUTED = colourOf('#57534e');
const GROUND = colourOf('#faf9f7');
export const SURFACE = colourOf('#ffffff');
const EDGE = colourOf('#d6d3d1');
const SECTION = colourOf('#e7e5e4');
const FOLD = colourOf('#2563eb');
/** Said in the picture itself. */
export const NOT_THE_PAGE = 'Boxes as the tracker saw them, not the page itself';

type Line = { text: string; colour: Colour };

export function drawPage(
  { layout, title, legend, folds, drawOver }: PicturePage,
  { width, scope, onProgress }: PictureOptions,
): Raster {
  const fit = (text: string, colour: Colour): Line[] =>
    wrapText(text, DOT, width - 2 * PAD).map((line) => ({ text: line, colour }));
  const above = [...fit(title, INK), ...scope.flatMap((line) => fit(line, MUTED))];
  const below = [...fit(legend, INK), ...fit(NOT_THE_PAGE, MUTED)];
  const head = 2 * PAD + above.length * LINE;
  const pageHeight = Math.min(layout.height, MOST_HEIGHT);
  const foot = 2 * PAD + (below.length + 1) * LINE;
  const raster = createRaster(width, head + pageHeight + foot, GROUND);
  onProgress?.(0.1);
  fillBox(raster, { x: 0, y: head, w: width, h: pageHeight }, SURFACE);
  drawBoxes(raster, layout, head);
  onProgress?.(0.3);
  drawOver(raster, { head, pageHeight });
  drawFold(raster, { folds, layout, head, pageHeight });
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

/** `click map of shop.example/pricing`, or of a template and how many pages it groups. */
export function titleOf(kind: string, { host, path, group }: PageRow): string {
  const pages = group ? ` (${counted(group.pages, 'page')})` : '';
  return `${kind} map of ${group?.isTemplate ? '' : host}${path}${pages}`;
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
    if (box.isOther) continue;
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

type Folded = Pick<PicturePage, 'folds' | 'layout'> & { head: number; pageHeight: number };

/** Where half of the first screens end. */
function drawFold(raster: Raster, { folds, layout, head, pageHeight }: Folded): void {
  const fold = medianFold(folds);
  const y = fold === undefined ? pageHeight : Math.round(fold * layout.scale);
  if (fold === undefined || y >= pageHeight) return;
  for (let x = 0; x < raster.width; x += 8) fillBox(raster, { x, y: head + y, w: 4, h: 1 }, FOLD);
  const said = `Fold, median ${fold} px`;
  const left = raster.width - textWidth(said, 1) - PAD;
  drawText(raster, said, [left, head + y + 4], { colour: FOLD, dot: 1, maxWidth: raster.width });
}

function medianFold(folds: PicturePage['folds']): number | undefined {
  let left = folds.reduce((sum, [, clicks]) => sum + clicks, 0) / 2;
  for (const [height, clicks] of folds.toSorted(([a], [b]) => a - b)) {
    left -= clicks;
    if (left <= 0) return height;
  }
  return undefined;
}
