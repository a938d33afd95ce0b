import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { applyRoom, type Room } from '../../test/support/apply-room.ts';
import { journalBatch, journalEntry, START_MS } from '../../test/support/journal-batches.ts';
import { LIMITS } from '../contract/limits.ts';
import type { ReplayAnswer } from '../contract/replay.ts';
import type { JournalEvent } from '../journal/record.ts';
import { encodeVlq } from '../lib/vlq.ts';
import type { ReportStore } from '../storage/port.ts';
import { openSqliteReportStore } from '../storage/sqlite/report-pool.ts';
import { replay } from './replay.ts';
import { resolveScope } from './scope.ts';
import { listSessions } from './sessions.ts';

const NOW_MS = START_MS + 3_600_000;
const LONG_PATH = encodeVlq(Array.from({ length: 900 }, () => [80, 900, -900]).flat());
let room: Room;
let store: ReportStore;

beforeAll(async () => {
  room = await applyRoom();
  const event = (id: string, atMs: number, change: Partial<JournalEvent>): JournalEvent => ({
    ...{ id, p: 0, w: 0, f: {}, ...change, type: change.type ?? 'pageview' },
    ts: START_MS + atMs,
  });
  const visit = journalBatch({
    pages: [
      { url: 'https://shop.example/a', title: 'A' },
      { url: 'https://shop.example/b?x=1', title: 'B' },
    ],
    events: [
      event('p-0', 0, {}),
      event('p-1', 500, { type: 'move', f: { path: encodeVlq([0, 10, 20, 80, 5, 5]), n: 2 } }),
      event('p-2', 2_000, {
        type: 'scroll',
        f: {
          scrollY: 300,
          scrollDepthPct: 40,
          docHeight: 3_000,
          path: encodeVlq([-400, 100, 100, 200]),
          sections: [[1, 900, 600, 400]],
        },
      }),
      event('p-3', 2_500, {
        type: 'click',
        e: 0,
        f: {
          x: 40,
          y: 320,
          r: [10, 200],
          box: [30, 300, 100, 40],
          doc: [1440, 3_000],
          rage: true,
          dead: true,
        },
      }),
      event('p-4', 2_600, { type: 'click', p: 1, w: -1, f: { x: 1, y: 2 } }),
      event('p-5', 2_700, { type: 'click', f: {} }),
      event('p-6', 2_800, { type: 'custom', f: { name: 'buy', props: { a: 1 } } }),
      event('p-7', 2_900, { type: 'error', f: { message: 'boom' } }),
      event('p-8', 3_000, { type: 'input', e: 0, f: { action: 'change' } }),
      event('p-9', 3_100, { type: 'input', e: 0, f: { action: 'focus' } }),
      event('p-a', 3_200, { type: 'vital', f: { lcp: 900 } }),
      event('p-b', 3_300, { type: 'visibility', f: { state: 'hidden', dwellMs: 1 } }),
      event('p-c', 3_400, { type: 'leave', f: { dwellMs: 1 } }),
    ],
  });
  const long = journalBatch({
    session: { id: 's2', startedAtMs: null },
    events: [
      event('q-0', 0, {}),
      ...Array.from({ length: 1_200 }, (_, at) =>
        event(`q-m${at}`, 1_000 + at, { type: 'move', f: { path: LONG_PATH, n: 900 } }),
      ),
    ],
  });
  await room.journal.append([journalEntry(visit), journalEntry(long)]);
  while ((await room.applier().applyAvailable()) > 0);
  store = await openSqliteReportStore(room.eventsPath);
});
afterAll(async () => {
  await store.close();
  await room[Symbol.asyncDispose]();
});

async function replayOf(clientId: string, cursor?: string): Promise<ReplayAnswer> {
  const range = { from: String(START_MS - 900_000), to: String(NOW_MS) };
  const scope = resolveScope(range, { projectNo: 1, timeZone: 'UTC' }, NOW_MS);
  const { items } = await listSessions(store, { scope, nowMs: NOW_MS });
  const sessionId = items.find((row) => row.clientSessionId === clientId)?.id ?? '';
  return replay(store, { projectNo: 1, sessionId, nowMs: NOW_MS, cursor });
}

describe('replay()', () => {
  test('answers what moves, in order, with pages and elements named once', async () => {
    const { session, pages, elements, events, nextCursor } = await replayOf('s1');
    expect(nextCursor).toBeNull();
    expect(session).toMatchObject({ clientSessionId: 's1', durationMs: 3_400, pageviews: 1 });
    expect(pages.map(({ path, title }) => [path, title])).toEqual([
      ['/a', 'A'],
      ['/b?x=1', 'B'],
    ]);
    expect(elements.map(({ label }) => label).sort()).toEqual(['a → /b', 'button#buy']);
    const place = (label: string) => elements.findIndex((one) => one.label === label);
    const view = [1440, 900];
    expect(events).toEqual([
      { type: 'page', atMs: 0, page: 0, view },
      { type: 'move', atMs: 500, page: 0, view, path: encodeVlq([0, 10, 20, 80, 5, 5]) },
      {
        ...{ type: 'scroll', atMs: 2_000, page: 0, view, y: 300, docH: 3_000 },
        ...{ path: encodeVlq([-400, 100, 100, 200]), sections: [[place('a → /b'), 600, 400]] },
      },
      {
        ...{ type: 'click', eventId: 'p-3', atMs: 2_500, page: 0, view, x: 40, y: 320 },
        ...{ element: place('button#buy'), offset: [10, 200], box: [30, 300, 100, 40], doc: [1440, 3_000] },
        kinds: ['click', 'rage', 'dead'],
      },
      {
        ...{ type: 'click', eventId: 'p-4', atMs: 2_600, page: 1, view: null, x: 1, y: 2, element: -1 },
        ...{ offset: null, box: null, doc: null, kinds: ['click'] },
      },
      { type: 'mark', eventId: 'p-6', atMs: 2_800, page: 0, view, mark: 'custom', text: 'buy' },
      { type: 'mark', eventId: 'p-7', atMs: 2_900, page: 0, view, mark: 'error', text: 'boom' },
      { type: 'mark', eventId: 'p-8', atMs: 3_000, page: 0, view, mark: 'input', text: 'button#buy' },
      { type: 'mark', eventId: 'p-b', atMs: 3_300, page: 0, view, mark: 'hidden', text: '' },
      { type: 'mark', eventId: 'p-c', atMs: 3_400, page: 0, view, mark: 'leave', text: '' },
    ] as ReplayAnswer['events']);
  });

  test('comes in bounded pieces that hold every event once', async () => {
    const first = await replayOf('s2');
    const times = first.events.map(({ atMs }) => atMs);
    let cursor = first.nextCursor;
    let pieces = 1;
    const mostChars = LIMITS.replayChars + LIMITS.replayTurnEvents * LONG_PATH.length;
    while (cursor !== null) {
      const piece = await replayOf('s2', cursor);
      expect(JSON.stringify(piece).length).toBeLessThan(mostChars + 200_000);
      times.push(...piece.events.map(({ atMs }) => atMs));
      cursor = piece.nextCursor;
      pieces++;
    }
    expect(pieces).toBe(3);
    expect(times).toEqual([0, ...Array.from({ length: 1_200 }, (_, at) => 1_000 + at)]);
  });

  test.each(['', 'x', '1.0', '9999999999.999999'])('knows no session "%s"', async (sessionId) => {
    const fault = await replay(store, { projectNo: 1, sessionId, nowMs: NOW_MS }).catch((error) => error);
    expect(fault.kind).toBe('not_found');
  });
});
