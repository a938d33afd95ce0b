// What every engine's journal must do. Called by each engine's test with a way to open one journal twice.

import { describe, expect, test } from 'bun:test';
import type { JournalEntry, JournalStore } from '../port-journal.ts';

export type OpenedJournal = {
  /** The writer of a new journal. */
  writer: JournalStore;
  /** A reader of the same journal, as the applier has it. */
  reader: JournalStore;
  /** The same journal, opened for writing again after its writer was closed. */
  reopen(): Promise<JournalStore>;
  close(): Promise<void>;
};
export type JournalOpener = () => Promise<OpenedJournal>;

const ALL = { rows: 1_000, bytes: 1_000_000 };

/** Declares the suite's tests for one engine. */
export function describeJournal(engine: string, open: JournalOpener): void {
  const check = (name: string, work: (opened: OpenedJournal) => Promise<void>) => {
    test(name, async () => {
      const opened = await open();
      try {
        await work(opened);
      } finally {
        await opened.close();
      }
    });
  };

  describe(`journal of ${engine}`, () => {
    check(
      'id() is the same for writer and reader, and after a restart',
      async ({ writer, reader, reopen }) => {
        const id = await writer.id();
        expect(id.length).toBeGreaterThanOrEqual(8);
        expect(await reader.id()).toBe(id);
        await writer.close();
        expect(await (await reopen()).id()).toBe(id);
      },
    );

    check('append() answers the last seq, and read() gives everything back in order', async (opened) => {
      const { writer, reader } = opened;
      expect(await writer.append([entry('a'), entry('b', { projectNo: 2, eventCount: 3 })])).toBe(2);
      expect(await writer.append([entry('ü😀\u0000"')])).toBe(3);
      expect(await reader.read(0, ALL)).toEqual([
        { seq: 1, ...entry('a') },
        { seq: 2, ...entry('b', { projectNo: 2, eventCount: 3 }) },
        { seq: 3, ...entry('ü😀\u0000"') },
      ]);
      expect((await reader.read(2, ALL)).map(({ seq }) => seq)).toEqual([3]);
      expect(await reader.read(3, ALL)).toEqual([]);
    });

    check('append() keeps nothing of a group in which one entry is refused', async ({ writer, reader }) => {
      await expect(writer.append([entry('a'), entry('b', { eventCount: 0 })])).rejects.toThrow();
      expect(await reader.read(0, ALL)).toEqual([]);
      expect(await writer.pending(0)).toEqual({ lastSeq: 0, bytes: 0 });
      expect(await writer.append([entry('cc')])).toBe(1);
      expect(await writer.pending(0)).toEqual({ lastSeq: 1, bytes: 2 });
    });

    check('append() of nothing changes nothing', async ({ writer }) => {
      expect(await writer.append([])).toBe(0);
      await writer.append([entry('a')]);
      expect(await writer.append([])).toBe(1);
    });

    check(
      'read() ends before a bound is passed, but gives at least one entry',
      async ({ writer, reader }) => {
        await writer.append(['aaaa', 'bbbb', 'cccc', 'dddd'].map((body) => entry(body)));
        const seqs = async (rows: number, bytes: number) =>
          (await reader.read(0, { rows, bytes })).map(({ seq }) => seq);
        expect(await seqs(2, 1_000)).toEqual([1, 2]);
        expect(await seqs(10, 11)).toEqual([1, 2]);
        expect(await seqs(10, 12)).toEqual([1, 2, 3]);
        expect(await seqs(10, 1)).toEqual([1]);
        expect(await seqs(0, 0)).toEqual([1]);
      },
    );

    check('pending() counts UTF-8 bytes behind a position, whichever way it moves', async (opened) => {
      const { writer, reader, reopen } = opened;
      await writer.append([entry('aa'), entry('üü'), entry('c')]);
      const both = async (afterSeq: number) => {
        const pending = await writer.pending(afterSeq);
        expect(await reader.pending(afterSeq)).toEqual(pending);
        return pending;
      };
      expect(await both(0)).toEqual({ lastSeq: 3, bytes: 7 });
      expect(await both(1)).toEqual({ lastSeq: 3, bytes: 5 });
      await writer.append([entry('dddd')]);
      expect(await both(2)).toEqual({ lastSeq: 4, bytes: 5 });
      expect(await both(0)).toEqual({ lastSeq: 4, bytes: 11 });
      expect(await both(99)).toEqual({ lastSeq: 4, bytes: 0 });
      await writer.close();
      expect(await (await reopen()).pending(1)).toEqual({ lastSeq: 4, bytes: 9 });
    });

    check('prune() removes old entries in bounded steps and never gives a seq twice', async (opened) => {
      const { writer, reader, reopen } = opened;
      await writer.append(['a', 'b', 'c', 'd'].map((body) => entry(body)));
      expect(await writer.prune(3, 2)).toBe(2);
      expect((await reader.read(0, ALL)).map(({ seq }) => seq)).toEqual([3, 4]);
      expect(await writer.prune(3, 2)).toBe(1);
      expect(await writer.prune(3, 2)).toBe(0);
      expect(await writer.prune(99, 10)).toBe(1);
      expect(await writer.pending(4)).toEqual({ lastSeq: 4, bytes: 0 });
      expect(await writer.pending(0)).toEqual({ lastSeq: 4, bytes: 0 });
      await writer.close();
      expect(await (await reopen()).append([entry('e')])).toBe(5);
    });

    check('prune() goes over gaps between seqs', async ({ writer, reader }) => {
      await writer.append(['a', 'b'].map((body) => entry(body)));
      await writer.skipTo(1_000);
      await writer.append(['c', 'd', 'e'].map((body) => entry(body)));
      expect(await writer.prune(1_002, 3)).toBe(3);
      expect((await reader.read(0, ALL)).map(({ seq }) => seq)).toEqual([1_002, 1_003]);
      expect(await writer.prune(1_002, 3)).toBe(1);
      expect((await reader.read(0, ALL)).map(({ seq }) => seq)).toEqual([1_003]);
    });

    check('skipTo() gives no seq again up to there, and never goes back', async ({ writer, reopen }) => {
      await writer.skipTo(7);
      expect(await writer.pending(0)).toEqual({ lastSeq: 7, bytes: 0 });
      expect(await writer.append([entry('a')])).toBe(8);
      await writer.skipTo(3);
      expect(await writer.append([entry('b')])).toBe(9);
      await writer.skipTo(20);
      await writer.close();
      expect(await (await reopen()).append([entry('c')])).toBe(21);
    });

    check('a reader can neither append nor prune nor skip', async ({ writer, reader }) => {
      await writer.append([entry('a')]);
      await expect(reader.append([entry('b')])).rejects.toMatchObject({ kind: 'conflict' });
      await expect(reader.skipTo(5)).rejects.toMatchObject({ kind: 'conflict' });
      await expect(reader.prune(1, 1)).rejects.toMatchObject({ kind: 'conflict' });
      expect(await reader.read(0, ALL)).toHaveLength(1);
    });
  });
}

function entry(body: string, change: Partial<JournalEntry> = {}): JournalEntry {
  return { projectNo: 1, receivedAtMs: 1_700_000_000_000, eventCount: 1, body, ...change };
}
