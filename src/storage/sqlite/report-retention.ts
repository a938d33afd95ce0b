// Retention: of those whose first session ever fell into a slot, how many had a session in each slot after it.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { RetentionQuery, RetentionRows } from '../port-paths.ts';
import { bucketOf } from './report-buckets.ts';
import { sessionsBegun } from './report-filters.ts';

/** Sessions of the scope with the time at which their visitor or user came first, whatever the scope. */
const FIRST = {
  visitor: {
    who: 's.visitor',
    first: `(
    select first_at_ms
    from visitors
    where project_no = s.project_no
      and visitor = s.visitor
  )`,
    more: '',
  },
  user: { who: 's.user_id', first: 'null', more: '\n  and s.user_id is not null' },
};

const USERS = `
select user_id, min(started_at_ms)
from sessions
where project_no = ?
  and started_at_ms < ?
  and user_id is not null
group by user_id`;

export function readRetention(db: Database, query: RetentionQuery): RetentionRows {
  const { edges, unit } = query;
  const slots = edges.length - 1;
  const begun = sessionsBegun(query);
  const { who, first, more } = FIRST[unit];
  const rows = db
    .query<[string, number, number | null], SQLQueryBindings[]>(
      `
select ${who}, s.started_at_ms, ${first}
from sessions s
where ${begun.sql}${more}`,
    )
    .values(...begun.params) as [string, number, number | null][];
  const firstOfUser = unit === 'user' ? firstSessions(db, query) : null;
  const cohorts: RetentionRows = edges
    .slice(1)
    .map((_, slot) => ({ size: 0, returned: new Array<number>(slots - slot).fill(0) }));
  const seen = new Set<string>();
  for (const [name, startedAtMs, firstAtMs] of rows) {
    const cohort = bucketOf(edges, firstOfUser?.get(name) ?? firstAtMs ?? startedAtMs);
    const slot = bucketOf(edges, startedAtMs);
    const row = cohort < 0 ? undefined : cohorts[cohort];
    const key = `${slot} ${name}`;
    if (!row || slot < cohort || seen.has(key)) continue;
    seen.add(key);
    row.returned[slot - cohort] = (row.returned[slot - cohort] ?? 0) + 1;
    if (slot === cohort) row.size += 1;
  }
  return cohorts;
}

function firstSessions(db: Database, { projectNo, toMs }: RetentionQuery): Map<string, number> {
  return new Map(db.query<[string, number], number[]>(USERS).values(projectNo, toMs) as [string, number][]);
}
