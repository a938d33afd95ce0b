// Clicks on elements in the packed days of pages, without their places inside the elements.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { Device } from '../../contract/event-types.ts';
import { visitElements } from './packed-bins.ts';
import { fourDevices } from './report-heatmap-bins.ts';
import { pageIn } from './report-page.ts';

export type PackedQuery = {
  projectNo: number;
  pages: readonly number[];
  device: Device | null;
  /** Codes of the kinds. */
  kinds: readonly number[];
  firstDay: number;
  endDay: number;
};
export type PackedCount = { page: number; kind: number; element: number; count: number };

/** Calls `add` any number of times for the same page, kind and element. */
export function addPackedElements(
  db: Database,
  query: PackedQuery,
  add: (counted: PackedCount) => void,
): void {
  const page = pageIn('page', query.pages);
  const rows = db.query<{ page: number; kind: number; elements: Uint8Array }, SQLQueryBindings[]>(`
select page, kind, elements
from packed_bins
where project_no = ?
  and ${page.sql}
  and kind in (${query.kinds.join(', ')})
  and device in (?, ?, ?, ?)
  and day >= ?
  and day < ?`);
  const days = [query.firstDay, query.endDay];
  const found = rows.iterate(query.projectNo, ...page.params, ...fourDevices(query.device), ...days);
  for (const row of found) {
    const counts = new Map<number, number>();
    visitElements(row.elements, (element, _, count) => {
      counts.set(element, (counts.get(element) ?? 0) + count);
    });
    for (const [element, count] of counts) add({ page: row.page, kind: row.kind, element, count });
  }
}
