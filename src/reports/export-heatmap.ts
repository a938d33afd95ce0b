// One map as text: its elements, their offset bins and the cells of the page grid, a piece at a time.

import type { HeatmapAnswer, HeatmapElement } from '../contract/api.ts';
import { OFFSET_BINS } from '../contract/element.ts';
import { LIMITS } from '../contract/limits.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { type CsvCell, csvLine } from './csv.ts';
import type { ExportFormat } from './export-formats.ts';
import { type HeatmapArgs, heatmap } from './heatmap.ts';

/** What a row is about; empty cells of a CSV are null here. */
export type MapRow = {
  row: 'element' | 'bin' | 'cell';
  /** Opaque id, and the readable name of elements. */
  element: string | null;
  label: string | null;
  tag: string | null;
  rank: number | null;
  count: number;
  /** Of all clicks of the map, 0…1; of elements. */
  share: number | null;
  /** Middle of the bin inside the element's box, 0…1 from its left and upper edge. */
  offsetX: number | null;
  offsetY: number | null;
  /** Middle of the cell: share of the page's width, and px of the page. */
  x: number | null;
  yPx: number | null;
};

/** Fixed names and order, documented in docs/exports.md; new ones are added at the end. */
export const MAP_EXPORT_COLUMNS: readonly (readonly [name: string, field: keyof MapRow])[] = [
  ['row', 'row'],
  ['element', 'element'],
  ['label', 'label'],
  ['tag', 'tag'],
  ['rank', 'rank'],
  ['count', 'count'],
  ['share', 'share'],
  ['offset_x', 'offsetX'],
  ['offset_y', 'offsetY'],
  ['x', 'x'],
  ['y_px', 'yPx'],
];

/**
 * CSV and NDJSON have a row for each element, for each of its bins (with `element`), and for each cell of the page grid;
 * elements come first, most clicks first. JSON is the HeatmapAnswer unchanged. Throws as heatmap() does.
 */
export async function* exportHeatmap(
  store: ReportStore,
  { format, ...args }: HeatmapArgs & { format: ExportFormat },
  options: QueryOptions = {},
): AsyncGenerator<string, void, void> {
  const answer = await heatmap(store, args, options);
  if (format === 'json') {
    yield `${JSON.stringify(answer, null, 2)}\n`;
    return;
  }
  if (format === 'csv') yield csvLine(MAP_EXPORT_COLUMNS.map(([name]) => name));
  let lines: string[] = [];
  for (const row of mapRows(answer)) {
    lines.push(
      format === 'csv'
        ? csvLine(MAP_EXPORT_COLUMNS.map(([, field]): CsvCell => row[field]))
        : ndjsonLine(row),
    );
    if (lines.length < LIMITS.exportRows) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

function* mapRows(answer: HeatmapAnswer): Generator<MapRow> {
  for (const [at, element] of answer.elements.entries()) yield elementRow(element, at + 1);
  for (const element of answer.elements) yield* binRows(element);
  for (const [left, top, count] of answer.points) {
    const x = round(left + answer.cell.width / 2);
    yield { ...NOTHING, row: 'cell', count, x, yPx: top + answer.cell.heightPx / 2 };
  }
}

const NOTHING: Omit<MapRow, 'row' | 'count'> = {
  ...{ element: null, label: null, tag: null, rank: null, share: null },
  ...{ offsetX: null, offsetY: null, x: null, yPx: null },
};

function elementRow({ element, label, descriptor, count, share }: HeatmapElement, rank: number): MapRow {
  return {
    ...NOTHING,
    row: 'element',
    element,
    label,
    tag: descriptor.tag,
    rank,
    count,
    share: round(share),
  };
}

function* binRows({ element, bins }: HeatmapElement): Generator<MapRow> {
  for (const [bin, count] of bins) {
    const offsetX = round(((bin % OFFSET_BINS) + 0.5) / OFFSET_BINS);
    const offsetY = round((Math.floor(bin / OFFSET_BINS) + 0.5) / OFFSET_BINS);
    yield { ...NOTHING, row: 'bin', element, count, offsetX, offsetY };
  }
}

/** Without what a row says nothing about. */
function ndjsonLine(row: MapRow): string {
  return `${JSON.stringify(row, (_, value) => (value === null ? undefined : value))}\n`;
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
