// Whole UTC days of one page's scrolling from the day bins.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { ScrollQuery } from '../port.ts';
import { fourDevices } from './report-heatmap-bins.ts';
import { pageIn } from './report-page.ts';
import type { ScrollTally } from './report-scroll-tally.ts';

// Measures and devices are named, as they stand before the day in the key.
const scrollBins = (page: string) => `
select measure, device, bin, sum(count) as count, sum(total) as total
from scroll_bins
where project_no = ?
  and ${page}
  and measure in (1, 2, 3)
  and device in (?, ?, ?, ?)
  and day >= ?
  and day < ?
group by measure, device, bin`;

const sectionBins = (page: string) => `
select element, bin, sum(count) as count, sum(ms) as ms
from section_bins
where project_no = ?
  and ${page}
  and device in (?, ?, ?, ?)
  and day >= ?
  and day < ?
group by element, bin`;

type Days = { query: ScrollQuery; firstDay: number; endDay: number };
type Measured = { measure: number; device: number; bin: number; count: number; total: number };

export function addScrollBins(db: Database, { query, firstDay, endDay }: Days, tally: ScrollTally): void {
  const page = pageIn('page', query.pages);
  const params = [query.projectNo, ...page.params, ...fourDevices(query.device), firstDay, endDay];
  for (const row of db.query<Measured, SQLQueryBindings[]>(scrollBins(page.sql)).iterate(...params))
    tally.addMeasure(row);
  const sections = db.query<{ element: number; bin: number; count: number; ms: number }, SQLQueryBindings[]>(
    sectionBins(page.sql),
  );
  for (const { element, bin, count, ms } of sections.iterate(...params))
    tally.addSection(element, bin, { count, ms });
}
