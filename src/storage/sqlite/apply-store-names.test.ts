import { expect, test } from 'bun:test';
import { applyRoom } from '../../../test/support/apply-room.ts';
import { journalBatch, journalEntry, journalEvent, START_MS } from '../../../test/support/journal-batches.ts';
import { LIMITS } from '../../contract/limits.ts';
import { DAY_MS } from '../../contract/slots.ts';
import type { DaySums } from '../port-forgetting.ts';
import { prepareProgress } from './apply-store-forgetting-progress.ts';
import { prepareNames } from './apply-store-names.ts';
import { openWriter } from './connection.ts';

const NO_SUMS: DaySums = {
  ...{ pageSlots: [], elementBins: [], gridBins: [], viewBins: [] },
  ...{ restBins: [], scrollBins: [], sectionBins: [] },
};

test('tidy() looks for some visitors at once, and drops all who have no session left, whoever comes meanwhile', async () => {
  await using room = await applyRoom();
  const visit = (n: number) => {
    const id = String(n);
    return journalEntry(journalBatch({ session: { id, startedAtMs: null }, visitor: `c:${n % 8}` }));
  };
  await room.journal.append(Array.from({ length: 8 }, (_, n) => visit(n)));
  await room.applier().applyAvailable();
  using db = openWriter(room.eventsPath);
  const visitors = room.sessions().map(({ visitor }) => visitor);
  const [first, last] = [visitors.toSorted()[0]!, visitors.toSorted().at(-1)!];
  db.run('delete from session_rows where visitor not in (?, ?)', [first, last]);
  prepareProgress(db).addNames(1, { visitors });
  const names = prepareNames(db, () => undefined, 3);
  for (let steps = 0; names.tidy(1, false) !== null; steps += 1) expect(steps).toBeLessThan(100);
  const known = db.query<{ visitor: string }, []>('select visitor from visitors order by visitor').all();
  expect(known.map(({ visitor }) => visitor)).toEqual([first, last]);
  expect(db.query('select * from forgetting_names').all()).toEqual([]);
});

test('tidy() looks up and removes some names at once, and leaves those with their boxes that come again meanwhile', async () => {
  await using room = await applyRoom();
  const count = 2 * LIMITS.forgetNames + 9;
  const f = { x: 5, y: 5, r: [9, 9], box: [1, 2, 30, 40], doc: [1440, 3000] };
  const clickOn = (e: number, change = {}) =>
    journalEvent({ id: `c${e}`, type: 'click', ts: START_MS + e, e, f, ...change });
  const elements = Array.from({ length: count }, (_, e) => ({ tag: 'a', id: `link-${e}` }));
  const send = async (session: string, events: ReturnType<typeof clickOn>[]) => {
    const batch = journalBatch({ session: { id: session, startedAtMs: null }, elements, events });
    await room.journal.append([journalEntry(batch)]);
    await room.applier({ isNew: true }).applyAvailable();
  };
  await send('gone', [journalEvent(), ...elements.map((_, e) => clickOn(e))]);
  const order = { projectNo: 1, id: 'age', kind: 'age', beforeMs: START_MS + DAY_MS } as const;
  await room.store.beginOldDays(order);
  while ((await room.store.removeOldSessions(order, LIMITS.oldSessions)) > 0);
  while ((await room.store.settleOldDays(order, NO_SUMS)) === 'stale')
    await room.store.stayingInOldDays(order, null);
  while (room.rows('clicks').length > 0) await room.store.settleOldDays(order, NO_SUMS);
  const left = () => room.rows('elements').length;
  expect([left(), room.rows('boxes').length]).toEqual([count, count]);
  const seen = new Set<number>();
  let hasComeAgain = false;
  while (await room.store.tidyNames(order)) {
    seen.add(left());
    // Elements go in the order of their numbers, boxes after all of them.
    if (left() < count && !hasComeAgain) {
      hasComeAgain = true;
      await send('again', [clickOn(0, { id: 'again' }), clickOn(count - 1, { id: 'again too' })]);
    }
  }
  expect(seen.size).toBeGreaterThan(3);
  expect([left(), room.rows('boxes').length]).toEqual([2, 2]);
});
