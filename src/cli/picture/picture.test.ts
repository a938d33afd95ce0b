import { describe, expect, test } from 'bun:test';
import { crc32, inflateSync } from 'node:zlib';
import type { HeatmapAnswer } from '../../contract/api.ts';
import { OFFSET_BINS } from '../../contract/element.ts';
import type { ScrollAnswer, ScrollSection } from '../../contract/scroll-answer.ts';
import { rowsOf } from './glyphs.ts';
import { drawMap } from './map-picture.ts';
import { NOT_THE_PAGE } from './page-picture.ts';
import { encodePng } from './png.ts';
import { type Colour, createRaster, fillBox, type Raster } from './raster.ts';
import { drawScroll } from './scroll-picture.ts';
import { drawText, textWidth, wrapText } from './text.ts';

const WHITE: Colour = [255, 255, 255];
const pixel = ({ pixels, width }: Raster, x: number, y: number) => [
  ...pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];
/** How far from white a pixel is. */
const ink = (raster: Raster, x: number, y: number) =>
  pixel(raster, x, y).reduce((sum, channel) => sum + 255 - channel, 0);

describe('encodePng()', () => {
  test('writes what can be read back, pixel by pixel', () => {
    const raster = createRaster(7, 5, [10, 20, 30]);
    fillBox(raster, { x: 2, y: 1, w: 3, h: 9 }, [200, 100, 0], 0.5);
    const file = Buffer.from(encodePng(raster));
    expect(file.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    const chunks = chunksOf(file);
    expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'IDAT', 'IEND']);
    expect([chunks[0]?.data.readUInt32BE(0), chunks[0]?.data.readUInt32BE(4)]).toEqual([7, 5]);
    const rows = inflateSync(chunks[1]?.data ?? Buffer.alloc(0));
    const read: number[] = [];
    for (let y = 0; y < 5; y += 1) {
      const row = rows.subarray(y * 22, y * 22 + 22);
      expect(row[0]).toBe(1);
      const own: number[] = [];
      for (let at = 0; at < 21; at += 1) own.push(((row[at + 1] ?? 0) + (own[at - 3] ?? 0)) & 255);
      read.push(...own);
    }
    expect(read).toEqual([...raster.pixels]);
    expect(pixel(raster, 2, 1)).toEqual([105, 60, 15]);
  });

  function chunksOf(file: Buffer) {
    const chunks: { type: string; data: Buffer }[] = [];
    for (let at = 8; at < file.length; ) {
      const length = file.readUInt32BE(at);
      const body = file.subarray(at + 4, at + 8 + length);
      expect(file.readUInt32BE(at + 8 + length)).toBe(crc32(body) >>> 0);
      chunks.push({ type: body.subarray(0, 4).toString('latin1'), data: body.subarray(4) });
      at += 12 + length;
    }
    return chunks;
  }
});

describe('text', () => {
  test('every printable letter of ASCII has seven rows of five dots, and its own shape', () => {
    const shapes = new Map<string, string>();
    for (let code = 33; code < 127; code += 1) {
      const letter = String.fromCharCode(code);
      const rows = rowsOf(letter);
      expect(rows).toHaveLength(7);
      expect(rows.every((row) => row >= 0 && row < 32)).toBe(true);
      if (letter !== '`') shapes.set(letter, rows.join());
    }
    expect(new Set(shapes.values()).size).toBe(shapes.size);
    expect(rowsOf('é')).toEqual(rowsOf('e'));
    expect(rowsOf('漢')).toEqual(rowsOf('字'));
  });

  test('drawText() stays inside its width, and wrapText() inside its lines', () => {
    const raster = createRaster(60, 20, WHITE);
    drawText(raster, 'WWWWWWWWWWWW', [0, 0], { colour: [0, 0, 0], dot: 1, maxWidth: 40 });
    const inked = Array.from({ length: 60 }, (_, x) => x).filter((x) => ink(raster, x, 0) > 0);
    expect(Math.max(...inked)).toBeLessThan(40);
    const lines = wrapText('one two three four', 2, 100);
    expect(lines.join(' ')).toBe('one two three four');
    for (const line of lines) expect(textWidth(line, 2)).toBeLessThanOrEqual(100);
  });
});

describe('drawMap()', () => {
  const answer: HeatmapAnswer = {
    scope: { fromMs: 0, toMs: 1, timeZone: 'UTC', period: null },
    kind: 'click',
    page: {
      page: 'a',
      host: 'h',
      path: '/x',
      title: '',
      pageviews: 1,
      clicks: 9,
      rage: 0,
      dead: 0,
      lastAtMs: 0,
    },
    device: null,
    elements: [
      {
        ...{ element: 'e', label: 'button#buy', descriptor: { tag: 'button' }, count: 9, share: 1 },
        bins: [[16 * OFFSET_BINS + 16, 9]],
      },
    ],
    points: [[0.5, 500, 9]],
    loose: [],
    cell: { width: 1 / 256, heightPx: 8 },
    wireframe: {
      ...{ docW: 1000, docH: 1000 },
      boxes: [
        {
          ...{ element: 'e', label: 'button#buy', tag: 'button', box: [400, 480, 200, 60] },
          ...{ docW: 1000, docH: 1000, isSection: false, seenAtMs: 1 },
        },
      ],
    },
    meta: {
      ...{ total: 9, onElements: 9, withoutElement: 0, ignored: 0, omittedElements: 0, omittedCells: 0 },
      ...{ viewportW: 1000, viewportH: 800, layout: null, folds: [[800, 9]] },
    },
  };

  test('puts the hottest spot into the element, and nothing where nobody clicked', () => {
    const done: number[] = [];
    const raster = drawMap(answer, { width: 500, scope: ['all'], onProgress: (share) => done.push(share) });
    expect(raster.width).toBe(500);
    const spots = Array.from({ length: raster.height }, (_, y) => ink(raster, 252, y));
    const hottest = spots.indexOf(Math.max(...spots.slice(100, 560)));
    const head = spots.findIndex((_, y) => pixel(raster, 2, y).join() === WHITE.join());
    // Inside the button, half as large as on its page.
    expect(Math.abs(hottest - head - 255)).toBeLessThanOrEqual(15);
    expect(pixel(raster, 60, head + 300)).toEqual([...WHITE]);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  test('draws a map without clicks and boxes, however narrow', () => {
    const empty = { ...answer, elements: [], points: [], wireframe: { docW: 0, docH: 0, boxes: [] } };
    const meta = { ...answer.meta, total: 0, onElements: 0, folds: [] };
    const raster = drawMap({ ...empty, meta }, { width: 240, scope: [NOT_THE_PAGE] });
    expect(raster.height).toBeGreaterThan(200);
  });
});

describe('drawScroll()', () => {
  const section = (element: string, top: number, totalMs: number): ScrollSection => ({
    ...{ element, label: element, descriptor: { tag: 'section' }, box: [0, top, 1000, 400] },
    ...{ reach: 1, views: 4, totalMs, medianMs: totalMs },
  });
  const answer: ScrollAnswer = {
    scope: { fromMs: 0, toMs: 1, timeZone: 'UTC', period: null },
    page: {
      ...{ page: 'a', host: 'h', path: '/x', title: '', pageviews: 4, clicks: 0, rage: 0, dead: 0 },
      lastAtMs: 0,
    },
    ...{
      device: null,
      pageviews: 4,
      unmeasured: 0,
      depth: { medianPx: 480, meanPx: 480 },
      medianPct: 50,
      stepPx: 20,
    },
    // All see the first 500 px, half of them the rest.
    reach: Array.from({ length: 50 }, (_, step) => [step * 20, step < 25 ? 1 : 0.5]),
    folds: [[500, 4]],
    sections: [section('near', 0, 8_000), section('far', 600, 1_000)],
    ...{ omittedSections: 0, attention: [], bandPx: 100, layout: null },
    wireframe: {
      ...{ docW: 1000, docH: 1000 },
      boxes: [
        {
          ...{ element: 'near', label: 'near', tag: 'section', box: [0, 0, 1000, 400] },
          ...{ docW: 1000, docH: 1000, isSection: true, seenAtMs: 1 },
        },
      ],
    },
  };
  const options = { width: 500, scope: ['all'] };
  /** First line of the page, whose title stands above it. */
  const headOf = (raster: Raster) =>
    Array.from({ length: raster.height }, (_, y) => y).find(
      (y) => pixel(raster, 250, y).join() !== pixel(raster, 1, 0).join() && y > 60,
    ) ?? 0;

  test('colours a page by the share that got there, with lines at the told depths', () => {
    const raster = drawScroll(answer, 'scroll', options);
    const head = headOf(raster);
    const [top, below] = [ink(raster, 250, head + 100), ink(raster, 250, head + 400)];
    expect(top).not.toBe(below);
    // Half of the views get to the last step; three of four end at 480 px, half as deep in the picture.
    const dark = Array.from({ length: 500 }, (_, y) => y).filter((y) => ink(raster, 250, head + y) > 600);
    expect(dark).toEqual([240, 490]);
  });

  test('colours sections by their time in view, and leaves the ground between them', () => {
    const raster = drawScroll(answer, 'attention', options);
    const head = headOf(raster);
    expect(ink(raster, 250, head + 100)).toBeGreaterThan(ink(raster, 250, head + 400));
    expect(ink(raster, 250, head + 400)).toBeGreaterThan(0);
    expect(pixel(raster, 250, head + 290)).toEqual([...WHITE]);
  });

  test('says that nobody came', () => {
    const none = { ...answer, pageviews: 0, reach: [], folds: [], sections: [] };
    for (const kind of ['scroll', 'attention'] as const)
      expect(drawScroll(none, kind, options).height).toBeGreaterThan(300);
  });
});
