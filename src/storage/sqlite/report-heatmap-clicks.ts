// One page's clicks, one by one: the ragged edges of a range, and everything of a filtered heatmap.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { CLICK_KIND_CODES } from '../../contract/event-types.ts';
import type { HeatmapQuery } from '../port.ts';
import { CLICK_BOT_BIT, elementBinOf } from '../port-apply.ts';
import { type Condition, joinedFilters } from './report-filters.ts';
import { fourDevices } from './report-heatmap-bins.ts';
import type { HeatTally } from './report-heatmap-tally.ts';
import { unlessMuted } from './report-muted.ts';
import { pageIn } from './report-page.ts';

type Span = { query: Omit<HeatmapQuery, 'grid'>; fromMs: number; toMs: number };

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

/** Tables and conditions of the clicks that a heatmap counts; sessions are joined only when something asks for them. */
export function clicksIn({ query, fromMs, toMs }: Span): Condition {
  const filters = joinedFilters('c', query);
  const page = pageIn('c.page', query.pages);
  const muted = unlessMuted('c.element', query, query.kind);
  const code = CLICK_KIND_CODES[query.kind];
  const kindBit = code === CLICK_KIND_CODES.click ? 0 : 1 << code;
  return {
    sql: `clicks c${filters.join}
where c.project_no = ?
  and ${page.sql}
  and c.ts_ms >= ?
  and c.ts_ms < ?
  and c.device in (?, ?, ?, ?)
  and c.kinds & ? = ?${muted.sql}${filters.sql}`,
    params: [
      ...[query.projectNo, ...page.params, fromMs, toMs, ...fourDevices(query.device)],
      ...[kindBit | (query.includeBots ? 0 : CLICK_BOT_BIT), kindBit],
      ...muted.params,
      ...filters.params,
    ],
  };
}
