import { describe, expect, test } from 'bun:test';
import { applyRoom } from '../../test/support/apply-room.ts';
import {
  AGENTS,
  journalBatch,
  journalEntry,
  journalEvent,
  START_MS,
} from '../../test/support/journal-batches.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import { EVENT_FLAGS, type SetAsideBatch } from '../storage/port-apply.ts';
import type { JournalEntry } from '../storage/port-journal.ts';

const MINUTE = 60_000;
const full = () =>
  new HeatError({ kind: 'unavailable', code: 'storage_full', message: 'Cannot write: the disk is full' });

describe('applyAvailable()', () => {
  test('reports each slice with its position, new events and duplicates', async () => {
    await using room = await applyRoom();
    const events = [journalEvent(), journalEvent({ id: 'e2' }), journalEvent({ id: 'e2', type: 'click' })];
    await room.journal.append([journalEntry(journalBatch({ events })), journalEntry(journalBatch())]);
    expect(await room.applier().applyAvailable()).toBe(2);
    await room.journal.append([journalEntry(journalBatch())]);
    expect(await room.applier().applyAvailable()).toBe(0);
    expect(room.applied).toEqual([
      { seq: 2, events: 2, duplicates: [{ projectNo: 1, events: 2 }] },
      { seq: 3, events: 0, duplicates: [{ projectNo: 1, events: 1 }] },
    ]);
    expect(room.applier().position()).toBe(3);
    // The first of a repeated event counts.
    expect(room.events().map((event) => event.type)).toEqual(['pageview', 'pageview']);
  });

  test('reads the parts of sessions that change, and of no others', async () => {
    await using room = await applyRoom();
    const asked: string[][] = [];
    const names = new Map<number, string>();
    const applier = room.applier({
      store: {
        ...room.store,
        sessions(keys) {
          asked.push(keys.map(({ session }) => names.get(session) ?? 'new'));
          return room.store.sessions(keys);
        },
      },
    });
    const entryOf = (id: string, event = 'e1') =>
      journalEntry(
        journalBatch({ session: { id, startedAtMs: null }, events: [journalEvent({ id: event })] }),
      );
    await room.journal.append([entryOf('a'), entryOf('b')]);
    await applier.applyAvailable();
    for (const { session, clientId } of room.sessions()) names.set(session, clientId);
    applier.distrustMemory();
    await room.journal.append([entryOf('a'), entryOf('b'), entryOf('b', 'e2'), entryOf('c')]);
    expect(await applier.applyAvailable()).toBe(2);
    expect(asked.filter((keys) => keys.length > 0)).toEqual([['b']]);
  });

  test('reads parts of a bounded number of sessions at once, and keeps few of any', async () => {
    await using room = await applyRoom();
    const asked: number[] = [];
    const store = {
      ...room.store,
      sessions(keys: Parameters<typeof room.store.sessions>[0]) {
        asked.push(keys.length);
        return room.store.sessions(keys);
      },
    };
    const many = LIMITS.sessionsAtOnce + 1;
    const visits = (event: string, hours: number) =>
      Array.from({ length: many }, (_, at) => {
        const length = at === 0 ? hours : 1;
        const events = Array.from({ length }, (_, hour) =>
          journalEvent({ id: `${event}${hour}`, ts: START_MS - hour * 60 * MINUTE }),
        );
        return journalEntry(journalBatch({ session: { id: `s${at}`, startedAtMs: null }, events }));
      });
    const applier = room.applier({ store });
    await room.journal.append(visits('a', LIMITS.hotParts + 1));
    await applier.applyAvailable();
    expect(asked).toEqual([]);
    await room.journal.append(visits('b', 1));
    await applier.applyAvailable();
    // All but the first are at hand.
    expect(asked).toEqual([1]);
    applier.distrustMemory();
    await room.journal.append(visits('c', 1));
    await applier.applyAvailable();
    expect(asked).toEqual([1, LIMITS.sessionsAtOnce, 1]);
    expect(room.sessions().length).toBe(many + LIMITS.hotParts);
    expect(room.sessions().reduce((sum, { events }) => sum + events, 0)).toBe(3 * many + LIMITS.hotParts);
  });

  test('takes a long journal in bounded slices', async () => {
    await using room = await applyRoom();
    const entries = Array.from({ length: LIMITS.sliceBatches + 1 }, (_, index) =>
      journalEntry(journalBatch({ events: [journalEvent({ id: `e${index}` })] })),
    );
    await room.journal.append(entries);
    expect(await room.applier().applyAvailable()).toBe(entries.length);
    expect(room.applied.map((slice) => slice.events)).toEqual([LIMITS.sliceBatches, 1]);
    expect(room.sessions()).toMatchObject([{ events: entries.length, pageviews: entries.length }]);
  });

  test('waits longer and longer while storage refuses, and then loses nothing', async () => {
    await using room = await applyRoom();
    await room.journal.append([journalEntry(journalBatch())]);
    const waits: number[] = [];
    let refusals = 8;
    const store = {
      ...room.store,
      commit: async (slice: Parameters<typeof room.store.commit>[0]) => {
        if (refusals-- > 0) throw full();
        await room.store.commit(slice);
      },
    };
    const applier = room.applier({
      store,
      sleep: async () => {},
      onTrouble: (_, waitMs) => waits.push(waitMs),
    });
    expect(await applier.applyAvailable()).toBe(1);
    expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
    expect(room.sessions()).toMatchObject([{ events: 1 }]);
  });

  test('counts nothing twice when a commit succeeded but seemed to fail', async () => {
    await using room = await applyRoom();
    await room.journal.append([journalEntry(journalBatch())]);
    let isFirst = true;
    const store = {
      ...room.store,
      commit: async (slice: Parameters<typeof room.store.commit>[0]) => {
        await room.store.commit(slice);
        if (isFirst) {
          isFirst = false;
          throw full();
        }
      },
    };
    const applier = room.applier({ store, sleep: async () => {} });
    await applier.applyAvailable();
    await room.journal.append([journalEntry(journalBatch({ events: [journalEvent({ id: 'e2' })] }))]);
    await applier.applyAvailable();
    expect(room.sessions()).toMatchObject([{ events: 2 }]);
    expect(room.rows('page_slots').map((row) => row.at(-1))).toEqual([2]);
  });

  test('forgets rows of a failed commit', async () => {
    await using room = await applyRoom();
    await room.journal.append([journalEntry(journalBatch())]);
    let refusals = 0;
    const store = {
      ...room.store,
      commit: async (slice: Parameters<typeof room.store.commit>[0]) => {
        if (refusals-- > 0) throw full();
        await room.store.commit(slice);
      },
    };
    const applier = room.applier({ store, sleep: async () => {} });
    await applier.applyAvailable();
    refusals = 3;
    await room.journal.append([journalEntry(journalBatch({ events: [journalEvent({ id: 'e2' })] }))]);
    await applier.applyAvailable();
    expect(room.sessions()).toMatchObject([{ events: 2, pageviews: 2 }]);
  });

  test('ends after the running slice when stopped', async () => {
    await using room = await applyRoom();
    await room.journal.append([journalEntry(journalBatch())]);
    const applier = room.applier({
      store: { ...room.store, commit: () => Promise.reject(full()) },
      sleep: async () => applier.stop(),
    });
    expect(await applier.applyAvailable()).toBe(0);
  });

  const unreadable: [why: string, body: string][] = [
    ['is no JSON', '{"v":1'],
    ['is of a newer version', JSON.stringify({ ...journalBatch(), v: 2 })],
    [
      'names an unknown type',
      JSON.stringify(journalBatch({ events: [journalEvent({ type: 'constructor' as never })] })),
    ],
    ['breaks a rule of the table', JSON.stringify(journalBatch({ events: [journalEvent({ id: '' })] }))],
    [
      'holds a number that is none',
      JSON.stringify(journalBatch({ events: [journalEvent({ id: 'e9', ts: 'x' as never })] })),
    ],
  ];
  test.each(unreadable)('sets a batch aside that %s, and applies the rest', async (_, body) => {
    await using room = await applyRoom();
    const bad: JournalEntry = { ...journalEntry(journalBatch()), body };
    const second = journalEntry(journalBatch({ events: [journalEvent({ id: 'e2' })] }));
    await room.journal.append([journalEntry(journalBatch()), bad, second]);
    const reported: Pick<SetAsideBatch, 'seq'>[] = [];
    const applier = room.applier({ onSetAside: (batch) => reported.push(batch) });
    expect(await applier.applyAvailable()).toBe(2);
    expect(applier.position()).toBe(3);
    expect(reported).toMatchObject([{ seq: 2, projectNo: 1, eventCount: 1 }]);
    expect(room.rows('set_aside').map((row) => [row[1], row.at(-1)])).toEqual([[2, body]]);
    expect(room.sessions()).toMatchObject([{ events: 2 }]);
  });

  test('refuses to mix in another journal', async () => {
    await using room = await applyRoom();
    await room.journal.append([journalEntry(journalBatch())]);
    await room.applier().applyAvailable();
    const other = { ...room.journal, id: async () => 'another-journal' };
    await expect(room.applier({ journal: other }).applyAvailable()).rejects.toMatchObject({
      kind: 'conflict',
    });
  });
});

describe('what an event becomes', () => {
  test('a pageview, with its page, source and everything it carried', async () => {
    await using room = await applyRoom();
    const url = 'https://shop.example/a/?utm_campaign=spring&x=1';
    const batch = journalBatch({
      pages: [{ url, title: 'A', referrer: 'https://www.google.com/' }],
      events: [journalEvent({ f: { from: '/z', to: '/a' }, cut: true })],
    });
    await room.journal.append([journalEntry(batch)]);
    await room.applier().applyAvailable();
    expect(room.events()).toMatchObject([
      {
        type: 'pageview',
        flags: EVENT_FLAGS.textCut,
        viewW: 1440,
        keyId: 'key1',
        fields: { from: '/z', to: '/a', url, title: 'A', referrer: 'https://www.google.com/' },
      },
    ]);
    expect(room.rows('pages').map((row) => row.slice(2))).toEqual([
      ['shop.example', '/a?x=1', 'A', START_MS],
    ]);
    expect(room.sessions()).toMatchObject([
      {
        source: 'Google',
        medium: 'search',
        utmCampaign: 'spring',
        entryAtMs: START_MS,
        referrer: 'google.com',
      },
    ]);
  });

  test('a scroll, with its sections named by element', async () => {
    await using room = await applyRoom();
    const fields = {
      scrollY: 10,
      scrollDepthPct: 50,
      maxDepthPct: 60,
      docHeight: 3000,
      sections: [[1, 900, 40, 300]],
    };
    const events = [journalEvent({ type: 'scroll', f: fields })];
    await room.journal.append([journalEntry(journalBatch({ events }))]);
    await room.applier().applyAvailable();
    const [element] = room.rows('elements').map((row) => Number(row[1]));
    expect(room.events()[0]?.fields).toEqual({ ...fields, sections: [[element!, 900, 40, 300]] });
    expect(room.rows('boxes').map((row) => row.slice(3))).toEqual([
      [element!, 0, 40, 1440, 300, 1440, 3000, 1, START_MS],
    ]);
    expect(room.sessions()).toMatchObject([{ scrolls: 1, maxScrollPct: 60 }]);
  });

  test('clicks of a wrong clock, corrected, with the newest box of their element', async () => {
    await using room = await applyRoom();
    const anHourAgo = START_MS - 60 * MINUTE;
    const click = { type: 'click', e: 0, p: 0 } as const;
    const newest = { x: 1, y: 1, box: [1.4, 2, 3, 4], doc: [100, 200] };
    const older = { x: 1, y: 1, box: [9, 9, 9, 9], doc: [100, 200] };
    const events = [
      journalEvent({ ...click, id: 'c1', ts: anHourAgo + 2, f: newest }),
      journalEvent({ ...click, id: 'c2', ts: anHourAgo + 1, f: older }),
    ];
    const sentAtMs = anHourAgo + MINUTE - 200;
    await room.journal.append([journalEntry(journalBatch({ events, sentAtMs }))]);
    await room.applier().applyAvailable();
    const corrected = { flags: EVENT_FLAGS.clockCorrected, skewMs: 60 * MINUTE + 200 };
    expect(room.events()).toMatchObject([
      { ...corrected, tsMs: START_MS + 2, fields: newest },
      { ...corrected, tsMs: START_MS + 1, fields: older },
    ]);
    expect(room.rows('boxes').map((row) => row.slice(4))).toEqual([[1, 2, 3, 4, 100, 200, 0, START_MS + 2]]);
  });

  test('a strip of a section that comes later, or late, next to the box that a click has measured', async () => {
    await using room = await applyRoom();
    const click = { x: 1, y: 1, box: [205, 153, 104, 42], doc: [1440, 3000] };
    const strip = { scrollY: 0, scrollDepthPct: 10, docHeight: 3000, sections: [[0, 900, 153, 42]] };
    const events = [
      journalEvent({ id: 's1', type: 'scroll', ts: START_MS + 1, f: strip }),
      journalEvent({ id: 'c1', type: 'click', ts: START_MS, e: 0, p: 0, f: click }),
      journalEvent({ id: 's2', type: 'scroll', ts: START_MS + 2, f: strip }),
    ];
    for (const event of events) {
      await room.journal.append([journalEntry(journalBatch({ events: [event] }))]);
      await room.applier().applyAvailable();
    }
    expect(room.rows('boxes').map((row) => row.slice(4))).toEqual([
      [205, 153, 104, 42, 1440, 3000, 1, START_MS],
    ]);
  });

  test('a bot, kept apart from what is counted', async () => {
    await using room = await applyRoom();
    const device = { ...journalBatch().device, ua: AGENTS.bot };
    const events = [
      journalEvent({ type: 'click', e: 0, f: { x: 1, y: 1, box: [1, 2, 3, 4], doc: [100, 200] } }),
    ];
    await room.journal.append([journalEntry(journalBatch({ device, events }))]);
    await room.applier().applyAvailable();
    expect(room.events()).toMatchObject([{ flags: EVENT_FLAGS.bot }]);
    expect(room.sessions()).toMatchObject([{ isBot: true, clicks: 1 }]);
    const counted = (['page_slots', 'element_bins', 'grid_bins', 'boxes'] as const).flatMap(room.rows);
    expect(counted).toEqual([]);
    expect(room.rows('clicks').map((row) => row.at(-1))).toEqual([16]);
  });
});

describe('checkpointWhenIdle()', () => {
  test('moves the log only after some time without work', async () => {
    await using room = await applyRoom();
    const clock = testClock();
    const applier = room.applier({ clock });
    await room.journal.append([journalEntry(journalBatch())]);
    await applier.applyAvailable();
    clock.advance(LIMITS.applyIdleMs - 1);
    expect(await applier.checkpointWhenIdle()).toBe(false);
    expect(Bun.file(`${room.eventsPath}-wal`).size).toBeGreaterThan(0);
    clock.advance(1);
    expect(await applier.checkpointWhenIdle()).toBe(true);
    expect(Bun.file(`${room.eventsPath}-wal`).size).toBe(0);
  });

  test('reports a full disk and tries again after the idle time', async () => {
    await using room = await applyRoom();
    const clock = testClock();
    const trouble: string[] = [];
    let isFull = true;
    const checkpoint = () => (isFull ? Promise.reject(full()) : room.store.checkpoint());
    const onTrouble = (error: HeatError) => trouble.push(error.faultCode);
    const applier = room.applier({ clock, store: { ...room.store, checkpoint }, onTrouble });
    clock.advance(LIMITS.applyIdleMs);
    expect(await applier.checkpointWhenIdle()).toBe(false);
    expect(await applier.checkpointWhenIdle()).toBe(false);
    expect(trouble).toEqual(['storage_full']);
    isFull = false;
    clock.advance(LIMITS.applyIdleMs);
    expect(await applier.checkpointWhenIdle()).toBe(true);
  });
});
