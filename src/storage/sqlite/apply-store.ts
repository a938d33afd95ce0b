// The applier's side of the events file: one writing connection, prepared positional statements, one transaction for
// each slice of the journal. Readers have their own connections, see the report files.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import { DAY_MS } from '../../contract/slots.ts';
import { HeatError } from '../../lib/errors.ts';
import type { AppliedSession, AppliedSlice, ApplyStore } from '../port-apply.ts';
import type { ForgettingStore } from '../port-forgetting.ts';
import { createCheckpoints } from './apply-store-checkpoints.ts';
import { preparePackedClicks } from './apply-store-clicks.ts';
import { prepareCounts } from './apply-store-counts.ts';
import { prepareCustoms } from './apply-store-customs.ts';
import { type PackedEventsStore, preparePackedEvents } from './apply-store-events.ts';
import { packedRows, prepareFacts } from './apply-store-facts.ts';
import { forgettingStore } from './apply-store-forgetting.ts';
import { prepareInfos } from './apply-store-infos.ts';
import { packedScrolls, prepareKinds } from './apply-store-kinds.ts';
import { prepareKnown } from './apply-store-known.ts';
import { prepareMerge } from './apply-store-merge.ts';
import { preparePackedSessions } from './apply-store-packed-sessions.ts';
import { preparePacking } from './apply-store-packing.ts';
import { prepareRemoval } from './apply-store-removal.ts';
import { prepareSessionRows } from './apply-store-session-rows.ts';
import { prepareSessions } from './apply-store-sessions.ts';
import { prepareUnpack, type Unpack } from './apply-store-unpack.ts';
import { asHeatError, type Durability, guarded, immediate, openWriter } from './connection.ts';

/** What packing one group is reckoned as between two checkpoints. */
const PACKED_ROWS = 2_000;

/** Opens `events.db` (migrated before) for the one thread that writes it. Throws `unavailable` when it cannot. */
export async function openSqliteApplyStore(
  path: string,
  options: { durability?: Durability } = {},
): Promise<ApplyStore & ForgettingStore> {
  const db = openWriter(path, options);
  try {
    // Checkpoints are ours to time: the automatic ones write hot pages again and again.
    db.run('pragma wal_autocheckpoint = 0');
    // Rows also leave their traces when pages are split, so only a file written like this from the start forgets.
    db.run('pragma secure_delete = on');
    db.run(`pragma cache_size = -${LIMITS.applyCacheKib}`);
    return applyStore(db);
  } catch (error) {
    db.close();
    throw asHeatError(error);
  }
}

function applyStore(db: Database): ApplyStore & ForgettingStore {
  const facts = prepareFacts(db);
  const counts = prepareCounts(db);
  const infos = prepareInfos(db);
  const kinds = prepareKinds(db);
  const customs = prepareCustoms(db);
  const sessions = prepareSessions(db);
  const positions = preparePositions(db);
  const checkpoints = createCheckpoints(db);
  const packedClicks = preparePackedClicks(db);
  const packedEvents = preparePackedEvents(db);
  const known = prepareKnown(db, packedEvents);
  const unpack = prepareUnpack(db, packedEvents);
  const merge = prepareMerge(db, sessions);
  const removal = prepareRemoval(db);
  const packing = preparePacking(db);
  const packedSessions = preparePackedSessions(db);
  const sessionRows = prepareSessionRows(db, { sessions, packedClicks, packedEvents });
  const { see, ...forgetting } = forgettingStore(db, {
    ...{ sessions, kinds, counts, packedSessions, packedEvents, packedClicks, sessionRows },
    afterStep: checkpoints.afterStep,
  });

  const write = (slice: AppliedSlice) => {
    positions.advance(slice.journalId, slice.toSeq);
    unpackChanged(packedEvents, unpack, slice);
    merge.parts(slice.merged ?? []);
    merge.events(slice.moved ?? []);
    merge.remove(slice.gone ?? []);
    facts.events(slice.events);
    facts.clicks(slice.clicks);
    facts.setAside(slice.journalId, slice.setAside ?? []);
    sessions.replace(slice.sessions);
    sessions.see(
      slice.visitors ?? slice.sessions.map(({ startedAtMs, ...row }) => ({ ...row, atMs: startedAtMs })),
    );
    packedSessions.drop(slice.sessions);
    infos.pages(slice.pages);
    infos.elements(slice.elements);
    infos.boxes(slice.boxes);
    counts.pageSlots(slice.pageSlots);
    counts.elementBins(slice.elementBins);
    counts.gridBins(slice.gridBins);
    counts.viewBins(slice.viewBins ?? []);
    if (slice.kinds) kinds.write(slice.kinds);
    customs.add(slice.customs ?? []);
  };

  return {
    async position(journalId) {
      return guarded(() => positions.of(journalId));
    },
    async isStored(keys) {
      return guarded(() => db.transaction(() => keys.map(sessions.isStored))());
    },
    async sessions(keys) {
      return guarded(() =>
        db.transaction(() => {
          const found: AppliedSession[] = [];
          for (const key of keys) found.push(...sessions.find(key));
          return found;
        })(),
      );
    },
    async known(keys, sinceMs) {
      return guarded(() => db.transaction(() => known(keys, sinceMs))());
    },
    async events(key, parts) {
      return guarded(() => [
        ...facts.eventsOf(key, parts),
        ...packedRows(packedEvents.ofSession(key), key, parts),
      ]);
    },
    async views(groups) {
      return guarded(() => db.transaction(() => groups.map(kinds.views))());
    },
    async scrolls(group) {
      return guarded(() => [...kinds.scrolls(group), ...packedScrolls(packedEvents.ofSession(group), group)]);
    },
    async commit(slice) {
      guarded(() =>
        immediate(db, () => {
          see(slice);
          write(slice);
        }),
      );
      checkpoints.afterCommit(rowsOf(slice));
    },
    async removeProject(projectNo, rows) {
      const removed = guarded(() => removal.remove(projectNo, rows));
      checkpoints.afterStep();
      return removed;
    },
    async releaseSpace(pages) {
      const left = guarded(() => removal.release(pages));
      // A file that was written anew is moved by the checkpoint that follows.
      if (left > 0) checkpoints.afterStep();
      return left;
    },
    async packSessions(beforeDay) {
      const goesOn = guarded(() => packedSessions.step(beforeDay * DAY_MS));
      checkpoints.afterCommit(PACKED_ROWS);
      return goesOn;
    },
    async packBins(beforeDay, groups) {
      const goesOn = guarded(() => packing.step(beforeDay, groups));
      checkpoints.afterCommit(PACKED_ROWS);
      return goesOn;
    },
    async packClicks(beforeDay, groups) {
      const goesOn = guarded(() => packedClicks.step(beforeDay, groups));
      checkpoints.afterCommit(PACKED_ROWS);
      return goesOn;
    },
    ...forgetting,
    async packEvents(beforeDay, sessions) {
      const goesOn = guarded(() => packedEvents.step(beforeDay, sessions));
      checkpoints.afterCommit(PACKED_ROWS);
      return goesOn;
    },
    async checkpoint() {
      guarded(checkpoints.truncate);
    },
    async close() {
      db.close();
    },
  };
}

/** What changes must be rows. A part that nothing is taken from begins no later than it did: its start tells enough. */
function unpackChanged(packed: PackedEventsStore, unpack: Unpack, slice: AppliedSlice): void {
  const cut = [...(slice.merged ?? []), ...(slice.moved ?? []), ...(slice.gone ?? [])];
  const keys = new Map(
    cut.map(({ projectNo, session }) => [`${projectNo}/${session}`, { projectNo, session }]),
  );
  for (const key of keys.values()) unpack.session(key);
  for (const row of slice.sessions) packed.unpackSession(row, row.startedAtMs);
}

function preparePositions(db: Database) {
  const select = db.query<{ id: string; seq: number }, []>('select journal_id as id, seq from applied');
  const upsert = db.query<unknown, [string, number]>(
    `insert into applied (journal_id, seq) values (?, ?)
     on conflict (journal_id) do update set seq = excluded.seq`,
  );
  const of = (journalId: string): number => {
    const rows = select.all();
    const other = rows.find((row) => row.id !== journalId && row.seq > 0);
    if (other) {
      throw new HeatError({
        kind: 'conflict',
        code: 'other_journal',
        message: `Cannot apply journal "${journalId}": these events come from journal "${other.id}"`,
        hint: 'Put the journal.db and events.db of one data directory back together.',
      });
    }
    return rows.find((row) => row.id === journalId)?.seq ?? 0;
  };
  return {
    of,
    /** Increments must never be added twice, so a position is passed once. */
    advance(journalId: string, toSeq: number): void {
      const seq = of(journalId);
      if (toSeq <= seq) {
        throw new HeatError({
          kind: 'conflict',
          code: 'already_applied',
          message: `Cannot apply the journal up to ${toSeq}: it is applied up to ${seq}`,
        });
      }
      upsert.run(journalId, toSeq);
    },
  };
}

function rowsOf(slice: AppliedSlice): number {
  const { events, clicks, sessions, pageSlots, elementBins, gridBins } = slice;
  const lists = [events, clicks, sessions, pageSlots, elementBins, gridBins];
  return lists.reduce((sum, list) => sum + list.length, 0);
}
