// Finds the sessions that a purge is about, a stretch of its range at a time, and notes them with the marks that keep their
// late events out. What is noted goes as a person's sessions do. Where it stands is noted in the same transaction.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import type { ForgottenMark, PurgeOrder } from '../port-forgetting.ts';
import type { ForgettingProgress } from './apply-store-forgetting-progress.ts';
import { withPackedClicks } from './report-clicks.ts';
import { sessionsBegun } from './report-filters.ts';

const INTO = 'insert into forgetting_parts (project_no, id, session, part, from_ms, to_ms, scope, is_gone)';
type Noted = { session: number; toMs: number };

export function preparePurge(
  db: Database,
  { progress, addMark }: { progress: ForgettingProgress; addMark: (mark: ForgottenMark) => void },
  atOnce: number = LIMITS.purgeScanned,
) {
  // Found without a plan of its own for each binding, as in apply-store-old-days.ts.
  const edge = db.query<{ startedAtMs: number }, [number, number, number]>(
    `select started_at_ms as startedAtMs from session_rows
     where project_no = +? and started_at_ms >= +? and started_at_ms < +?
     order by started_at_ms limit 1 offset ${atOnce}`,
  );
  return {
    /** To be called in a transaction. The next stretch; once all are noted it finds no more, whatever has come since. */
    mark(order: PurgeOrder): { marks: ForgottenMark[]; found: number; goesOn: boolean } {
      const { projectNo, id, filters, includeBots } = order;
      const fromMs = progress.purgedTo(order) ?? order.fromMs;
      const endMs = Math.min(order.toMs, order.untilMs + 1);
      if (fromMs >= endMs) return { marks: [], found: 0, goesOn: false };
      // Any number of sessions can begin in one millisecond.
      const toMs = Math.max(edge.get(projectNo, fromMs, endMs)?.startedAtMs ?? endMs, fromMs + 1);
      const scope = { projectNo, fromMs, toMs, timeZone: 'UTC', filters, includeBots };
      const { sql, params } = sessionsBegun(withPackedClicks(db, scope));
      const found = db
        .query<Noted, SQLQueryBindings[]>(
          `${INTO}
           select s.project_no, ?, s.session, s.part, s.started_at_ms, s.ended_at_ms, 0, 0
           from sessions s
           where ${sql}
           on conflict do nothing
           returning session, to_ms as toMs`,
        )
        .all(id, ...params);
      // Until it is known that nothing of the session stays, only what can be part of the noted is kept out.
      const marks = found.map(
        ({ session, toMs: untilMs }): ForgottenMark => ({
          ...{ projectNo, kind: 'purged', mark: String(session), untilMs },
        }),
      );
      marks.forEach(addMark);
      progress.purge(order, toMs);
      return { marks, found: found.length, goesOn: toMs < endMs };
    },
  };
}
