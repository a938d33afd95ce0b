import { describe, expect, test } from 'bun:test';
import { applyRoom } from '../../test/support/apply-room.ts';
import { journalBatch, journalEntry, journalEvent, START_MS } from '../../test/support/journal-batches.ts';
import type { LiveSlice } from '../contract/live.ts';

describe('what the applier tells those who watch', () => {
  test('is nothing while nobody watches, and only of watched projects', async () => {
    await using room = await applyRoom();
    const told: LiveSlice[] = [];
    const applier = room.applier({ onLive: (slices) => told.push(...slices) });
    await room.journal.append([journalEntry(journalBatch())]);
    await applier.applyAvailable();
    expect(told).toEqual([]);
    applier.watch([2]);
    const events = [journalEvent({ id: 'x' })];
    await room.journal.append([
      journalEntry(journalBatch({ events })),
      journalEntry(journalBatch({ events }), { projectNo: 2 }),
    ]);
    await applier.applyAvailable();
    expect(told.map(({ projectNo, facts }) => [projectNo, facts.map(({ eventId }) => eventId)])).toEqual([
      [2, ['x']],
    ]);
  });

  test('is each new event once, in order of time, with its place; no bot', async () => {
    await using room = await applyRoom();
    const told: LiveSlice[] = [];
    const applier = room.applier({ onLive: (slices) => told.push(...slices) });
    applier.watch([1]);
    const fields = { x: 720, y: 100, r: [0, 255], doc: [1440, 3000], rage: true };
    const click = journalEvent({ id: 'c', type: 'click', ts: START_MS + 5, e: 0, f: fields });
    const view = journalEvent({ id: 'v', f: { title: 'Shop' } });
    const custom = journalEvent({ id: 'n', type: 'custom', ts: START_MS + 9, f: { name: 'buy' } });
    const batch = journalBatch({ events: [custom, click, view, click] });
    const device = { ...batch.device, ua: 'Googlebot/2.1 (+http://www.google.com/bot.html)' };
    const bot = journalBatch({ session: { id: 'bot', startedAtMs: null }, device, events: [view] });
    await room.journal.append([journalEntry(batch), journalEntry(batch), journalEntry(bot)]);
    await applier.applyAvailable();
    await room.journal.append([journalEntry(batch)]);
    await applier.applyAvailable();
    const [slice, ...more] = told;
    expect(more).toEqual([]);
    expect(slice?.facts.map(({ id, eventId }) => `${id} ${eventId}`)).toEqual(['3.0 v', '3.1 c', '3.2 n']);
    expect(slice?.facts[0]).toMatchObject({ title: 'Shop', path: '/a', country: 'AT', device: 'desktop' });
    expect(slice?.facts[1]).toMatchObject({
      descriptor: { tag: 'button', id: 'buy' },
      bin: 31 * 32,
      point: [(128 + 0.5) / 256, 100],
      flags: ['rage'],
    });
    expect(slice?.facts[2]).toMatchObject({ name: 'buy', element: null, point: null, flags: [] });
  });
});
