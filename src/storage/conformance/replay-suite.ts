// What every engine's store of recordings must do. Called by each engine's test with a way to open an empty store.

import { describe, expect, test } from 'bun:test';
import type { ChunkRow, ChunksQuery, ReplayStore } from '../port-replays.ts';

const ROOM = 1_000_000;

function row(change: Partial<ChunkRow> = {}): ChunkRow {
  return {
    ...{ projectNo: 1, session: 7, recording: 'load-1', position: 0, fromMs: 1_000, toMs: 2_000 },
    ...{ receivedAtMs: 5_000, rawBytes: 100 },
    ...change,
  };
}
const bytes = (length: number, fill = 1) => new Uint8Array(length).fill(fill);
const all = (change: Partial<ChunksQuery> = {}): ChunksQuery => ({
  ...{ projectNo: 1, session: 7, fromMs: 0, toMs: 1e12, cursor: null, rows: 100, bytes: 1e9 },
  ...change,
});

/** Declares the suite's tests for one engine; `open` gives an empty store that the test closes. */
export function describeReplays(engine: string, open: () => Promise<ReplayStore>): void {
  const check = (name: string, work: (store: ReplayStore) => Promise<void>) =>
    test(name, async () => {
      const store = await open();
      try {
        await work(store);
      } finally {
        await store.close();
      }
    });

  describe(`recordings of ${engine}`, () => {
    check('add() keeps a chunk once, and the first of two', async (store) => {
      expect(await store.add(row(), bytes(10, 1), ROOM)).toBe(true);
      expect(await store.add(row({ toMs: 9_000 }), bytes(30, 2), ROOM)).toBe(false);
      const { chunks } = await store.read(all());
      expect(chunks).toEqual([{ ...row(), body: bytes(10, 1) }]);
      expect(await store.usage(1)).toEqual({ chunks: 1, bytes: 10 });
    });

    check('chunks of other projects, sessions, page loads and places are other chunks', async (store) => {
      const others = [{ projectNo: 2 }, { session: 8 }, { recording: 'load-2' }, { position: 1 }];
      for (const change of [{}, ...others]) expect(await store.add(row(change), bytes(5), ROOM)).toBe(true);
      expect((await store.read(all())).chunks).toHaveLength(3);
      expect((await store.read(all({ projectNo: 2 }))).chunks).toHaveLength(1);
      expect(await store.usage(2)).toEqual({ chunks: 1, bytes: 5 });
      expect(await store.usage(3)).toEqual({ chunks: 0, bytes: 0 });
    });

    check('read() answers in order of time, in bounded pieces, each chunk once', async (store) => {
      for (const at of [3, 0, 2, 1, 4])
        await store.add(row({ position: at, fromMs: at * 100, toMs: at * 100 + 50 }), bytes(1), ROOM);
      for (const bounds of [{ rows: 2 }, { bytes: 250 }, { bytes: 1 }]) {
        const found: number[] = [];
        let cursor: string | null = null;
        do {
          const piece = await store.read(all({ ...bounds, cursor }));
          expect(piece.chunks.length).toBeGreaterThan(0);
          expect(piece.chunks.length).toBeLessThanOrEqual(bounds.rows ?? (bounds.bytes === 1 ? 1 : 2));
          found.push(...piece.chunks.map(({ position }) => position));
          cursor = piece.nextCursor;
        } while (cursor !== null);
        expect(found).toEqual([0, 1, 2, 3, 4]);
      }
      const some = await store.read(all({ fromMs: 120, toMs: 300 }));
      expect(some.chunks.map(({ position }) => position)).toEqual([1, 2, 3]);
    });

    check('recorded() answers the span of every page load that was recorded', async (store) => {
      for (const change of [
        {},
        { position: 1, fromMs: 300, toMs: 900 },
        { recording: 'load-2', fromMs: 40 },
        { session: 8 },
      ])
        await store.add(row(change), bytes(1), ROOM);
      const { session, fromMs, toMs } = row();
      const spans = [
        { session, fromMs: Math.min(fromMs, 300), toMs: Math.max(toMs, 900) },
        { session, fromMs: 40, toMs },
      ].sort((a, b) => a.fromMs - b.fromMs);
      expect(await store.recorded(1, [8, 9, session])).toEqual([...spans, { session: 8, fromMs, toMs }]);
      expect(await store.recorded(2, [session])).toEqual([]);
      expect(await store.recorded(1, [])).toEqual([]);
    });

    check('read() refuses a cursor that it did not give', async (store) => {
      for (const cursor of ['', 'x', btoa('["a",1]'), btoa('[1]')]) {
        const fault = await store.read(all({ cursor })).catch((error) => error);
        expect([cursor, fault.kind]).toEqual([cursor, 'invalid']);
      }
    });

    check('add() drops the oldest beyond the room that a project has', async (store) => {
      for (let at = 0; at < 6; at++)
        await store.add(row({ position: at, fromMs: at, receivedAtMs: 10 - at }), bytes(40), 100);
      const { chunks } = await store.read(all());
      // The one that was received last is the first by its time.
      expect(chunks.map(({ position }) => position)).toEqual([0, 1]);
      expect(await store.usage(1)).toEqual({ chunks: 2, bytes: 80 });
    });

    check('prune() takes what is old, a slice at a time, and leaves other projects alone', async (store) => {
      for (let at = 0; at < 5; at++)
        for (const projectNo of [1, 2])
          await store.add(row({ projectNo, position: at, receivedAtMs: at }), bytes(10), ROOM);
      expect(await store.aged(1, 3)).toEqual({ chunks: 3, bytes: 30 });
      expect(await store.prune(1, 3, 2)).toBe(2);
      expect(await store.prune(1, 3, 2)).toBe(1);
      expect(await store.prune(1, 3, 2)).toBe(0);
      expect(await store.aged(1, 3)).toEqual({ chunks: 0, bytes: 0 });
      expect(await store.usage(1)).toEqual({ chunks: 2, bytes: 20 });
      expect(await store.usage(2)).toEqual({ chunks: 5, bytes: 50 });
    });

    check('removeProject() leaves nothing of it', async (store) => {
      for (let at = 0; at < 250; at++) await store.add(row({ position: at }), bytes(1), ROOM);
      await store.add(row({ projectNo: 2 }), bytes(1), ROOM);
      await store.removeProject(1);
      expect((await store.read(all())).chunks).toEqual([]);
      expect(await store.usage(1)).toEqual({ chunks: 0, bytes: 0 });
      expect(await store.usage(2)).toEqual({ chunks: 1, bytes: 1 });
    });
  });
}
