// Takes whole UTC days out of the events file: sessions by hundreds, packed events by whole blocks without reading what goes.
// Sums of these days are settled after that, in apply-store-day-sums.ts. A crash leaves sums too high, nothing else: the note
// that begin() writes stays until the order is closed, and every step may be done again.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import { DAY_MS } from '../../contract/slots.ts';
import type { AppliedSlice } from '../port-apply.ts';
import type { AgeOrder, DaySums, OldDaysStore } from '../port-forgetting.ts';
import { type DaySumsDeps, prepareDaySums } from './apply-store-day-sums.ts';
import type { ForgettingProgress } from './apply-store-forgetting-progress.ts';
import { prepareOldBlocks } from './apply-store-old-blocks.ts';
import type { preparePackedSessions } from './apply-store-packed-sessions.ts';
import type { prepareSessionRows } from './apply-store-session-rows.ts';
import type { SessionStore } from './apply-store-sessions.ts';
import { guarded, immediate } from './connection.ts';
import { BEARING_COLUMNS, type Bearing, elementsBorne } from './event-names.ts';

export type OldDaysDeps = DaySumsDeps & {
  sessions: Pick<SessionStore, 'remove'>;
  packedSessions: Pick<ReturnType<typeof preparePackedSessions>, 'drop'>;
  sessionRows: Pick<ReturnType<typeof prepareSessionRows>, 'read'>;
  progress: ForgettingProgress;
  /** Told of every transaction. */
  afterStep: () => void;
};

/** Sessions of which no part ends at or after ?4, in the order they began in. */
const NEXT = `
select r.session, r.started_at_ms as startedAtMs
from session_rows r
where r.project_no = +?1
  and r.started_at_ms >= +?2
  and r.started_at_ms < +?3
  and r.started_at_ms + r.duration_ms < ?3
  and not exists (
    select 1
    from session_rows o
    where o.project_no = r.project_no
      and o.session = r.session
      and o.started_at_ms + o.duration_ms >= ?3
  )
order by r.started_at_ms
limit ?4`;

/** The store's methods, and what has to be told of every slice, in its transaction and before it is written. */
export type OldDays = OldDaysStore & { see(slice: AppliedSlice): void };

export function oldDaysStore(db: Database, deps: OldDaysDeps): OldDays {
  const { progress, sessionRows, afterStep } = deps;
  const sums = prepareDaySums(db, deps);
  const removeSessions = prepareOldSessions(db, deps);
  const blocks = prepareOldBlocks(db, progress);
  const next = db.query<OldSession, [number, number, number, number]>(NEXT);
  // By when they began: there are few left, but sessions of all days stand between them in the order of their key.
  const staying = db.query<{ session: number }, [number, number, number]>(
    `select distinct session from session_rows
     where project_no = ? and started_at_ms < ? and +session > ? order by +session limit ${LIMITS.oldRows}`,
  );
  /** Found, and not told yet. */
  let waiting: { session: number }[] = [];
  /** Where the walk through sessions stands, by when they began. */
  let fromMs = Number.MIN_SAFE_INTEGER;
  /** Projects of which blocks before a time may hold events of sessions that went. */
  const limbo = new Map(progress.begunDays().map(({ projectNo, beforeMs }) => [projectNo, beforeMs]));

  /** What the slice touches leaves its block before: whoever comes again is new, and is not given back what was removed. */
  const freeTouched = (slice: AppliedSlice): void => {
    if (limbo.size === 0) return;
    for (const row of slice.sessions) {
      const beforeMs = limbo.get(row.projectNo);
      if (beforeMs === undefined) continue;
      for (const place of [row, ...blocks.placesOf(row)])
        if (place.startedAtMs < beforeMs) blocks.removeAround(place);
    }
  };

  const removeBlock = (projectNo: number, beforeDay: number): boolean => {
    try {
      return immediate(db, () => blocks.removeNext(projectNo, beforeDay));
    } catch (error) {
      blocks.begin();
      throw error;
    }
  };

  const settle = (order: AgeOrder, told: DaySums) => {
    try {
      return immediate(db, () => {
        if (progress.daysOf(order) === null) return 'done';
        return sums.step(order.projectNo, told);
      });
    } catch (error) {
      sums.reset();
      throw error;
    }
  };

  return {
    see(slice) {
      sums.see(slice);
      freeTouched(slice);
    },
    async begunOldDays() {
      return guarded(progress.begunDays);
    },
    async beginOldDays(order) {
      fromMs = Number.MIN_SAFE_INTEGER;
      blocks.begin();
      return guarded(() =>
        immediate(db, () => {
          const begunMs = progress.daysOf(order);
          const askedMs = Math.floor(order.beforeMs / DAY_MS) * DAY_MS;
          const beforeMs = order.isBegun ? askedMs : Math.max(begunMs ?? 0, askedMs);
          if (begunMs === null && !next.get(order.projectNo, fromMs, beforeMs, 1)) return null;
          progress.open(order);
          progress.beginDays(order, beforeMs);
          limbo.set(order.projectNo, beforeMs);
          return beforeMs;
        }),
      );
    },
    async removeOldSessions(order, most) {
      return guarded(() => {
        const beforeMs = progress.daysOf(order);
        if (beforeMs === null) return 0;
        const found = next.all(order.projectNo, fromMs, beforeMs, most);
        if (found.length === 0) return 0;
        const done = immediate(db, () => removeSessions(order, found));
        fromMs = done.fromMs;
        afterStep();
        return done.parts;
      });
    },
    async removeOldBlock(order) {
      return guarded(() => {
        const beforeMs = progress.daysOf(order);
        const { projectNo } = order;
        // Null when the project went meanwhile.
        const goesOn = beforeMs !== null && removeBlock(projectNo, beforeMs / DAY_MS);
        afterStep();
        if (!goesOn) limbo.delete(projectNo);
        return goesOn;
      });
    },
    async stayingInOldDays(order, afterSession) {
      return guarded(() => {
        const beforeMs = progress.daysOf(order);
        if (beforeMs === null) return [];
        if (afterSession === null) {
          sums.begin(order.projectNo, beforeMs);
          waiting = [];
        }
        if (waiting.length === 0) waiting = staying.all(order.projectNo, beforeMs, afterSession ?? -1);
        const found = waiting
          .slice(0, LIMITS.oldStaying)
          .map(({ session }) => sums.keep(sessionRows.read({ projectNo: order.projectNo, session })));
        waiting = waiting.slice(LIMITS.oldStaying);
        return found;
      });
    },
    async settleOldDays(order, told) {
      return guarded(() => {
        const state = settle(order, told);
        if (state === 'done') sums.reset();
        afterStep();
        return state;
      });
    },
  };
}

type OldSession = { session: number; startedAtMs: number };
type OldPart = {
  part: number;
  visitor: string;
  startedAtMs: number;
  endedAtMs: number;
  events: number;
  pageviews: number;
  clicks: number;
  customs: number;
};

function prepareOldSessions(db: Database, { sessions, packedSessions, progress }: OldDaysDeps) {
  const partsOf = db.query<OldPart, [number, number]>(
    `select part, visitor, started_at_ms as startedAtMs, started_at_ms + duration_ms as endedAtMs, events, pageviews,
       clicks, customs
     from session_rows where project_no = ? and session = ?`,
  );
  const eventsOf = db.query<Bearing, [number, number]>(
    `select ${BEARING_COLUMNS}
     from events where project_no = ? and session = ?`,
  );
  const dropEvents = db.query<unknown, [number, number]>(
    'delete from events where project_no = ? and session = ?',
  );
  const dropViews = db.query<unknown, [number, number]>(
    'delete from views where project_no = ? and session = ?',
  );
  // SQLite would read all custom events of the project.
  const dropCustoms = db.query<unknown, [number, number]>(
    'delete from customs indexed by customs_by_session where project_no = ? and session = ?',
  );

  return (order: AgeOrder, found: readonly OldSession[]) => {
    const { projectNo } = order;
    const names = { pages: new Set<number>(), elements: new Set<number>(), visitors: new Set<string>() };
    const gone = new Map<number, OldPart[]>();
    let rows = 0;
    let fromMs = 0;
    for (const { session, startedAtMs } of found) {
      fromMs = startedAtMs;
      if (gone.has(session)) continue;
      gone.set(session, partsOf.all(projectNo, session));
      const events = eventsOf.all(projectNo, session);
      for (const event of events) {
        if (event.page !== null) names.pages.add(event.page);
        for (const element of elementsBorne(event)) names.elements.add(element);
      }
      if (events.length > 0) dropEvents.run(projectNo, session);
      const custom = dropCustoms.run(projectNo, session).changes;
      rows += events.length + dropViews.run(projectNo, session).changes + custom + 1;
      if (rows >= LIMITS.oldRows) break;
    }
    const parts = [...gone].flatMap(([session, own]) => own.map((part) => ({ projectNo, session, ...part })));
    packedSessions.drop(parts);
    sessions.remove(parts);
    for (const { visitor } of parts) names.visitors.add(visitor);
    progress.addNames(projectNo, names);
    progress.addGone(order, Math.max(...parts.map(({ endedAtMs }) => endedAtMs)));
    const sum = (of: (part: OldPart) => number) => parts.reduce((total, part) => total + of(part), 0);
    progress.add(order, {
      sessions: parts.length,
      events: sum((part) => part.events),
      pageviews: sum((part) => part.pageviews),
      clicks: sum((part) => part.clicks),
      customs: sum((part) => part.customs),
    });
    return { fromMs, parts: parts.length };
  };
}
