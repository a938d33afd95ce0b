// Two parts of a client session that have become one: every row of the one that goes takes the number of the other.

import type { Database } from 'bun:sqlite';
import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import { UNSEEN_VIEW } from '../port-kinds.ts';
import type { MergedPart } from '../port-sessions.ts';
import type { preparePackedClicks } from './apply-store-clicks.ts';

/** Tables whose keys begin with the page: their rows are found by the events they were derived from. */
const OF_PAGES = [
  ['clicks', EVENT_TYPE_CODES.click],
  ['rests', EVENT_TYPE_CODES.move],
] as const;

export function prepareMerge(db: Database, packed: Pick<ReturnType<typeof preparePackedClicks>, 'movePart'>) {
  const placed = db.query<{ page: number; tsMs: number; eventId: string }, number[]>(
    `select page, ts_ms as tsMs, event_id as eventId from events
     where project_no = ? and session = ? and part = ? and type = ? and page is not null`,
  );
  const ofPages = OF_PAGES.map(([table, type]) => ({
    type,
    move: db.query<unknown, [number, number, number, number, number, string]>(
      `update ${table} set part = ?
       where project_no = ? and page = ? and ts_ms = ? and session = ? and event_id = ?`,
    ),
  }));
  const ofSession = [
    'update events set part = ? where project_no = ? and session = ? and part = ?',
    'update customs set part = ? where project_no = ? and session = ? and part = ?',
    `update views set part = ? where project_no = ? and session = ? and part = ? and event_id <> '${UNSEEN_VIEW.eventId}'`,
  ].map((sql) => db.query<unknown, number[]>(sql));
  const removeRow = db.query<unknown, number[]>(
    'delete from sessions where project_no = ? and session = ? and part = ?',
  );

  return {
    /** To be called before the rows of the same slice are written. */
    parts(merged: readonly MergedPart[]): void {
      for (const { projectNo, session, from, to } of merged) {
        for (const { type, move } of ofPages) {
          const own = placed.all(projectNo, session, from, type);
          const notRows = own.filter(
            ({ page, tsMs, eventId }) => move.run(to, projectNo, page, tsMs, session, eventId).changes === 0,
          );
          if (type === EVENT_TYPE_CODES.click && notRows.length > 0)
            packed.movePart({ projectNo, session, part: from }, to, notRows);
        }
        for (const move of ofSession) move.run(to, projectNo, session, from);
        removeRow.run(projectNo, session, from);
      }
    },
  };
}
