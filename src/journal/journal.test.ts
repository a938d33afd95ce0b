import { describe, expect, test } from 'bun:test';
import { tempDir } from '../../test/support/temp-dir.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import { openJournalStore } from '../storage/open/journal-store.ts';
import { migrate } from '../storage/open.ts';
import type { JournalEntry, JournalStore } from '../storage/port-journal.ts';
import { type JournalOptions, startJournal } from './journal.ts';

const entry = (body = 'x', more: Partial<JournalEntry> = {}): JournalEntry => ({
  projectNo: 1,
  receivedAtMs: 1_763_700_000_000,
  eventCount: 3,
  body,
  ...more,
});

async function openRoom(limits?: JournalOptions['limits']) {
  const dir = tempDir();
  await migrate(dir.path);
  const real = await openJournalStore(dir.path);
  const groups: number[] = [];
  const disk: { fault: HeatError | null } = { fault: null };
  // The real store, with a count of its transactions and a disk that can be full.
  const store: JournalStore = {
    ...real,
    async append(entries) {
      groups.push(entries.length);
      if (disk.fault) throw disk.fault;
      return real.append(entries);
    },
  };
  const clock = testClock();
  const journal = await startJournal({ store, clock, limits });
  return {
    journal,
    groups,
    disk,
    clock,
    real,
    restart: () => startJournal({ store, clock, limits }),
    bodies: async () => (await real.read(0, { rows: 10_000, bytes: 1e9 })).map(({ body }) => body),
    async [Symbol.asyncDispose]() {
      await journal.stop();
      await real.close();
      dir[Symbol.dispose]();
    },
  };
}

const full = () => new HeatError({ kind: 'unavailable', code: 'storage_full', message: 'The disk is full' });
const codesOf = (results: PromiseSettledResult<number>[]) =>
  results.map((result) =>
    result.status === 'fulfilled' ? result.value : (result.reason as HeatError).faultCode,
  );

describe('append()', () => {
  test('commits what came in one turn together and gives each its own position', async () => {
    await using room = await openRoom();
    const seqs = await Promise.all(['a', 'b', 'c', 'd'].map((body) => room.journal.append(entry(body))));
    expect(seqs).toEqual([1, 2, 3, 4]);
    expect(room.groups).toEqual([4]);
    const rows = await room.real.read(0, { rows: 9, bytes: 1e6 });
    expect(rows.map(({ seq, body }) => [seq, body])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
      [4, 'd'],
    ]);
  });

  test('is on disk when it resolves', async () => {
    await using room = await openRoom();
    const seq = await room.journal.append(entry('kept'));
    expect((await room.real.pending(0)).lastSeq).toBe(seq);
  });

  test('gathers the next group while one is written', async () => {
    await using room = await openRoom();
    const first = room.journal.append(entry('a'));
    const later = first.then(() => Promise.all([entry('b'), entry('c')].map(room.journal.append)));
    await later;
    expect(room.groups).toEqual([1, 2]);
  });

  test('refuses only the bad row of a group', async () => {
    await using room = await openRoom();
    const bad = entry('bad', { projectNo: 0 });
    const results = await Promise.allSettled([entry('a'), bad, entry('b')].map(room.journal.append));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await room.bodies()).toEqual(['a', 'b']);
    expect(room.groups).toEqual([3, 1, 1, 1]);
    expect(room.journal.stats()).toMatchObject({
      committedBatches: 2,
      failed: 1,
      waitingEvents: 0,
      failing: null,
    });
  });

  test('refuses everybody once when the disk is full, and works again by itself', async () => {
    await using room = await openRoom();
    room.disk.fault = full();
    const refused = await Promise.allSettled([entry('a'), entry('b')].map(room.journal.append));
    expect(codesOf(refused)).toEqual(['storage_full', 'storage_full']);
    expect(room.groups).toEqual([2]);
    expect(room.journal.stats()).toMatchObject({
      failing: 'storage_full',
      failed: 2,
      waitingEvents: 0,
      waitingBytes: 0,
    });
    room.disk.fault = null;
    await room.journal.append(entry('c'));
    expect(await room.bodies()).toEqual(['c']);
    expect(room.journal.stats().failing).toBeNull();
  });

  test('refuses what is beyond the bounds, and takes it again after the commit', async () => {
    await using room = await openRoom({ waitingEvents: 6, waitingBytes: 10 });
    const results = await Promise.allSettled(['a', 'b', 'c'].map((body) => room.journal.append(entry(body))));
    expect(codesOf(results)).toEqual([1, 2, 'overloaded']);
    const refused = (results[2] as PromiseRejectedResult).reason as HeatError;
    expect([refused.kind, refused.retryAfterSeconds]).toEqual(['unavailable', LIMITS.retryAfterSeconds]);
    const bytes = await Promise.allSettled(
      ['12345678', '123'].map((body) => room.journal.append(entry(body))),
    );
    expect(codesOf(bytes)).toEqual([3, 'overloaded']);
    expect(await room.journal.append(entry('a batch larger than the bound itself'))).toBe(4);
    expect(room.journal.stats()).toMatchObject({ overloaded: 2, waitingEvents: 0, waitingBytes: 0 });
  });

  test('refuses when the applier is too far behind, until it has caught up', async () => {
    await using room = await openRoom({ journalLagBytes: 8 });
    await room.journal.append(entry('123456'));
    const seq = await room.journal.append(entry('7890'));
    expect(await codeOf(room.journal.append(entry('x')))).toBe('overloaded');
    room.journal.markApplied(seq - 1);
    await Promise.resolve();
    expect(room.journal.stats().lagBytes).toBe(4);
    expect(await room.journal.append(entry('x'))).toBe(3);
  });
});

describe('startJournal()', () => {
  test('counts what an earlier run left as not yet applied', async () => {
    await using room = await openRoom();
    await Promise.all(['12345', '678'].map((body) => room.journal.append(entry(body))));
    const next = await room.restart();
    expect(next.stats()).toMatchObject({ lastSeq: 2, appliedSeq: 0, lagBytes: 8 });
    next.markApplied(1);
    await Promise.resolve();
    expect(next.stats()).toMatchObject({ appliedSeq: 1, lagBytes: 3 });
    expect(await next.append(entry('9'))).toBe(3);
    expect(next.stats().lagBytes).toBe(4);
    await next.stop();
  });
});

describe('markApplied()', () => {
  test('removes applied entries and keeps the others', async () => {
    await using room = await openRoom();
    const count = LIMITS.pruneRows * 2 + 10;
    await Promise.all(Array.from({ length: count }, (_, at) => room.journal.append(entry(`${at}`))));
    room.journal.markApplied(count - 2);
    while ((await room.real.read(0, { rows: 1, bytes: 1 }))[0]?.seq !== count - 1) await Bun.sleep(5);
    expect(await room.bodies()).toEqual([`${count - 2}`, `${count - 1}`]);
    expect(await room.journal.append(entry())).toBe(count + 1);
  });

  test('never goes back', async () => {
    await using room = await openRoom();
    await Promise.all(['a', 'b'].map((body) => room.journal.append(entry(body))));
    room.journal.markApplied(2);
    room.journal.markApplied(1);
    expect(room.journal.stats().appliedSeq).toBe(2);
  });
});

describe('onCommitted()', () => {
  test('tells each commit until it is taken back', async () => {
    await using room = await openRoom();
    const heard: number[] = [];
    const stopListening = room.journal.onCommitted((seq) => heard.push(seq));
    await Promise.all(['a', 'b'].map((body) => room.journal.append(entry(body))));
    await room.journal.append(entry('c'));
    stopListening();
    await room.journal.append(entry('d'));
    expect(heard).toEqual([2, 3]);
  });
});

describe('stop()', () => {
  test('commits what waits and refuses what comes later', async () => {
    await using room = await openRoom();
    const waiting = room.journal.append(entry('last'));
    await room.journal.stop();
    expect(await waiting).toBe(1);
    expect(await room.bodies()).toEqual(['last']);
    expect(await codeOf(room.journal.append(entry('late')))).toBe('stopping');
  });
});

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof HeatError ? error.faultCode : undefined;
}
