// Orders to take sessions out of the events file: which parts they mean, what went so far, and what must not come back.
// All of it stands in the file, so that an order that was cut short goes on where it was.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import type { RemovedCounts } from '../../contract/personal-data.ts';
import type {
  AgeOrder,
  ForgetOrder,
  ForgetResult,
  ForgettingStore,
  ForgottenMark,
  MarkedSession,
  PurgeOrder,
  TakenOut,
} from '../port-forgetting.ts';
import type { PackedEventsStore } from './apply-store-events.ts';
import { type ForgettingProgress, prepareProgress } from './apply-store-forgetting-progress.ts';
import { prepareNames } from './apply-store-names.ts';
import { type OldDays, type OldDaysDeps, oldDaysStore } from './apply-store-old-days.ts';
import type { SessionSpan } from './apply-store-packed-sessions.ts';
import { preparePurge } from './apply-store-purge.ts';
import type { prepareSessionRows } from './apply-store-session-rows.ts';
import type { SessionStore } from './apply-store-sessions.ts';
import { prepareSetAsideOf } from './apply-store-set-aside.ts';
import { prepareSubtract } from './apply-store-subtract.ts';
import { guarded, immediate } from './connection.ts';
import { PARTS_OF_USER, PARTS_OF_VISITOR } from './subject-parts.ts';

type PersonOrder = Extract<ForgetOrder, { subject: string }>;

const INTO = 'insert into forgetting_parts (project_no, id, session, part, from_ms, to_ms, scope, is_gone)';
const PLACE = 's.project_no, $id, s.session, s.part, s.started_at_ms, s.ended_at_ms';

/** What it needs of the rest of the store. */
export type ForgettingDeps = Omit<OldDaysDeps, 'progress'> & {
  sessions: Pick<SessionStore, 'replace'>;
  packedEvents: Pick<PackedEventsStore, 'unpackSession'>;
  sessionRows: ReturnType<typeof prepareSessionRows>;
};

/** The part of the applier's store that takes out again. */
export function forgettingStore(db: Database, deps: ForgettingDeps): ForgettingStore & Pick<OldDays, 'see'> {
  const { sessions, kinds, packedSessions, packedEvents, sessionRows, afterStep } = deps;
  const subtract = prepareSubtract(db);
  const names = prepareNames(db, packedSessions.drop);
  const write = (outs: readonly TakenOut[]): void => {
    packedSessions.drop(outs.flatMap(({ partsBefore }) => partsBefore));
    sessionRows.remove(outs);
    for (const out of outs) {
      sessions.replace(out.changedParts);
      const { changedViews: views, scrollBins, sectionBins } = out;
      const bins = { scrollBins: [...scrollBins], sectionBins: [...sectionBins] };
      kinds.write({ views: [...views], ...bins, rests: [], restBins: [] });
      subtract.take(out);
    }
  };
  const progress = prepareProgress(db);
  const oldDays = oldDaysStore(db, { ...deps, progress });
  const orders = prepareOrders(db, { write, dropBlocks: packedSessions.drop, progress });
  return {
    ...oldDays,
    see(slice) {
      oldDays.see(slice);
      names.see(slice);
    },
    async forgotten(sinceMs) {
      return guarded(() => orders.forgotten(sinceMs));
    },
    async changeMarks(change) {
      return guarded(() => orders.changeMarks(change));
    },
    async markForgetting(order) {
      return guarded(() => orders.mark(order));
    },
    async nextMarked(order) {
      return guarded(() => orders.next(order));
    },
    async sessionRows(keys) {
      return guarded(() =>
        immediate(db, () => {
          // A block is a step's work by itself.
          const at = keys.findIndex((key) => packedEvents.unpackSession(key));
          return sessionRows.readAll(at < 0 ? keys : keys.slice(0, at + 1));
        }),
      );
    },
    async takeOut(order, outs) {
      const marks = guarded(() => orders.takeOut(order, outs));
      afterStep();
      return marks;
    },
    async tidyNames(order) {
      const gone = guarded(() => names.tidy(order.projectNo, order.kind !== 'age'));
      afterStep();
      if (gone !== null) guarded(() => orders.add(order, gone));
      return gone !== null;
    },
    async forgettingResult(order) {
      return guarded(() => orders.result(order));
    },
    async begunForgettings() {
      return guarded(progress.begun);
    },
    async closeForgetting(order) {
      guarded(() => orders.close(order));
    },
  };
}

function prepareOrders(
  db: Database,
  deps: {
    write: (outs: readonly TakenOut[]) => void;
    dropBlocks: ForgettingDeps['packedSessions']['drop'];
    progress: ForgettingProgress;
  },
) {
  const { write, dropBlocks, progress } = deps;
  const marks = prepareMarks(db);
  const parts = prepareParts(db);
  const purge = preparePurge(db, { progress, addMark: marks.add });
  const setAside = prepareSetAsideOf(db);
  // What was told of him stands on sessions of others too, when somebody else was named last.
  const told = db.query<SessionSpan, [number, string]>(
    `update session_rows
     set named = iif(named ->> 0 is null, null, json_array(named ->> 0, null, null, null))
     where project_no = ? and named ->> 1 = ?
     returning project_no as projectNo, started_at_ms as startedAtMs, started_at_ms + duration_ms as endedAtMs`,
  );
  const dropTraits = (projectNo: number, userId: string): void => dropBlocks(told.all(projectNo, userId));

  const markPerson = (order: PersonOrder): number => {
    const { projectNo, id, kind, subject, untilMs } = order;
    const found = parts.mark(order);
    if (kind === 'user') dropTraits(projectNo, subject);
    marks.add({ projectNo, kind, mark: order.mark, untilMs });
    marks.addSessions(projectNo, id, untilMs);
    progress.add(order, { setAside: setAside(projectNo, { kind, id: subject }) });
    return found;
  };

  return {
    forgotten: marks.all,
    changeMarks: marks.change,
    mark(order: ForgetOrder): { marks: ForgottenMark[]; found: number; goesOn: boolean } {
      parts.restart();
      return immediate(db, () => {
        progress.open(order);
        if (order.kind === 'purge') return purge.mark(order);
        if (order.kind === 'age') return { marks: [], found: parts.markOld(order), goesOn: false };
        if (order.kind === 'rest') return { marks: [], found: 0, goesOn: false };
        const found = markPerson(order);
        return { marks: marks.of(order), found, goesOn: false };
      });
    },
    next: parts.next,
    takeOut(order: ForgetOrder, outs: readonly TakenOut[]): ForgottenMark[] {
      return immediate(db, () => {
        write(outs);
        for (const out of outs) {
          progress.addNames(order.projectNo, out);
          progress.add(order, countsOf(out));
          parts.setGone(order, out);
        }
        if (order.kind !== 'purge') return [];
        const made = outs.flatMap((out) => purgedMarks(order, out));
        made.forEach(marks.add);
        return made;
      });
    },
    add: progress.add,
    result: (order: ForgetOrder): ForgetResult => ({
      removed: progress.read(order),
      sessions: parts.gone(order),
    }),
    close({ projectNo, id }: Pick<ForgetOrder, 'projectNo' | 'id'>): void {
      immediate(db, () => {
        db.query('delete from forgetting_parts where project_no = ? and id = ?').run(projectNo, id);
        progress.close({ projectNo, id });
      });
    },
  };
}

/**
 * Up to the end of what went, which may have grown since it was noted; and up to the order when nothing of the session
 * stays that could miss what comes late of it.
 */
function purgedMarks(order: PurgeOrder, { key, goneParts, partsBefore }: TakenOut): ForgottenMark[] {
  const gone = partsBefore.filter(({ part }) => goneParts.includes(part));
  const ends = gone.map(({ endedAtMs }) => endedAtMs);
  if (gone.length === partsBefore.length) ends.push(order.untilMs);
  if (ends.length === 0) return [];
  const untilMs = ends.reduce((a, b) => Math.max(a, b));
  return [{ projectNo: order.projectNo, kind: 'purged', mark: String(key.session), untilMs }];
}

function countsOf({ goneParts, events }: TakenOut): Partial<RemovedCounts> {
  const of = (type: string) => events.filter((event) => event.type === type).length;
  const counts = { pageviews: of('pageview'), clicks: of('click'), customs: of('custom') };
  return { sessions: goneParts.length, events: events.length, ...counts };
}

/** Begins what is stored of a mark of a purge, whose kind the table does not know; numbers of sessions have no sign. */
const PURGED = '-';

function read(row: ForgottenMark): ForgottenMark {
  const isPurged = row.kind === 'session' && row.mark.startsWith(PURGED);
  return isPurged ? { ...row, kind: 'purged', mark: row.mark.slice(PURGED.length) } : row;
}

function prepareMarks(db: Database) {
  const SELECT = 'select project_no as projectNo, kind, mark, until_ms as untilMs from forgotten';
  const select = db.query<ForgottenMark, []>(SELECT);
  const all = (): ForgottenMark[] => select.all().map(read);
  const ofSessions = db.query<ForgottenMark, [number, string]>(
    `${SELECT} where project_no = ?1 and kind = 'session'
       and mark in (select cast(session as text) from forgetting_parts where project_no = ?1 and id = ?2 and scope = 0)`,
  );
  const insert = db.query<unknown, (string | number)[]>(
    `insert into forgotten (project_no, kind, mark, until_ms) values (?, ?, ?, ?)
     on conflict (project_no, kind, mark) do update set until_ms = max(until_ms, excluded.until_ms)`,
  );
  const remove = db.query<unknown, [number, string, string]>(
    'delete from forgotten where project_no = ? and kind = ? and mark = ?',
  );
  const insertSessions = db.query<unknown, [number, string, number]>(
    `insert into forgotten (project_no, kind, mark, until_ms)
     select distinct project_no, 'session', cast(session as text), ?3
     from forgetting_parts where project_no = ?1 and id = ?2 and scope = 0
     on conflict (project_no, kind, mark) do update set until_ms = max(until_ms, excluded.until_ms)`,
  );
  return {
    all(sinceMs: number): ForgottenMark[] {
      db.query('delete from forgotten where until_ms < ?').run(sinceMs);
      return all();
    },
    change: (change: (mark: string) => string | null): number =>
      immediate(db, () => {
        const people = all().filter(({ kind }) => kind === 'visitor' || kind === 'user');
        const changed = people.flatMap((row) => {
          const mark = change(row.mark);
          return mark === null ? [] : [{ ...row, before: row.mark, mark }];
        });
        for (const { projectNo, kind, before, mark, untilMs } of changed) {
          remove.run(projectNo, kind, before);
          insert.run(projectNo, kind, mark, untilMs);
        }
        return changed.length;
      }),
    of: (order: PersonOrder): ForgottenMark[] => {
      const { projectNo, kind, mark, untilMs } = order;
      return [{ projectNo, kind, mark, untilMs }, ...ofSessions.all(projectNo, order.id)];
    },
    add: ({ projectNo, kind, mark, untilMs }: ForgottenMark): void => {
      if (kind === 'purged') insert.run(projectNo, 'session', PURGED + mark, untilMs);
      else insert.run(projectNo, kind, mark, untilMs);
    },
    addSessions: (projectNo: number, id: string, untilMs: number): void => {
      insertSessions.run(projectNo, id, untilMs);
    },
  };
}

function prepareParts(db: Database) {
  const ofVisitor = `${INTO} select ${PLACE}, 0, 0 from sessions s
    where s.project_no = $projectNo and s.started_at_ms <= $untilMs and ${PARTS_OF_VISITOR} on conflict do nothing`;
  const ofUser = `${INTO} select ${PLACE}, 0, 0 from sessions s
    where s.project_no = $projectNo and s.started_at_ms <= $untilMs and ${PARTS_OF_USER} on conflict do nothing`;
  const namingUser = `${INTO} select distinct ${PLACE}, 1, 0
    from customs c join sessions s using (project_no, session, part)
    where c.project_no = $projectNo and c.user_id = $subject and c.ts_ms <= $untilMs on conflict do nothing`;
  const old = `${INTO} select ${PLACE}, 0, 0 from sessions s
    where s.project_no = $projectNo and s.started_at_ms < $beforeMs and s.ended_at_ms < $beforeMs
    order by s.started_at_ms limit $most`;
  const waiting = db.query<{ session: number; events: number }, [number, string]>(
    `select p.session, coalesce(sum(s.events), 0) as events
     from forgetting_parts p
     left join session_rows s using (project_no, session, part)
     where p.project_no = ? and p.id = ? and p.is_gone = 0
     group by p.session order by min(p.from_ms)`,
  );
  /** Those of the order at work that were not told yet; blocks hold neighbours in time. */
  let queue: { projectNo: number; id: string; left: { session: number; events: number }[] } | null = null;
  const ofSession = db.query<{ part: number; scope: number }, [number, string, number]>(
    'select part, scope from forgetting_parts where project_no = ? and id = ? and session = ? and is_gone = 0',
  );
  const setGone = db.query<unknown, [number, string, number]>(
    'update forgetting_parts set is_gone = 1 where project_no = ? and id = ? and session = ?',
  );
  const setSpan = db.query<unknown, [number, number, number, string, number, number]>(
    `update forgetting_parts set from_ms = min(from_ms, ?), to_ms = max(to_ms, ?)
     where project_no = ? and id = ? and session = ? and part = ?`,
  );
  const drop = db.query<unknown, [number, string]>(
    'delete from forgetting_parts where project_no = ? and id = ?',
  );
  return {
    /** More is noted: what waits is asked again. */
    restart(): void {
      queue = null;
    },
    mark({ projectNo, id, kind, subject, untilMs }: PersonOrder): number {
      const asked = { projectNo, id, subject, untilMs };
      if (kind === 'visitor') return db.query(ofVisitor).run(asked).changes;
      return db.query(ofUser).run(asked).changes + db.query(namingUser).run(asked).changes;
    },
    markOld({ projectNo, id, beforeMs }: AgeOrder): number {
      // Also those that a killed process left: who is old enough is found again, and may not be so any more.
      drop.run(projectNo, id);
      return db.query(old).run({ projectNo, id, beforeMs, most: LIMITS.forgetMarked }).changes;
    },
    next({ projectNo, id }: ForgetOrder): MarkedSession[] {
      const isAtWork = queue?.projectNo === projectNo && queue.id === id && queue.left.length > 0;
      // Also what was told before and is there still: its transaction may not have been committed.
      if (!isAtWork) queue = { projectNo, id, left: waiting.all(projectNo, id).reverse() };
      return takeSome(queue!.left).map(({ session }) => {
        const rows = ofSession.all(projectNo, id, session);
        const of = (scope: number) => rows.filter((row) => row.scope === scope).map(({ part }) => part);
        return { projectNo, session, parts: of(0), namedIn: of(1) };
      });
    },
    /** Notes from when to when as well: a part may have grown since it was found, and its recording with it. */
    setGone({ projectNo, id }: ForgetOrder, { key: { session }, goneParts, partsBefore }: TakenOut): void {
      setGone.run(projectNo, id, session);
      for (const { part, startedAtMs, endedAtMs } of partsBefore)
        if (goneParts.includes(part)) setSpan.run(startedAtMs, endedAtMs, projectNo, id, session, part);
    },
    gone: ({ projectNo, id }: ForgetOrder) =>
      db
        .query<ForgetResult['sessions'][number], [number, string]>(
          `select session, from_ms as fromMs, to_ms as toMs from forgetting_parts
           where project_no = ? and id = ? and scope = 0`,
        )
        .all(projectNo, id),
  };
}

/** Takes so many from the end as make a short step. */
function takeSome<T extends { events: number }>(left: T[]): T[] {
  const some: T[] = [];
  for (let events = 0; some.length < LIMITS.forgetSessions && events < LIMITS.forgetEvents; ) {
    const one = left.pop();
    if (one === undefined) break;
    events += one.events;
    some.push(one);
  }
  return some;
}
