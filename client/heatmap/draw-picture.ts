// A map as a picture file, the whole page of it: the snapshot as it is laid out (or the wireframe's boxes), the colours
// over it, the fold, and in words what it shows. Everything is drawn here, nothing is fetched.

import type { FrameLayout } from '../../src/contract/frame-layout.ts';
import { type PaletteName, paletteStops } from './palettes.ts';

export type PictureParts = {
  title: string;
  /** Range, device, filters; the legend's words; where the page under the map comes from. */
  scope: string;
  legend: string;
  ground: string;
  layout: FrameLayout;
  /** The page under the map, laid out at `layout.pageW`; null for a wireframe. */
  page: Document | null;
  /** The colours, as large as the frame. */
  heat: HTMLCanvasElement | null;
  opacity: number;
  /** Lower edge of the first screen, px of the page; null when it is not on it. */
  foldPx: number | null;
  /** How deep that was where it was measured, when not there. */
  foldToldPx?: number;
  /** Depths that are told beside the page, px of the frame. */
  marks?: readonly { y: number; label: string; hasLine: boolean }[];
  /** Colours of the legend's scale; null for a difference. */
  palette: PaletteName | null;
};

/** Largest picture: browsers refuse larger canvases. */
const MOST_PX = 60_000_000;
const MOST_EDGE = 16_000;
const PAD = 24;
const LINE = 22;
const FONT = '14px system-ui, sans-serif';
const INK = '#1c1917';
const MUTED = '#57534e';

/** A PNG. Rejects when the browser cannot draw the page. */
export async function drawPicture(parts: PictureParts): Promise<Blob> {
  const { layout } = parts;
  const head = PAD + 3 * LINE;
  const foot = PAD + 2 * LINE;
  const width = Math.max(360, parts.page ? layout.pageW : layout.width);
  const scale = width / layout.width;
  const pageHeight = layout.height * scale;
  const height = head + pageHeight + foot;
  const ratio = Math.min(1, Math.sqrt(MOST_PX / (width * height)), MOST_EDGE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser gives no canvas to draw on.');
  context.scale(ratio, ratio);
  context.fillStyle = '#faf9f7';
  context.fillRect(0, 0, width, height);
  context.textBaseline = 'top';
  drawWords(
    context,
    [
      [parts.title, INK],
      [parts.scope, MUTED],
    ],
    { top: PAD, width },
  );
  context.save();
  context.beginPath();
  context.rect(0, head, width, pageHeight);
  context.clip();
  context.translate(0, head);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, pageHeight);
  if (parts.page) context.drawImage(await imageOf(parts.page, layout), 0, 0, width, pageHeight);
  else drawBoxes(context, layout, scale);
  context.globalAlpha = parts.opacity;
  if (parts.heat) context.drawImage(parts.heat, 0, 0, width, pageHeight);
  context.globalAlpha = 1;
  drawMarks(context, parts, { width, scale });
  drawFold(context, parts, { width, scale });
  context.restore();
  drawScale(context, parts.palette, head + pageHeight + 14);
  const words: Words = [
    [parts.legend, INK],
    [parts.ground, MUTED],
  ];
  drawWords(context, words, { top: head + pageHeight + 12, width, left: parts.palette ? 190 : PAD });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('This browser could not make the picture: it may be too large.'));
    }, 'image/png');
  });
}

type Words = readonly (readonly [text: string, colour: string])[];

function drawWords(
  context: CanvasRenderingContext2D,
  words: Words,
  { top, width, left = PAD }: { top: number; width: number; left?: number },
): void {
  context.font = FONT;
  for (const [at, [text, colour]] of words.entries()) {
    context.fillStyle = colour;
    context.fillText(text, at === 0 ? left : PAD, top + at * LINE, width - (at === 0 ? left : PAD) - PAD);
  }
}

/** The page as an image: a copy of its nodes inside an SVG, which runs and fetches nothing. */
async function imageOf(page: Document, { pageW, pageH }: FrameLayout): Promise<HTMLImageElement> {
  const nodes = new XMLSerializer().serializeToString(page.documentElement);
  // In the copy `:root` is the SVG: rem and what it inherits must be what they are in the page.
  const size = page.defaultView?.getComputedStyle(page.documentElement).fontSize ?? '16px';
  const source = `<svg xmlns="http://www.w3.org/2000/svg" width="${pageW}" height="${pageH}" style="font-size:${size}"><foreignObject width="100%" height="100%">${nodes}</foreignObject></svg>`;
  const image = new Image(pageW, pageH);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  await image.decode();
  return image;
}

function drawBoxes(context: CanvasRenderingContext2D, layout: FrameLayout, scale: number): void {
  context.font = '11px system-ui, sans-serif';
  for (const { x, y, w, h, isSection, isOther, label } of layout.boxes) {
    if (isOther) continue;
    const box = [x * scale, y * scale, w * scale, h * scale] as const;
    context.setLineDash(isSection ? [4, 4] : []);
    context.strokeStyle = isSection ? '#d6d3d1' : '#a8a29e';
    if (!isSection) {
      context.fillStyle = '#f5f5f4';
      context.fillRect(...box);
    }
    context.strokeRect(...box);
    context.fillStyle = MUTED;
    if (box[2] >= 48 && box[3] >= 16) context.fillText(label, box[0] + 5, box[1] + 4, box[2] - 10);
  }
  context.setLineDash([]);
}

function drawFold(
  context: CanvasRenderingContext2D,
  { foldPx, foldToldPx, layout }: PictureParts,
  { width, scale }: { width: number; scale: number },
): void {
  if (foldPx === null) return;
  const y = foldPx * layout.scale * scale;
  context.strokeStyle = '#2563eb';
  context.setLineDash([6, 5]);
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
  context.setLineDash([]);
  const said = `Fold, median ${foldToldPx ?? foldPx} px`;
  context.font = '11px system-ui, sans-serif';
  const room = context.measureText(said).width;
  context.fillStyle = 'rgb(255 255 255 / 85%)';
  context.fillRect(width - room - 16, y + 3, room + 10, 16);
  context.fillStyle = '#1d4ed8';
  context.fillText(said, width - room - 11, y + 5);
}

function drawMarks(
  context: CanvasRenderingContext2D,
  { marks = [] }: PictureParts,
  { width, scale }: { width: number; scale: number },
): void {
  context.font = '11px system-ui, sans-serif';
  for (const { y, label, hasLine } of marks) {
    const top = y * scale;
    if (hasLine) {
      context.fillStyle = INK;
      context.fillRect(0, top, width, 1);
    }
    const room = context.measureText(label).width;
    context.fillStyle = 'rgb(255 255 255 / 85%)';
    context.fillRect(6, top + 3, room + 10, 16);
    context.fillStyle = INK;
    context.fillText(label, 11, top + 5);
  }
}

function drawScale(context: CanvasRenderingContext2D, palette: PaletteName | null, top: number): void {
  if (palette === null) return;
  const gradient = context.createLinearGradient(PAD, 0, PAD + 150, 0);
  for (const [at, colour] of paletteStops(palette, false)) gradient.addColorStop(at, colour);
  context.fillStyle = gradient;
  context.fillRect(PAD, top, 150, 12);
}
