// What happened in the last few minutes: the events of sessions that were heard of since then, without bots.

import type { Database } from 'bun:sqlite';
import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { RecentQuery, RecentRows } from '../port-metrics.ts';

const SESSIONS = `
select s.session, s.part, s.visitor, s.source, s.country
from sessions s
where s.project_no = ?
  and s.started_at_ms >= ?
  and s.ended_at_ms >= ?
  and s.is_bot = 0
order by s.session, s.part`;

const EVENTS = `
select
  e.ts_ms as tsMs, e.type, e.session, e.part, p.path as page,
  case e.type when ${EVENT_TYPE_CODES.custom} then e.fields ->> '$.name' end as name
from events e
left join pages p
  on p.project_no = e.project_no
  and p.page = e.page
where e.project_no = ?
  and e.session = ?
  and e.part = ?
  and e.ts_ms >= ?
  and e.ts_ms < ?`;

export function readRecent(db: Database, { projectNo, sinceMs, untilMs }: RecentQuery): RecentRows {
  const sessions = db
    .query<RecentRows['sessions'][number], number[]>(SESSIONS)
    .all(projectNo, sinceMs - LIMITS.sessionMaxMs, sinceMs);
  const events = db.query<RecentRows['events'][number], number[]>(EVENTS);
  return {
    sessions,
    events: sessions.flatMap(({ session, part }) => events.all(projectNo, session, part, sinceMs, untilMs)),
  };
}
