// One page's views, one by one: the ragged edges of a range, and everything of a filtered question.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { DEPTH_BIN_PX, FOLD_BIN_PX, SCROLL_MEASURES, timeBin } from '../../contract/kinds.ts';
import type { ScrollQuery } from '../port.ts';
import type { ViewRow } from '../port-kinds.ts';
import { UNSEEN_VIEW } from '../port-kinds.ts';
import { type Condition, joinedFilters } from './report-filters.ts';
import { fourDevices } from './report-heatmap-bins.ts';
import { pageIn } from './report-page.ts';
import type { ScrollTally } from './report-scroll-tally.ts';

type Span = { query: ScrollQuery; fromMs: number; toMs: number };
type Flat = { device: number; viewH: number | null; docH: number | null; depthPx: number; sections: string };

export function addViews(db: Database, { query, fromMs, toMs }: Span, tally: ScrollTally): void {
  if (fromMs >= toMs) return;
  const matching = viewsIn({ query, fromMs, toMs });
  const views = db.query<Flat, SQLQueryBindings[]>(`
select v.device, v.view_h as viewH, v.doc_h as docH, v.depth_px as depthPx, v.sections
from ${matching.sql}`);
  for (const view of views.iterate(...matching.params)) addView(view, tally);
}

/** Tables and conditions of the pageviews that a question counts. */
export function viewsIn({ query, fromMs, toMs }: Span): Condition {
  const filters = joinedFilters('v', query);
  const page = pageIn('v.page', query.pages);
  return {
    sql: `views v indexed by views_by_page${filters.join}
where v.project_no = ?
  and ${page.sql}
  and v.ts_ms >= ?
  and v.ts_ms < ?
  and v.event_id <> '${UNSEEN_VIEW.eventId}'
  and v.device in (?, ?, ?, ?)
  and v.is_bot <= ?${filters.sql}`,
    params: [
      ...[query.projectNo, ...page.params, fromMs, toMs, ...fourDevices(query.device)],
      query.includeBots ? 1 : 0,
      ...filters.params,
    ],
  };
}

function addView({ device, viewH, docH, depthPx, sections }: Flat, tally: ScrollTally): void {
  const add = (measure: number, bin: number, total = 0) =>
    tally.addMeasure({ measure, device, bin, count: 1, total });
  add(SCROLL_MEASURES.depthPx, Math.floor(depthPx / DEPTH_BIN_PX), depthPx);
  if (docH !== null) add(SCROLL_MEASURES.depthPct, Math.min(100, Math.floor((depthPx * 100) / docH)));
  if (viewH !== null) add(SCROLL_MEASURES.viewH, Math.ceil(viewH / FOLD_BIN_PX));
  for (const [element, ms] of JSON.parse(sections) as ViewRow['sections'])
    tally.addSection(element, timeBin(ms), { count: 1, ms });
}
