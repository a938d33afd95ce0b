// Who was on the pages lately, to begin a live view with. A session lasts at most a day, so those that began before
// that are not looked at.

import type { Database } from 'bun:sqlite';
import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { ActiveQuery, ActiveSession } from '../port-live.ts';

/** Leaving counts only when nothing but a page's last words came with or after it. */
const ACTIVE = `
select s.session, s.part, s.visitor, s.exit_page as page, p.path, s.ended_at_ms as lastAtMs,
  coalesce((
    select max(e.ts_ms) filter (where e.type = ${EVENT_TYPE_CODES.leave}) >= max(e.ts_ms) filter (
        where e.type not in (${EVENT_TYPE_CODES.leave}, ${EVENT_TYPE_CODES.vital}, ${EVENT_TYPE_CODES.visibility})
      )
    from events e
    where e.project_no = s.project_no
      and e.session = s.session
      and e.part = s.part
  ), 0) as hasLeft
from sessions s
  left join pages p on p.project_no = s.project_no and p.page = s.exit_page
where s.project_no = ?
  and s.started_at_ms >= ?
  and s.ended_at_ms >= ?
  and s.is_bot = 0
order by s.ended_at_ms desc
limit ?`;

type Row = Omit<ActiveSession, 'hasLeft'> & { hasLeft: 0 | 1 };

export function readActiveSessions(
  db: Database,
  { projectNo, sinceMs, limit }: ActiveQuery,
): ActiveSession[] {
  return db
    .query<Row, number[]>(ACTIVE)
    .all(projectNo, sinceMs - LIMITS.sessionMaxMs, sinceMs, limit)
    .map((row) => ({ ...row, hasLeft: row.hasLeft === 1 }));
}
