// Looks at alerts when their windows end, and sends what they have to tell. All that it knows stands in the catalog, so
// that a restart, or a kill between any two steps, neither skips a window nor fires twice for one.

import { ALERT_WINDOWS, type AlertReading, type AlertRule } from '../contract/alerts.ts';
import { LIMITS } from '../contract/limits.ts';
import { SLOT_MS } from '../contract/slots.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What it needs to know of an alert and of a delivery. */
export type WatchedAlert = {
  id: string;
  rule: AlertRule;
  url: string;
  secret: string;
  pausedAtMs: number | null;
  checkedUntilMs: number;
  firedUntilMs: number | null;
};
type State = 'waiting' | 'delivered' | 'failed';
export type Delivery = {
  id: string;
  alertId: string;
  untilMs: number;
  body: string;
  state: State;
  attempts: number;
  nextAtMs: number;
  outcome: string | null;
  createdAtMs: number;
};
/** What it needs of the catalog; storage/port-goals.ts says what each does. */
export type AlertCatalog<A extends WatchedAlert> = {
  listAlerts: (projectNo: null) => Promise<A[]>;
  settleAlert: (step: {
    alertId: string;
    seenUntilMs: number;
    untilMs: number;
    delivery: Delivery | null;
    keep: number;
  }) => Promise<boolean>;
  waitingDeliveries: (atMs: number, limit: number) => Promise<Delivery[]>;
  noteDelivery: (
    id: string,
    change: { state: State; attempts: number; nextAtMs: number; outcome: string | null },
  ) => Promise<void>;
};
export type AlertWatchDeps<A extends WatchedAlert> = {
  catalog: AlertCatalog<A>;
  /** The alert's number in the window that ends then. */
  read: (alert: A, untilMs: number) => Promise<AlertReading>;
  compose: (alert: A, reading: AlertReading) => Promise<{ id: string; body: string }>;
  send: (
    to: A,
    message: { id: string; body: string; nowMs: number },
  ) => Promise<{ delivered: boolean; outcome: string }>;
  /** Whether every event that was answered before the first call since the last yes is in the reports. */
  isCaughtUp: () => boolean;
  clock: Clock;
  log: Log;
};

/** One look: to be called again and again, never beside itself. */
export function createAlertWatch<A extends WatchedAlert>(deps: AlertWatchDeps<A>): () => Promise<void> {
  return async () => {
    const alerts = await deps.catalog.listAlerts(null);
    if (alerts.length === 0) return;
    const nowMs = deps.clock.nowMs();
    const due = alerts.filter((alert) => dueWindows(alert, nowMs).length > 0);
    if (due.length > 0 && deps.isCaughtUp()) for (const alert of due) await lookAt(alert, nowMs, deps);
    await sendWaiting(new Map(alerts.map((alert) => [alert.id, alert])), deps);
  };
}

/** Ends of windows that are over and were not looked at, oldest first; of many the newest. Also moves on past the others. */
export function dueWindows({ rule, pausedAtMs, checkedUntilMs }: WatchedAlert, nowMs: number): number[] {
  if (pausedAtMs !== null) return [];
  const stepMs = ALERT_WINDOWS[rule.window] <= HOUR_MS ? SLOT_MS : HOUR_MS;
  const newest = Math.floor((nowMs - LIMITS.alertSettleMs) / stepMs) * stepMs;
  const next = (Math.floor(checkedUntilMs / stepMs) + 1) * stepMs;
  const first = Math.max(next, newest - (LIMITS.alertMissedWindows - 1) * stepMs);
  const ends: number[] = [];
  for (let at = first; at <= newest; at += stepMs) ends.push(at);
  return ends;
}

async function lookAt<A extends WatchedAlert>(
  alert: A,
  nowMs: number,
  deps: AlertWatchDeps<A>,
): Promise<void> {
  const { catalog, log } = deps;
  let { checkedUntilMs: seenUntilMs, firedUntilMs } = alert;
  try {
    for (const untilMs of dueWindows(alert, nowMs)) {
      const reading = await deps.read(alert, untilMs);
      const fires = reading.holds && isCool(alert.rule, firedUntilMs, untilMs);
      const message = fires ? await deps.compose(alert, reading) : null;
      const delivery: Delivery | null = message && {
        ...{ ...message, alertId: alert.id, untilMs, state: 'waiting', attempts: 0 },
        ...{ nextAtMs: nowMs, outcome: null, createdAtMs: nowMs },
      };
      const step = { alertId: alert.id, seenUntilMs, untilMs, delivery, keep: LIMITS.deliveriesShown };
      // Somebody changed, paused or removed it meanwhile: the next look sees it anew.
      if (!(await catalog.settleAlert(step))) return;
      seenUntilMs = untilMs;
      if (fires) firedUntilMs = untilMs;
    }
  } catch (error) {
    log.warn('Cannot look at an alert', { alert: alert.id, reason: String(error) });
    await passOver(alert, { error, seenUntilMs, nowMs }, deps);
  }
}

/** Kinds of refusal that asking again does not change. */
const LASTING: readonly HeatError['kind'][] = ['invalid', 'not_found', 'forbidden'];

/** A question that can never be answered, as after page rules changed, is not asked for ever. */
async function passOver<A extends WatchedAlert>(
  alert: A,
  { error, seenUntilMs, nowMs }: { error: unknown; seenUntilMs: number; nowMs: number },
  { catalog }: AlertWatchDeps<A>,
): Promise<void> {
  const isLasting = error instanceof HeatError && LASTING.includes(error.kind);
  const untilMs = dueWindows(alert, nowMs).at(-1);
  if (!isLasting || untilMs === undefined) return;
  await catalog.settleAlert({ alertId: alert.id, seenUntilMs, untilMs, delivery: null, keep: 0 });
}

function isCool({ cooldownMinutes }: AlertRule, firedUntilMs: number | null, untilMs: number): boolean {
  return firedUntilMs === null || untilMs - firedUntilMs >= cooldownMinutes * MINUTE_MS;
}

async function sendWaiting<A extends WatchedAlert>(
  alerts: ReadonlyMap<string, A>,
  { catalog, clock, send, log }: AlertWatchDeps<A>,
): Promise<void> {
  const waiting = await catalog.waitingDeliveries(clock.nowMs(), LIMITS.webhooksAtOnce);
  await Promise.all(
    waiting.map(async ({ id, alertId, body, attempts: before }) => {
      const alert = alerts.get(alertId);
      if (!alert) return;
      const { delivered, outcome } = await send(alert, { id, body, nowMs: clock.nowMs() });
      const attempts = before + 1;
      const waitMs = LIMITS.webhookRetriesMs[attempts - 1];
      const state: State = delivered ? 'delivered' : waitMs === undefined ? 'failed' : 'waiting';
      const nextAtMs = clock.nowMs() + (waitMs ?? 0);
      if (state === 'failed') log.warn('A webhook was given up', { alert: alertId, attempts, outcome });
      await catalog.noteDelivery(id, { state, attempts, nextAtMs, outcome });
    }),
  );
}
