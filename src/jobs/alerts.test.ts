// Alerts over a real catalog, with a clock and numbers of the test's own: what fires, when, how often, what is sent.

import { describe, expect, test } from 'bun:test';
import { type TestCatalog, testCatalog } from '../../test/support/catalog.ts';
import { type TestClock, testClock } from '../../test/support/test-clock.ts';
import type { AlertRule } from '../contract/alerts.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import { createLog } from '../lib/log.ts';
import type { AlertRow } from '../storage/port-catalog.ts';
import { createAlertWatch, dueWindows } from './alerts.ts';

const MINUTE_MS = 60_000;
const SLOT_MS = 15 * MINUTE_MS;
const RULE: AlertRule = {
  ...{ metric: 'sessions', goal: null, filters: [], comparison: 'below', threshold: 5 },
  ...{ window: '15m', cooldownMinutes: 15 },
};

type Watched = {
  data: TestCatalog;
  clock: TestClock;
  /** Ends of windows that were read, and bodies that were sent. */
  read: number[];
  sent: string[];
  /** What the test decides. */
  world: { holds: (untilMs: number) => boolean; delivers: () => boolean; isCaughtUp: boolean };
  look: () => Promise<void>;
  row: () => Promise<AlertRow>;
  [Symbol.asyncDispose]: () => Promise<void>;
};

async function watched(rule: Partial<AlertRule> = {}): Promise<Watched> {
  const data = await testCatalog();
  const clock = testClock();
  const facts = { id: 'shop', name: 'Shop', origins: [], timeZone: 'UTC', writeKey: 'hw_1', createdAtMs: 1 };
  const { no: projectNo } = await data.catalog.createProject(facts);
  await data.catalog.createAlert({
    ...{ id: 'a1', projectNo, name: 'Quiet', url: 'https://hooks.example/', secret: 's' },
    ...{
      rule: { ...RULE, ...rule },
      createdBy: 'terminal',
      createdAtMs: 1,
      updatedAtMs: 1,
      pausedAtMs: null,
    },
    ...{ checkedUntilMs: clock.nowMs(), firedUntilMs: null },
  });
  const read: number[] = [];
  const sent: string[] = [];
  const world = { holds: (_: number) => true, delivers: () => true, isCaughtUp: true };
  // Made anew for each look, as after a restart: nothing may be kept in memory.
  const look = () =>
    createAlertWatch<AlertRow>({
      catalog: data.catalog,
      clock,
      log: createLog('silent', () => {}),
      read: async (_, untilMs) => {
        read.push(untilMs);
        const holds = world.holds(untilMs);
        return { fromMs: untilMs - SLOT_MS, untilMs, value: 1, previous: null, changePct: null, holds };
      },
      compose: async (_, { untilMs }) => ({ id: `d${untilMs}`, body: `{"until":${untilMs}}` }),
      send: async (_, { body }) => {
        sent.push(body);
        const delivered = world.delivers();
        return { delivered, outcome: delivered ? 'answered 200' : 'answered 500' };
      },
      isCaughtUp: () => world.isCaughtUp,
    })();
  const row = async () => (await data.other.listAlerts(null))[0] as AlertRow;
  return {
    data,
    clock,
    read,
    sent,
    world,
    look,
    row,
    [Symbol.asyncDispose]: () => data[Symbol.asyncDispose](),
  };
}

describe('createAlertWatch()', () => {
  test('looks at each window once, a minute after its end, and fires once for it', async () => {
    await using one = await watched();
    await one.look();
    expect(one.read).toEqual([]);
    const end = (Math.floor(one.clock.nowMs() / SLOT_MS) + 1) * SLOT_MS;
    one.clock.advance(end - one.clock.nowMs() + LIMITS.alertSettleMs - 1);
    await one.look();
    expect(one.read).toEqual([]);
    one.clock.advance(1);
    for (let again = 0; again < 3; again += 1) await one.look();
    expect(one.read).toEqual([end]);
    expect(one.sent).toEqual([`{"until":${end}}`]);
    expect((await one.row()).firedUntilMs).toBe(end);
    expect((await one.data.other.listDeliveries('a1', 9))[0]).toMatchObject({
      ...{ state: 'delivered', attempts: 1, outcome: 'answered 200' },
    });
  });

  test('keeps still for its cooldown and says so again after it, counted in windows and not in looks', async () => {
    await using one = await watched({ cooldownMinutes: 60 });
    one.clock.advance(4 * 60 * MINUTE_MS + LIMITS.alertSettleMs);
    await one.look();
    expect(one.read).toHaveLength(16);
    const fired = one.sent.map((body) => JSON.parse(body).until as number);
    expect(fired.map((until, at) => (at === 0 ? 0 : until - (fired[at - 1] ?? 0)))).toEqual([
      ...[0, 60 * MINUTE_MS, 60 * MINUTE_MS, 60 * MINUTE_MS],
    ]);
  });

  test('makes up for the newest windows that were missed, and for none that ended while it was paused', async () => {
    await using one = await watched();
    one.clock.advance(3 * 86_400_000);
    one.world.holds = () => false;
    await one.look();
    const newest = Math.floor((one.clock.nowMs() - LIMITS.alertSettleMs) / SLOT_MS) * SLOT_MS;
    expect(one.read).toHaveLength(LIMITS.alertMissedWindows);
    expect(one.read.at(-1)).toBe(newest);
    const { projectNo } = await one.row();
    await one.data.other.updateAlert(projectNo, 'a1', { pausedAtMs: 1, updatedAtMs: 1 });
    one.clock.advance(86_400_000);
    await one.look();
    expect(one.read).toHaveLength(LIMITS.alertMissedWindows);
  });

  test('waits for events that were answered and are not in the reports yet', async () => {
    await using one = await watched();
    one.world.isCaughtUp = false;
    one.clock.advance(60 * MINUTE_MS + LIMITS.alertSettleMs);
    await one.look();
    expect(one.read).toEqual([]);
    one.world.isCaughtUp = true;
    await one.look();
    expect(one.read).toHaveLength(4);
  });

  test('fires once when two processes look at the same time', async () => {
    await using one = await watched({ cooldownMinutes: 60 });
    one.clock.advance(30 * MINUTE_MS);
    await Promise.all([one.look(), one.look(), one.look()]);
    await one.look();
    expect(new Set(one.sent).size).toBe(1);
    expect(await one.data.other.listDeliveries('a1', 9)).toHaveLength(1);
  });

  test('tries again with longer waits, with the same words, and gives up', async () => {
    await using one = await watched({ cooldownMinutes: 10_000 });
    one.world.delivers = () => false;
    one.clock.advance(20 * MINUTE_MS);
    await one.look();
    const waits = LIMITS.webhookRetriesMs;
    for (const [at, waitMs] of waits.entries()) {
      expect(one.sent).toHaveLength(at + 1);
      one.clock.advance(waitMs - 1);
      await one.look();
      expect(one.sent).toHaveLength(at + 1);
      one.clock.advance(1);
      await one.look();
    }
    expect(new Set(one.sent).size).toBe(1);
    const [delivery] = await one.data.other.listDeliveries('a1', 9);
    expect(delivery).toMatchObject({ state: 'failed', attempts: waits.length + 1, outcome: 'answered 500' });
    one.clock.advance(86_400_000);
    one.world.holds = () => false;
    await one.look();
    expect(one.sent).toHaveLength(waits.length + 1);
  });

  test('sends what was decided before a kill, and asks again what could not be answered', async () => {
    await using one = await watched({ cooldownMinutes: 10_000 });
    one.clock.advance(20 * MINUTE_MS);
    one.world.delivers = () => {
      throw new Error('killed');
    };
    await expect(one.look()).rejects.toThrow('killed');
    one.world.delivers = () => true;
    await one.look();
    expect(one.sent).toHaveLength(2);
    expect(new Set(one.sent).size).toBe(1);
    one.clock.advance(SLOT_MS);
    one.world.holds = () => {
      throw new HeatError({ kind: 'unavailable', message: 'busy' });
    };
    await one.look();
    one.world.holds = () => false;
    await one.look();
    const [first, second] = one.read.slice(-2);
    expect(first).toBe(second);
  });

  test.each(['invalid', 'not_found', 'forbidden'] as const)(
    'does not ask for ever what can never be answered (%s)',
    async (kind) => {
      await using one = await watched();
      one.world.holds = () => {
        throw new HeatError({ kind, message: 'no such goal' });
      };
      one.clock.advance(20 * MINUTE_MS);
      for (let again = 0; again < 3; again += 1) await one.look();
      expect(one.read).toHaveLength(1);
    },
  );
});

test('dueWindows() gives hours for long windows and quarter-hours for short ones', () => {
  const base = Date.UTC(2026, 0, 5, 10, 7);
  const alert = { id: 'a', url: '', secret: '', pausedAtMs: null, checkedUntilMs: base, firedUntilMs: null };
  const due = (window: AlertRule['window'], nowMs: number) =>
    dueWindows({ ...alert, rule: { ...RULE, window } }, nowMs).map((ms) =>
      new Date(ms).toISOString().slice(11, 16),
    );
  const now = Date.UTC(2026, 0, 5, 12, 1);
  expect(due('1h', now)).toEqual(['10:15', '10:30', '10:45', '11:00', '11:15', '11:30', '11:45', '12:00']);
  expect(due('6h', now)).toEqual(['11:00', '12:00']);
  expect(due('7d', now - 1)).toEqual(['11:00']);
  expect(dueWindows({ ...alert, rule: RULE, pausedAtMs: 1 }, now)).toEqual([]);
});
