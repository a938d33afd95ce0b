import type { Database } from 'bun:sqlite';
import { expect, spyOn, test } from 'bun:test';
import { applyRoom } from '../../../test/support/apply-room.ts';
import { journalBatch, journalEntry, journalEvent, START_MS } from '../../../test/support/journal-batches.ts';
import { preparePackedEvents } from './apply-store-events.ts';
import { prepareKnown } from './apply-store-known.ts';
import { openReader } from './connection.ts';

const VISITORS = 20;
const DAYS = 3;
const FIRST_MS = Date.UTC(2026, 10, 10);

/** Visits that come every hour for some days: each session is of many parts, and each block holds some of each. */
const batchOf = (visitor: number) =>
  journalBatch({
    session: { id: `s${visitor}`, startedAtMs: null },
    visitor: `c:${visitor}`,
    events: Array.from({ length: DAYS * 24 }, (_, hour) =>
      journalEvent({ id: `e${hour}`, ts: FIRST_MS + hour * 3_600_000 }),
    ),
  });

/** The places of blocks whose heads are asked for from now on. */
function watchHeads(db: Database): unknown[][] {
  const opened: unknown[][] = [];
  const query = db.query.bind(db);
  const watched = (sql: string) => {
    const statement = query<unknown, never[]>(sql);
    if (!/^\s*select[^()]*\bheads\b/.test(sql)) return statement;
    for (const how of ['get', 'all'] as const) {
      const run = statement[how].bind(statement);
      spyOn(statement, how).mockImplementation((...place) => {
        opened.push(place);
        return run(...place) as never;
      });
    }
    return statement;
  };
  spyOn(db, 'query').mockImplementation(watched as typeof db.query);
  return opened;
}

test('known() opens no packed block twice, however many events are asked for', async () => {
  await using room = await applyRoom();
  const entries = Array.from({ length: VISITORS }, (_, at) => journalEntry(batchOf(at)));
  await room.journal.append(entries);
  await room.applier().applyAvailable();
  await room.pack();
  // Another one came since: its events are rows.
  await room.journal.append([journalEntry(batchOf(VISITORS))]);
  await room.applier().applyAvailable();

  const db = openReader(room.eventsPath);
  const count = (table: string) =>
    db.query<{ n: number }, []>(`select count(*) as n from ${table}`).get()?.n ?? 0;
  const keys = room
    .sessions()
    .map(({ projectNo, session, entryId }) => ({ projectNo, session, eventId: entryId! }));
  expect(keys.length).toBe((VISITORS + 1) * DAYS * 24);
  expect([count('packed_events'), count('events')]).toEqual([DAYS, DAYS * 24]);

  const opened = watchHeads(db);
  const known = prepareKnown(db, preparePackedEvents(db));
  expect(known(keys)).toEqual(keys.map(() => true));
  expect(opened.length).toBe(DAYS);

  // Of another session, another project, and an id that nobody has.
  const others = keys.slice(0, 3).map((key, at) => ({
    ...key,
    ...[{ session: 1 }, { projectNo: 2 }, { eventId: 'never' }][at],
  }));
  expect(known([...others, keys[0]!])).toEqual([false, false, false, true]);
  // Nothing is opened for sessions that began after all that is packed.
  opened.length = 0;
  expect(known([others[2]!], [START_MS])).toEqual([false]);
  expect(opened).toEqual([]);
  db.close();
});
