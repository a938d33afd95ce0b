// Where pointers rested on one page, as cells of the page grid. Whole UTC days come from the day bins, ragged edges and
// everything of a filtered map from the rows of the move events.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import { DAY_MS } from '../../contract/slots.ts';
import { decodeVlq } from '../../contract/vlq.ts';
import type { HeatmapRows, RestsQuery } from '../port.ts';
import { readAskedPages } from './report-asked-pages.ts';
import { readElements } from './report-elements.ts';
import { type Condition, joinedFilters } from './report-filters.ts';
import { fourDevices } from './report-heatmap-bins.ts';
import { readBoxes } from './report-heatmap-boxes.ts';
import { createHeatTally } from './report-heatmap-tally.ts';
import { readViews, type Seen, summarize } from './report-heatmap-views.ts';
import { pageIn } from './report-page.ts';

const restBins = (page: string) => `
select bin, sum(count) as count, sum(ms) as ms
from rest_bins
where project_no = ?
  and ${page}
  and device in (?, ?, ?, ?)
  and day >= ?
  and day < ?
group by bin`;

type Span = { query: RestsQuery; fromMs: number; toMs: number };
type Count = (cell: number, count: number, ms: number) => void;

export function readRests(db: Database, query: RestsQuery): HeatmapRows {
  const { page, counts } = readAskedPages(db, query);
  const tally = createHeatTally(query.grid);
  let total = 0;
  let ignored = 0;
  const count: Count = (cell, rests, ms) => {
    total += rests;
    if (cell < 0) ignored += rests;
    else tally.addCell(cell, query.weight === 'dwell' ? ms : rests);
  };
  const { fromMs, toMs } = query;
  const firstDay = Math.ceil(fromMs / DAY_MS);
  const endDay = Math.floor(toMs / DAY_MS);
  if (query.filters.length === 0 && !query.includeBots && firstDay < endDay) {
    addBins(db, { query, firstDay, endDay }, count);
    addRows(db, { query, fromMs, toMs: firstDay * DAY_MS }, count);
    addRows(db, { query, fromMs: endDay * DAY_MS, toMs }, count);
  } else {
    addRows(db, { query, fromMs, toMs }, count);
  }
  const descriptorOf = readElements(db, query.projectNo);
  const views = summarize(newestViews(db, restsIn({ query, fromMs, toMs })));
  const layout = views.layout ?? readViews(db, { query: { ...query, kind: 'click' }, fromMs, toMs }).layout;
  return {
    page,
    counts,
    ...tally.result(),
    elements: [],
    ...{ total, withoutElement: total, ignored },
    ...views,
    layout,
    boxes: readBoxes(db, { ...query, page: page.page }, { layout, descriptorOf }),
  };
}

function addBins(
  db: Database,
  { query, firstDay, endDay }: { query: RestsQuery; firstDay: number; endDay: number },
  count: Count,
): void {
  const page = pageIn('page', query.pages);
  const params = [query.projectNo, ...page.params, ...fourDevices(query.device), firstDay, endDay];
  const bins = db.query<{ bin: number; count: number; ms: number }, SQLQueryBindings[]>(restBins(page.sql));
  for (const row of bins.iterate(...params)) count(row.bin, row.count, row.ms);
}

function addRows(db: Database, span: Span, count: Count): void {
  if (span.fromMs >= span.toMs) return;
  const matching = restsIn(span);
  const rows = db.query<{ spots: string }, SQLQueryBindings[]>(`
select c.spots
from ${matching.sql}`);
  for (const { spots } of rows.iterate(...matching.params)) {
    const numbers = decodeVlq(spots, spots.length) ?? [];
    for (let at = 0; at + 1 < numbers.length; at += 2) count(numbers[at]!, 1, numbers[at + 1]!);
  }
}

function newestViews(db: Database, matching: Condition): Seen[] {
  return db
    .query<Seen, SQLQueryBindings[]>(
      `
with newest as materialized (
  select c.device, c.view_w, c.view_h
  from ${matching.sql}
    and c.view_w is not null
    and c.view_h is not null
  order by c.ts_ms desc
  limit ${LIMITS.heatmapViews}
)
select device, view_w as viewW, view_h as viewH, count(*) as count
from newest
group by device, view_w, view_h`,
    )
    .all(...matching.params);
}

/** Tables and conditions of the move events that a map counts. */
export function restsIn({ query, fromMs, toMs }: Span): Condition {
  const filters = joinedFilters('c', query);
  const page = pageIn('c.page', query.pages);
  return {
    sql: `rests c${filters.join}
where c.project_no = ?
  and ${page.sql}
  and c.ts_ms >= ?
  and c.ts_ms < ?
  and c.device in (?, ?, ?, ?)
  and c.is_bot <= ?${filters.sql}`,
    params: [
      ...[query.projectNo, ...page.params, fromMs, toMs, ...fourDevices(query.device)],
      query.includeBots ? 1 : 0,
      ...filters.params,
    ],
  };
}
