// Events that are of another part than before, since two parts have become one or were cut anew: every row that was
// derived from them takes the other number.

import type { Database } from 'bun:sqlite';
import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import { UNSEEN_VIEW } from '../port-kinds.ts';
import type { GonePart, MergedPart, MovedEvent } from '../port-sessions.ts';
import type { SessionStore } from './apply-store-sessions.ts';

/** Tables whose keys begin with the page: their rows are found by the events they were derived from. */
const OF_PAGES = [
  ['clicks', EVENT_TYPE_CODES.click],
  ['rests', EVENT_TYPE_CODES.move],
] as const;

/** What is packed of these sessions must be rows already. */
export function prepareMerge(db: Database, sessions: Pick<SessionStore, 'remove'>) {
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
    // SQLite would read all custom events of the project.
    'update customs indexed by customs_by_session set part = ? where project_no = ? and session = ? and part = ?',
    `update views set part = ? where project_no = ? and session = ? and part = ? and event_id <> '${UNSEEN_VIEW.eventId}'`,
  ].map((sql) => db.query<unknown, number[]>(sql));
  const moveEvent = db.query<unknown, [number, number, number, string]>(
    'update events set part = ? where project_no = ? and session = ? and event_id = ?',
  );
  const moveCustom = db.query<unknown, [number, number, number, number, string]>(
    'update customs set part = ? where project_no = ? and ts_ms = ? and session = ? and event_id = ?',
  );
  const moveView = db.query<unknown, [number, number, number, number, number, string]>(
    'update views set part = ? where project_no = ? and session = ? and page = ? and ts_ms = ? and event_id = ?',
  );

  return {
    /** To be called before the rows of the same slice are written. */
    parts(merged: readonly MergedPart[]): void {
      for (const { projectNo, session, from, to } of merged) {
        for (const { type, move } of ofPages) {
          for (const { page, tsMs, eventId } of placed.all(projectNo, session, from, type))
            move.run(to, projectNo, page, tsMs, session, eventId);
        }
        for (const move of ofSession) move.run(to, projectNo, session, from);
      }
      sessions.remove(merged.map(({ projectNo, session, from }) => ({ projectNo, session, part: from })));
    },
    /** Likewise. */
    events(moved: readonly MovedEvent[]): void {
      for (const { projectNo, session, eventId, type, page, tsMs, to } of moved) {
        moveEvent.run(to, projectNo, session, eventId);
        if (type === 'custom') moveCustom.run(to, projectNo, tsMs, session, eventId);
        if (page === null) continue;
        if (type === 'pageview') moveView.run(to, projectNo, session, page, tsMs, eventId);
        const derived = ofPages.find((one) => one.type === EVENT_TYPE_CODES[type]);
        derived?.move.run(to, projectNo, page, tsMs, session, eventId);
      }
    },
    remove(parts: readonly GonePart[]): void {
      sessions.remove(parts);
    },
  };
}
