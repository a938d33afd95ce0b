// Visitors whom rows that went have left behind: who has no session any more is known no longer, and since when the others are.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import type { SessionSpan } from './apply-store-packed-sessions.ts';

/**
 * Some visitors who may have no session left, and the last of them by name; null when there are no more. Then where the
 * search for their sessions stands; null when it is over.
 */
export type VisitorDoubt = {
  visitors: Set<string>;
  visitorsTo: string | null;
  isGathering: boolean;
  sessionAfter: [session: number, part: number] | null;
};
export const noVisitors = (): VisitorDoubt => ({
  ...{ visitors: new Set(), visitorsTo: '', isGathering: true, sessionAfter: [-1, 0] },
});

/** Of what was kept long enough, who has sessions left stays known since then. */
export function prepareVisitors(
  db: Database,
  dropBlocks: (sessions: readonly SessionSpan[]) => void,
  atOnce: number,
) {
  const NAMED = `(select name from forgetting_names where project_no = ?1 and kind = 'visitor')`;
  const update = db.query<unknown, [number]>(
    `update visitors set first_at_ms = found.first_at_ms
     from (
       select visitor, min(started_at_ms) as first_at_ms from sessions
       where project_no = ?1 and visitor in ${NAMED} group by visitor
     ) as found
     where visitors.project_no = ?1 and visitors.visitor = found.visitor`,
  );
  const left = db.query<SessionSpan, [number]>(
    `select project_no as projectNo, started_at_ms as startedAtMs, ended_at_ms as endedAtMs
     from sessions where project_no = ?1 and visitor in ${NAMED}`,
  );
  const scan = db.query<{ session: number; part: number; visitor: string }, [number, number, number]>(
    `select session, part, visitor from session_rows
     where project_no = ? and (session, part) > (?, ?) order by session, part limit ${LIMITS.forgetScanned}`,
  );
  const drop = db.query<unknown, [number, string]>(
    'delete from visitors where project_no = ? and visitor = ?',
  );
  const next = db.query<{ name: string }, [number, string, number]>(
    `select name from forgetting_names
     where project_no = ? and kind = 'visitor' and name > ? order by name limit ?`,
  );
  const forget = db.query<unknown, [number, string]>(
    `delete from forgetting_names where (project_no, kind, name) in (
       select project_no, kind, name from forgetting_names
       where project_no = ? and kind = 'visitor' and name <= ? order by name limit ${LIMITS.oldRows})`,
  );
  const gather = (projectNo: number, doubt: VisitorDoubt): void => {
    const most = Math.min(atOnce - doubt.visitors.size, LIMITS.forgetScanned);
    const found = next.all(projectNo, doubt.visitorsTo ?? '', most);
    for (const { name } of found) doubt.visitors.add(name);
    doubt.visitorsTo = found.at(-1)?.name ?? (doubt.visitors.size > 0 ? doubt.visitorsTo : null);
    doubt.isGathering = found.length === most && doubt.visitors.size < atOnce;
  };
  return {
    /** Who is new and who returns stands in the blocks of sessions. */
    update(projectNo: number): void {
      update.run(projectNo);
      dropBlocks(left.all(projectNo));
    },
    /**
     * Gathers the next visitors, looks for sessions of theirs, or drops some of those who have none: who has keeps his row,
     * packed ones name it by number. Of ten million sessions there are too many visitors for one look.
     */
    step(projectNo: number, doubt: VisitorDoubt): void {
      const { visitors, visitorsTo, sessionAfter } = doubt;
      if (doubt.isGathering) {
        gather(projectNo, doubt);
        return;
      }
      if (visitors.size === 0) {
        if (forget.run(projectNo, visitorsTo ?? '').changes > 0) return;
        Object.assign(doubt, { isGathering: true, sessionAfter: [-1, 0] });
        return;
      }
      if (sessionAfter === null) {
        for (const visitor of [...visitors].slice(0, LIMITS.oldRows)) {
          drop.run(projectNo, visitor);
          visitors.delete(visitor);
        }
        return;
      }
      const rows = scan.all(projectNo, ...sessionAfter);
      for (const { visitor } of rows) visitors.delete(visitor);
      const last = rows.at(-1);
      doubt.sessionAfter = last && rows.length === LIMITS.forgetScanned ? [last.session, last.part] : null;
    },
  };
}
