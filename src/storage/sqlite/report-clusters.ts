// How the clicks of a map, or the views of its sections, gather in sessions: sums that a variance is estimated from.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { DEPTH_BIN_PX } from '../../contract/kinds.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { ClusterRows, ClustersQuery } from '../port.ts';
import type { ViewRow } from '../port-kinds.ts';
import { type ClicksQuery, newestClicks } from './report-clicks.ts';
import { readKnownPage } from './report-page.ts';
import { viewsIn } from './report-scroll-views.ts';

/** Counts of one session, by element; 0 stands for none. */
type Session = { total: number; counts: Map<number, number> };

export function readClusters(db: Database, query: ClustersQuery): ClusterRows {
  readKnownPage(db, query);
  const { kind } = query;
  return sumUp(kind === 'scroll' ? viewsBySession(db, query) : clicksBySession(db, { ...query, kind }));
}

function clicksBySession(db: Database, query: ClicksQuery): Map<number, Session> {
  const { fromMs, toMs } = query;
  const sessions = new Map<number, Session>();
  for (const { session, element } of newestClicks(db, { query, fromMs, toMs }, LIMITS.heatmapViews)) {
    const own = sessionOf(sessions, session);
    own.total += 1;
    own.counts.set(element ?? 0, (own.counts.get(element ?? 0) ?? 0) + 1);
  }
  return sessions;
}

/** A pageview that was measured counts once for each section that it had in view. */
function viewsBySession(db: Database, query: ClustersQuery): Map<number, Session> {
  const { sql, params } = viewsIn({ query, fromMs: query.fromMs, toMs: query.toMs });
  const rows = db.query<{ session: number; sections: string }, SQLQueryBindings[]>(`
select v.session, v.sections
from ${sql}
  and v.depth_px >= ${DEPTH_BIN_PX}
order by v.ts_ms desc
limit ${LIMITS.heatmapViews}`);
  const sessions = new Map<number, Session>();
  for (const { session, sections } of rows.iterate(...params)) {
    const own = sessionOf(sessions, session);
    own.total += 1;
    for (const [element] of JSON.parse(sections) as ViewRow['sections'])
      own.counts.set(element, (own.counts.get(element) ?? 0) + 1);
  }
  return sessions;
}

function sessionOf(sessions: Map<number, Session>, session: number): Session {
  const known = sessions.get(session) ?? { total: 0, counts: new Map<number, number>() };
  sessions.set(session, known);
  return known;
}

function sumUp(sessions: ReadonlyMap<number, Session>): ClusterRows {
  const elements = new Map<number, ClusterRows['elements'][number]>();
  const sums = { sessions: sessions.size, total: 0, totalSquares: 0 };
  for (const { total, counts } of sessions.values()) {
    sums.total += total;
    sums.totalSquares += total * total;
    for (const [element, count] of counts) {
      if (element === 0) continue;
      const own = elements.get(element) ?? { element, sessions: 0, count: 0, countSquares: 0, products: 0 };
      elements.set(element, own);
      own.sessions += 1;
      own.count += count;
      own.countSquares += count * count;
      own.products += count * total;
    }
  }
  return { ...sums, elements: [...elements.values()] };
}
