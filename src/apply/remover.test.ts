import { expect, test } from 'bun:test';
import { applyRoom, COUNTED_TABLES } from '../../test/support/apply-room.ts';
import { journalBatch, journalEntry, journalEvent } from '../../test/support/journal-batches.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import type { ApplyStore } from '../storage/port-apply.ts';
import { createRemover } from './remover.ts';

const entries = (projectNo: number, from: number, count: number) =>
  Array.from({ length: count }, (_, index) => {
    const events = Array.from({ length: 100 }, (_, no) => journalEvent({ id: `e${from + index}-${no}` }));
    const session = { id: `s${from + index}`, startedAtMs: null };
    return journalEntry(journalBatch({ events, session }), { projectNo });
  });

test('step() takes a project away in short pieces, and reports it once late entries cannot come any more', async () => {
  await using room = await applyRoom();
  await room.journal.append([...entries(1, 0, 20), ...entries(2, 0, 1)]);
  const applier = room.applier();
  await applier.applyAvailable();
  const clock = testClock();
  const asked: number[] = [];
  const store: ApplyStore = {
    ...room.store,
    removeProject(projectNo, rows) {
      asked.push(rows);
      return room.store.removeProject(projectNo, rows);
    },
  };
  const removed: { projectNo: number; rows: number }[] = [];
  const remover = createRemover({ store, clock, onRemoved: (one) => removed.push(one) });
  expect(remover.isBusy()).toBe(false);
  const stored = COUNTED_TABLES.reduce((sum, table) => sum + room.rows(table).length, 0);
  applier.forgetProject(1);
  remover.add(1);
  remover.add(1);
  while (remover.isBusy()) await remover.step();
  expect(asked[0]).toBe(LIMITS.removalRowsMin);
  expect(Math.max(...asked)).toBe(LIMITS.removalRows);
  expect(removed).toEqual([]);
  clock.advance(LIMITS.removalSettleMs);
  expect(remover.isBusy()).toBe(true);
  await remover.step();
  const left = COUNTED_TABLES.reduce((sum, table) => sum + room.rows(table).length, 0);
  expect(removed).toEqual([{ projectNo: 1, rows: stored - left }]);
  expect(remover.isBusy()).toBe(false);
  expect(room.events().every(({ projectNo }) => projectNo === 2)).toBe(true);
});

test('step() makes its pieces smaller when the disk is slow, and waits out a full one', async () => {
  const clock = testClock();
  let slowMs = 0;
  let isFull = false;
  const asked: number[] = [];
  const store = {
    async removeProject(_: number, rows: number) {
      if (isFull) throw new HeatError({ kind: 'unavailable', code: 'storage_full', message: 'full' });
      asked.push(rows);
      clock.advance(slowMs);
      return rows;
    },
    releaseSpace: async () => 0,
    checkpoint: async () => {},
  };
  const troubles: string[] = [];
  const onTrouble = (error: HeatError) => troubles.push(error.faultCode);
  const remover = createRemover({ store, clock, onRemoved: () => {}, onTrouble });
  remover.add(7);
  for (let step = 0; step < 10; step += 1) await remover.step();
  expect(asked.at(-1)).toBe(LIMITS.removalRows);
  slowMs = LIMITS.removalSliceMs + 1;
  for (let step = 0; step < 10; step += 1) await remover.step();
  expect(asked.at(-1)).toBe(LIMITS.removalRowsMin);
  isFull = true;
  await remover.step();
  expect(troubles).toEqual(['storage_full']);
  expect(remover.isBusy()).toBe(false);
  isFull = false;
  clock.advance(LIMITS.applyRetryMaxMs);
  expect(remover.isBusy()).toBe(true);
});

test('forgetProject() drops entries that come late, and applies those of others beside them', async () => {
  await using room = await applyRoom();
  await room.journal.append(entries(1, 0, 1));
  const applier = room.applier();
  await applier.applyAvailable();
  applier.forgetProject(1);
  await room.store.removeProject(1, 10_000);
  await room.journal.append([...entries(1, 1, 1), ...entries(2, 0, 1), ...entries(1, 0, 1)]);
  expect(await applier.applyAvailable()).toBe(100);
  await room.journal.append(entries(1, 5, 2));
  expect(await applier.applyAvailable()).toBe(0);
  expect(applier.position()).toBe(6);
  expect(room.events().filter(({ projectNo }) => projectNo === 1)).toEqual([]);
  expect(room.rows('set_aside')).toEqual([]);
});
