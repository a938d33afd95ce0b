// The clicks of a page that pass the filters. A session is asked about once, not once for each of its clicks: a page has
// a tenth as many sessions, and a look at one costs more than reading a click.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import type { HeatmapQuery } from '../port.ts';
import { elementBinOf } from '../port-apply.ts';
import { sessionFilters } from './report-filters.ts';
import { clicksIn } from './report-heatmap-clicks.ts';
import type { HeatTally } from './report-heatmap-tally.ts';
import type { Seen } from './report-heatmap-views.ts';

type Span = { query: HeatmapQuery; fromMs: number; toMs: number };
type Click = {
  session: number;
  part: number;
  device: number;
  element: number | null;
  bin: number | null;
  cell: number | null;
  viewW: number | null;
  viewH: number | null;
};

/** More than any viewport is wide or high: three numbers make one key. */
const VIEW_KEY = 2 * LIMITS.viewportPx;

/** Adds every click of the span that passes; answers the viewports of those that told one. */
export function addFilteredClicks(db: Database, { query, fromMs, toMs }: Span, tally: HeatTally): Seen[] {
  const passes = sessionCheck(db, query);
  const matching = clicksIn({ query: { ...query, filters: [] }, fromMs, toMs });
  const clicks = db.query<Click, SQLQueryBindings[]>(`
select c.session, c.part, c.device, c.element, c.bin, c.cell, c.view_w as viewW, c.view_h as viewH
from ${matching.sql}`);
  const seen = new Map<number, Seen>();
  for (const click of clicks.iterate(...matching.params)) {
    if (!passes(click.session, click.part)) continue;
    tally.addElement(click.element ?? 0, elementBinOf(click), 1);
    tally.addCell(click.cell ?? -1, 1);
    const { device, viewW, viewH } = click;
    if (viewW === null || viewH === null) continue;
    const key = (device * VIEW_KEY + viewW) * VIEW_KEY + viewH;
    const known = seen.get(key);
    if (known) known.count += 1;
    else seen.set(key, { device, viewW, viewH, count: 1 });
  }
  return [...seen.values()];
}

/** Whether a part of a session passes the filters; each is looked up when it is first asked for. */
function sessionCheck(db: Database, query: HeatmapQuery): (session: number, part: number) => boolean {
  const filters = sessionFilters({ ...query, includeBots: true });
  const find = db.query<{ found: number }, SQLQueryBindings[]>(`
select 1 as found
from sessions s
where s.project_no = ?
  and s.session = ?
  and s.part = ?${filters.sql}`);
  const known = new Map<number, boolean[]>();
  return (session, part) => {
    const parts = known.get(session) ?? [];
    if (parts.length === 0) known.set(session, parts);
    const answer = parts[part] ?? find.get(query.projectNo, session, part, ...filters.params) !== null;
    parts[part] = answer;
    return answer;
  };
}
