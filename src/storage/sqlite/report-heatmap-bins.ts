// Whole UTC days of one page from the day bins.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { CLICK_KIND_CODES, DEVICE_CODES, DEVICES, type Device } from '../../contract/event-types.ts';
import type { HeatmapQuery } from '../port.ts';
import type { HeatTally } from './report-heatmap-tally.ts';
import { pageIn } from './report-page.ts';

// The device is named even when any will do: it stands before the day in the key.
const elementBins = (page: string) => `
select element, bin, sum(count) as count
from element_bins
where project_no = ?
  and ${page}
  and kind = ?
  and device in (?, ?, ?, ?)
  and day >= ?
  and day < ?
group by element, bin`;

const gridBins = (page: string) => `
select bin, sum(count) as count
from grid_bins
where project_no = ?
  and ${page}
  and kind = ?
  and device in (?, ?, ?, ?)
  and day >= ?
  and day < ?
group by bin`;

type Days = { query: HeatmapQuery; firstDay: number; endDay: number };

export function addBins(db: Database, { query, firstDay, endDay }: Days, tally: HeatTally): void {
  const kind = CLICK_KIND_CODES[query.kind];
  const page = pageIn('page', query.pages);
  const params = [query.projectNo, ...page.params, kind, ...fourDevices(query.device), firstDay, endDay];
  const elements = db.query<{ element: number; bin: number; count: number }, SQLQueryBindings[]>(
    elementBins(page.sql),
  );
  for (const row of elements.iterate(...params)) tally.addElement(row.element, row.bin, row.count);
  const cells = db.query<{ bin: number; count: number }, SQLQueryBindings[]>(gridBins(page.sql));
  for (const row of cells.iterate(...params)) tally.addCell(row.bin, row.count);
}

/** Codes for the four places of `device in (?, ?, ?, ?)`; 0 stands for unknown devices. */
export function fourDevices(device: Device | null): number[] {
  const codes = [0, ...DEVICES.map((name) => DEVICE_CODES[name])];
  return device === null ? codes : codes.map(() => DEVICE_CODES[device]);
}
