// One page's clicks, one by one: the ragged edges of a range, everything of a filtered heatmap, and the viewports.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { CLICK_KIND_CODES } from '../../contract/event-types.ts';
import { LIMITS } from '../../contract/limits.ts';
import { CLICK_BOT_BIT, elementBinOf, type HeatmapQuery, type HeatmapRows } from '../port.ts';
import { type Condition, sessionFilters } from './report-filters.ts';
import { fourDevices } from './report-heatmap-bins.ts';
import type { HeatTally } from './report-heatmap-tally.ts';

type Span = { query: HeatmapQuery; fromMs: number; toMs: number };

export function addClicks(db: Database, { query, fromMs, toMs }: Span, tally: HeatTally): void {
  if (fromMs >= toMs) return;
  const matching = clicksIn({ query, fromMs, toMs });
  const clicks = db.query<
    { element: number | null; bin: number | null; cell: number | null },
    SQLQueryBindings[]
  >(`
select c.element, c.bin, c.cell
from ${matching.sql}`);
  for (const click of clicks.iterate(...matching.params)) {
    tally.addElement(click.element ?? 0, elementBinOf(click), 1);
    tally.addCell(click.cell ?? -1, 1);
  }
}

export type Views = Pick<HeatmapRows, 'folds' | 'viewportW' | 'viewportH'> & {
  /** Code of the device with most of these clicks; null without any. */
  mainDevice: number | null;
};

/** Folds, median viewport and main device of the newest LIMITS.heatmapViews clicks. */
export function readViews(db: Database, query: HeatmapQuery): Views {
  const matching = clicksIn({ query, fromMs: query.fromMs, toMs: query.toMs });
  const rows = db
    .query<{ device: number; viewW: number; viewH: number; count: number }, SQLQueryBindings[]>(
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
  const folds = new Map<number, number>();
  const devices = new Map<number, number>();
  for (const { device, viewH, count } of rows) {
    const height = Math.ceil(viewH / 100) * 100;
    folds.set(height, (folds.get(height) ?? 0) + count);
    devices.set(device, (devices.get(device) ?? 0) + count);
  }
  const [mainDevice] = [...devices].sort(([a, left], [b, right]) => right - left || a - b)[0] ?? [null];
  return {
    mainDevice,
    folds: [...folds].sort(([a], [b]) => a - b),
    viewportW: weightedMedian(rows.map(({ viewW, count }) => [viewW, count])),
    viewportH: weightedMedian(rows.map(({ viewH, count }) => [viewH, count])),
  };
}

/** Tables and conditions of the clicks that a heatmap counts; sessions are joined only when something asks for them. */
function clicksIn({ query, fromMs, toMs }: Span): Condition {
  const filters = query.filters.length > 0 ? sessionFilters({ ...query, includeBots: true }) : null;
  const code = CLICK_KIND_CODES[query.kind];
  const kindBit = code === CLICK_KIND_CODES.click ? 0 : 1 << code;
  const join = `
cross join sessions s
  on s.project_no = c.project_no
  and s.session = c.session
  and s.part = c.part`;
  return {
    sql: `clicks c${filters ? join : ''}
where c.project_no = ?
  and c.page = ?
  and c.ts_ms >= ?
  and c.ts_ms < ?
  and c.device in (?, ?, ?, ?)
  and c.kinds & ? = ?${filters?.sql ?? ''}`,
    params: [
      ...[query.projectNo, query.page, fromMs, toMs, ...fourDevices(query.device)],
      ...[kindBit | (query.includeBots ? 0 : CLICK_BOT_BIT), kindBit],
      ...(filters?.params ?? []),
    ],
  };
}

/** Lower median of values with their counts; null for none. */
export function weightedMedian(counted: [value: number, count: number][]): number | null {
  const sorted = counted.sort(([a], [b]) => a - b);
  const half = sorted.reduce((sum, [, count]) => sum + count, 0) / 2;
  let seen = 0;
  for (const [value, count] of sorted) {
    seen += count;
    if (seen >= half) return value;
  }
  return null;
}
