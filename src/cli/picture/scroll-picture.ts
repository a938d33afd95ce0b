// A map of scrolling or of attention as a picture: bands of colour over the boxes of the page, and the depths they mean.

import { EMBER } from '../../contract/ember.ts';
import type { FrameLayout } from '../../contract/frame-layout.ts';
import { depthOfShare, layoutScroll, reachAt, TOLD_SHARES } from '../../contract/reach.ts';
import type { ScrollAnswer } from '../../contract/scroll-answer.ts';
import { paletteOf } from './heat-layer.ts';
import { drawPage, INK, type PictureOptions, SURFACE, titleOf } from './page-picture.ts';
import { fillBox, type Raster } from './raster.ts';
import { drawText, textHeight, textWidth } from './text.ts';

type Place = { head: number; pageHeight: number };
type Mark = { y: number; text: string };

/** As in the dashboard: the strongest colour lets the page be read, and the hottest end of the scale is left out. */
const STRONGEST = 0.5;
const HOTTEST = 0.8;
const COLOURS = paletteOf(EMBER);
const DOT = 1;
const MARK_H = textHeight(DOT) + 6;

/** Throws nothing of its own; a page that nobody viewed is a picture that says so. */
export function drawScroll(
  answer: ScrollAnswer,
  kind: 'scroll' | 'attention',
  options: PictureOptions,
): Raster {
  const layout = layoutScroll(answer, options.width);
  const drawOver = kind === 'scroll' ? drawReach : drawAttention;
  const shown = {
    ...{ layout, title: titleOf(kind, answer.page), legend: legendOf(answer, kind), folds: answer.folds },
    drawOver: (raster: Raster, place: Place) => drawOver(raster, { answer, layout, ...place }),
  };
  return drawPage(shown, options);
}

function legendOf({ pageviews, unmeasured }: ScrollAnswer, kind: 'scroll' | 'attention'): string {
  if (pageviews === 0) return unmeasured === 0 ? 'No pageviews in this range' : 'No pageview was measured';
  const meaning =
    kind === 'scroll' ? 'Share of pageviews that got there' : 'Mean time in view, to the longest';
  const rest = unmeasured === 0 ? '' : `, ${unmeasured.toLocaleString('en')} more not measured`;
  return `${meaning} · ${pageviews.toLocaleString('en')} pageviews${rest}`;
}

type Drawn = Place & { answer: ScrollAnswer; layout: FrameLayout };

/** Every line of the picture in the colour of the share that got there, and lines where it is told. */
function drawReach(raster: Raster, { answer, layout, head, pageHeight }: Drawn): void {
  for (let y = 0; y < pageHeight; y += 1)
    drawBand(raster, { top: head + y, height: 1, value: reachAt(answer, y / layout.scale) });
  if (answer.pageviews === 0) return;
  const marks = TOLD_SHARES.map((share): Mark => {
    const depth = depthOfShare(answer, share);
    return { y: depth * layout.scale, text: `${share * 100} % · ${depth.toLocaleString('en')} px` };
  });
  for (const { y } of marks)
    if (y < pageHeight) fillBox(raster, { x: 0, y: head + y, w: raster.width, h: 1 }, INK);
  drawMarks(raster, marks, { head, pageHeight, isRight: false });
}

/** Sections in the colour of their mean time in view. */
function drawAttention(raster: Raster, { answer, layout, head, pageHeight }: Drawn): void {
  const longestMs = Math.max(1, ...answer.sections.map(({ totalMs }) => totalMs));
  const marks = answer.sections.flatMap(({ box, totalMs }): Mark[] => {
    if (!box) return [];
    const top = box[1] * layout.scale;
    const height = Math.min(box[3] * layout.scale, pageHeight - top);
    drawBand(raster, { top: head + top, height, value: totalMs / longestMs });
    const seconds = totalMs / Math.max(1, answer.pageviews) / 1000;
    return height >= MARK_H ? [{ y: top, text: `${seconds.toFixed(seconds < 9.95 ? 1 : 0)} s` }] : [];
  });
  // At the left stand the sections' names.
  drawMarks(raster, marks, { head, pageHeight, isRight: true });
}

function drawBand(raster: Raster, band: { top: number; height: number; value: number }): void {
  const value = Math.min(1, Math.max(0, band.value));
  const colour = COLOURS[Math.round(value * HOTTEST * (COLOURS.length - 1))] ?? INK;
  const box = { x: 0, y: band.top, w: raster.width, h: band.height };
  if (band.height > 0) fillBox(raster, box, colour, STRONGEST * value ** 0.6);
}

/** Words at an edge, from top to bottom; what would stand on another is left out. */
function drawMarks(
  raster: Raster,
  marks: readonly Mark[],
  { head, pageHeight, isRight }: Place & { isRight: boolean },
): void {
  let free = 0;
  for (const { y, text } of marks.toSorted((a, b) => a.y - b.y)) {
    if (y < free || y + MARK_H > pageHeight) continue;
    free = y + MARK_H + 2;
    const top = head + Math.round(y);
    const width = textWidth(text, DOT) + 8;
    const left = isRight ? raster.width - width - 6 : 6;
    fillBox(raster, { x: left, y: top + 2, w: width, h: MARK_H }, SURFACE, 0.85);
    drawText(raster, text, [left + 4, top + 5], { colour: INK, dot: DOT, maxWidth: raster.width });
  }
}
