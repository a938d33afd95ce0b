// How many people there were, new and returning, and who of the identified users did most.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { DAY_MS } from '../../contract/slots.ts';
import type { UsersQuery, UsersRows } from '../port-metrics.ts';
import { IS_RETURNING } from './report-dimensions.ts';
import { sessionsBegun } from './report-filters.ts';
import { sessionScan } from './report-session-scan.ts';

export function readUsers(db: Database, query: UsersQuery): UsersRows {
  const begun = sessionsBegun(query, sessionScan(db, query));
  const sinceDays = (days: number): number => Math.max(query.fromMs, query.toMs - days * DAY_MS);
  const counts = db
    .query<Omit<UsersRows, 'items'>, SQLQueryBindings[]>(
      `
select
  count(distinct s.visitor) as visitors,
  count(distinct s.visitor) filter (where not (${IS_RETURNING})) as newVisitors,
  count(distinct s.user_id) as users,
  count(distinct s.visitor) filter (where s.started_at_ms >= ?) as daily,
  count(distinct s.visitor) filter (where s.started_at_ms >= ?) as weekly,
  count(distinct s.visitor) filter (where s.started_at_ms >= ?) as monthly
from sessions s
where ${begun.sql}`,
    )
    .get(sinceDays(1), sinceDays(7), sinceDays(30), ...begun.params);
  const items = db
    .query<UsersRows['items'][number], SQLQueryBindings[]>(
      `
select
  s.user_id as user, count(*) as sessions, sum(s.pageviews) as pageviews, sum(s.events) as events,
  max(s.ended_at_ms) as lastAtMs
from sessions s
where ${begun.sql}
  and s.user_id is not null
group by s.user_id
order by sessions desc, lastAtMs desc, user
limit ?`,
    )
    .all(...begun.params, query.limit);
  const none = { visitors: 0, newVisitors: 0, users: 0, daily: 0, weekly: 0, monthly: 0 };
  return { ...(counts ?? none), items };
}
