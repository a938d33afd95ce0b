// How much a purge would take: the same sessions as apply-store-purge.ts notes.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { Scope } from '../port.ts';
import type { Purgeable } from '../port-purges.ts';
import { sessionsBegun } from './report-filters.ts';

export function readPurgeable(db: Database, query: Scope): Purgeable {
  const { sql, params } = sessionsBegun(query);
  const summary = db
    .query<Omit<Purgeable, 'filters'>, SQLQueryBindings[]>(
      `
select
  count(*) as sessions, coalesce(sum(s.events), 0) as events, coalesce(sum(s.pageviews), 0) as pageviews,
  coalesce(sum(s.clicks), 0) as clicks, coalesce(sum(s.customs), 0) as customs,
  count(distinct s.visitor) as visitors, min(s.started_at_ms) as firstAtMs, max(s.ended_at_ms) as lastAtMs
from sessions s
where ${sql}`,
    )
    .get(...params)!;
  return { ...summary, filters: query.filters };
}
