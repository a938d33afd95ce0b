// Whole UTC days of a page from the day bins: packed ones of days that are over, and rows of what came since.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { CLICK_KIND_CODES, DEVICE_CODES, DEVICES, type Device } from '../../contract/event-types.ts';
import type { HeatmapQuery } from '../port.ts';
import { visitCells, visitElements } from './packed-bins.ts';
import type { Condition } from './report-filters.ts';
import type { HeatTally } from './report-heatmap-tally.ts';
import { pageIn } from './report-page.ts';

// The device is named even when any will do: it stands before the day in the key. Nothing is grouped here: sorting a
// million rows takes SQLite longer than adding them up takes us.
const ofDays = (page: string) => `
where project_no = ?
  and ${page}
  and kind = ?
  and device in (?, ?, ?, ?)
  and day >= ?
  and day < ?`;

export type Days = { query: HeatmapQuery; firstDay: number; endDay: number };

export function addBins(db: Database, days: Days, tally: HeatTally): void {
  const { sql, params } = daysIn(days);
  const packed = db.query<{ elements: Uint8Array; cells: Uint8Array }, SQLQueryBindings[]>(
    `select elements, cells from packed_bins${sql}`,
  );
  for (const row of packed.iterate(...params)) {
    visitElements(row.elements, tally.addElement);
    visitCells(row.cells, tally.addCell);
  }
  const elements = db.query<{ element: number; bin: number; count: number }, SQLQueryBindings[]>(
    `select element, bin, count from element_bins${sql}`,
  );
  for (const row of elements.iterate(...params)) tally.addElement(row.element, row.bin, row.count);
  const cells = db.query<{ bin: number; count: number }, SQLQueryBindings[]>(
    `select bin, count from grid_bins${sql}`,
  );
  for (const row of cells.iterate(...params)) tally.addCell(row.bin, row.count);
}

/** Condition that a row of a table of day bins is asked about. */
export function daysIn({ query, firstDay, endDay }: Days): Condition {
  const kind = CLICK_KIND_CODES[query.kind];
  const page = pageIn('page', query.pages);
  return {
    sql: ofDays(page.sql),
    params: [query.projectNo, ...page.params, kind, ...fourDevices(query.device), firstDay, endDay],
  };
}

/** Codes for the four places of `device in (?, ?, ?, ?)`; 0 stands for unknown devices. */
export function fourDevices(device: Device | null): number[] {
  const codes = [0, ...DEVICES.map((name) => DEVICE_CODES[name])];
  return device === null ? codes : codes.map(() => DEVICE_CODES[device]);
}
