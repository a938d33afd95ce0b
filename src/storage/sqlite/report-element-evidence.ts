// How soon after its pageview an element is clicked and which page is viewed next, from the newest clicks of a page.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import type { PageElementsQuery } from '../port.ts';
import { UNSEEN_VIEW } from '../port-kinds.ts';
import { newestClicks } from './report-clicks.ts';

const SESSION_VIEWS = `
select page, ts_ms as tsMs
from views
where project_no = ?
  and session = ?
  and event_id <> '${UNSEEN_VIEW.eventId}'
order by ts_ms, length(event_id), event_id`;

export type Evidence = {
  /** Sampled clicks on the element. */
  clicks: number;
  /** From each pageview that clicked it to its first click on it, ms. */
  times: number[];
  /** Clicks by the page that was viewed next before the session clicked here again. */
  nexts: Map<number, number>;
};
type Click = { session: number; element: number; page: number; tsMs: number };
type View = { page: number; tsMs: number };

export function readEvidence(
  db: Database,
  query: PageElementsQuery,
): { sampledClicks: number; of: (element: number) => Evidence } {
  const { fromMs, toMs } = query;
  const span = { query: { ...query, kind: 'click' as const }, fromMs, toMs };
  const clicks = newestClicks(db, span, LIMITS.elementEvidence)
    .map(({ session, element, page, tsMs }): Click => ({ session, element: element ?? 0, page, tsMs }))
    .sort((a, b) => a.session - b.session || a.tsMs - b.tsMs);
  const views = db.query<View, [number, number]>(SESSION_VIEWS);
  const known = new Map<number, Evidence>();
  for (let at = 0; at < clicks.length; ) {
    const { session } = clicks[at] as Click;
    let end = at + 1;
    while (clicks[end]?.session === session) end += 1;
    const own = clicks.slice(at, end);
    addSession(own, views.all(query.projectNo, session), known);
    at = end;
  }
  const none: Evidence = { clicks: 0, times: [], nexts: new Map() };
  return { sampledClicks: clicks.length, of: (element) => known.get(element) ?? none };
}

/** Clicks and views of one session, both in order of time. */
function addSession(clicks: readonly Click[], views: readonly View[], known: Map<number, Evidence>): void {
  const timed = new Set<string>();
  for (const [at, { element, page, tsMs }] of clicks.entries()) {
    const evidence = known.get(element) ?? { clicks: 0, times: [], nexts: new Map<number, number>() };
    known.set(element, evidence);
    evidence.clicks += 1;
    const viewAt = views.findLastIndex((view) => view.page === page && view.tsMs <= tsMs);
    const view = views[viewAt];
    if (view && !timed.has(`${viewAt} ${element}`)) {
      timed.add(`${viewAt} ${element}`);
      evidence.times.push(tsMs - view.tsMs);
    }
    const againMs = clicks[at + 1]?.tsMs ?? Number.POSITIVE_INFINITY;
    const next = views.find((one) => one.tsMs > tsMs);
    if (next && next.tsMs <= againMs) evidence.nexts.set(next.page, (evidence.nexts.get(next.page) ?? 0) + 1);
  }
}
