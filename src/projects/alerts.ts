// Alerts of a project: made, changed, paused, tried out. When they are looked at is jobs/alerts.ts, what they count the
// reports' work.

import type { AlertMessage, AlertReading, AlertRule, AlertTest, AlertView } from '../contract/alerts.ts';
import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { randomCode, randomSecret } from '../lib/id.ts';
import { createTokenBuckets } from '../lib/token-bucket.ts';
import type { AlertRow, Catalog, DeliveryRow } from '../storage/port-catalog.ts';

export type AlertsDeps = {
  catalog: Catalog;
  clock: Clock;
  /** The rule as it is kept. Throws `invalid` for what cannot be asked. */
  checkRule: (rule: AlertRule) => AlertRule;
  /** Throws `invalid` for an address that may not be sent to. */
  checkUrl: (url: string) => void;
  /** The alert's number in the last whole window. */
  read: (alert: AlertRow) => Promise<AlertReading>;
  send: (
    to: { url: string; secret: string },
    message: { id: string; body: string; nowMs: number },
  ) => Promise<{ delivered: boolean; outcome: string }>;
};
export type AlertChange = { name?: string; rule?: AlertRule; url?: string; paused?: boolean };
type Key = { projectNo: number; id: string };
export type Alerts = {
  /** By name. */
  list(projectNo: number): Promise<AlertView[]>;
  /** Throws `not_found`. */
  find(key: Key): Promise<AlertView>;
  /**
   * The first window that it looks at is the next that ends. The secret is told once. Throws `invalid`, `conflict` for a
   * name that is taken and at LIMITS.alertsPerProject.
   */
  create(
    request: { projectNo: number; name: string; rule: AlertRule; url: string },
    actor: string,
  ): Promise<{ alert: AlertView; secret: string }>;
  /** Changes what is given; windows that ended while it was paused are not made up for. Throws as create() and `not_found`. */
  update(key: Key, change: AlertChange, actor: string): Promise<AlertView>;
  /** What it has yet to tell is not told. Throws `not_found`. */
  remove(key: Key, actor: string): Promise<void>;
  /** Sends its webhook now, marked as a test. Throws `not_found`, and `rate_limited` after LIMITS.alertTestsPerMinute. */
  test(key: Key, actor: string): Promise<AlertTest>;
};

const ID_CHARS = 10;

export function createAlerts(deps: AlertsDeps): Alerts {
  const { catalog, clock, checkRule, checkUrl } = deps;
  const tests = createTokenBuckets({
    perSecond: LIMITS.alertTestsPerMinute / 60,
    burst: LIMITS.alertTestsPerMinute,
    entries: LIMITS.projects,
    monotonicMs: clock.monotonicMs,
  });
  const record = (actor: string, action: string, id: string): Promise<void> =>
    catalog.recordAudit({ atMs: clock.nowMs(), actor, action, target: `alert:${id}`, details: null });
  const rowOf = async ({ projectNo, id }: Key): Promise<AlertRow> => {
    const found = (await catalog.listAlerts(projectNo)).find((row) => row.id === id);
    if (found) return found;
    throw fault('not_found', 'alert_not_found', 'There is no such alert in this project');
  };
  const view = async (row: AlertRow): Promise<AlertView> =>
    viewOf(row, await catalog.listDeliveries(row.id, LIMITS.deliveriesShown));
  const checked = async (projectNo: number, rule: AlertRule): Promise<AlertRule> => {
    const kept = checkRule(rule);
    const goals = kept.goal === null ? [] : await catalog.listGoals(projectNo);
    if (kept.goal === null || goals.some(({ id }) => id === kept.goal)) return kept;
    throw invalid(`the project has no goal "${kept.goal}"`);
  };

  return {
    list: async (projectNo) => Promise.all((await catalog.listAlerts(projectNo)).map(view)),
    find: async (key) => view(await rowOf(key)),
    async create({ projectNo, name, rule, url }, actor) {
      const nowMs = clock.nowMs();
      checkUrl(url);
      const row: AlertRow = {
        ...{ id: randomCode(ID_CHARS), projectNo, name: checkName(name), url, secret: randomSecret() },
        rule: await checked(projectNo, rule),
        ...{ createdBy: actor, createdAtMs: nowMs, updatedAtMs: nowMs, pausedAtMs: null },
        ...{ checkedUntilMs: nowMs, firedUntilMs: null },
      };
      if ((await catalog.listAlerts(projectNo)).length >= LIMITS.alertsPerProject) throw tooMany();
      await catalog.createAlert(row);
      await record(actor, 'alert.create', row.id);
      return { alert: viewOf(row, []), secret: row.secret };
    },
    async update(key, { name, rule, url, paused }, actor) {
      const nowMs = clock.nowMs();
      if (url !== undefined) checkUrl(url);
      const row = await catalog.updateAlert(key.projectNo, key.id, {
        ...(name !== undefined && { name: checkName(name) }),
        ...(rule !== undefined && { rule: await checked(key.projectNo, rule), checkedUntilMs: nowMs }),
        ...(url !== undefined && { url }),
        ...(paused !== undefined && { pausedAtMs: paused ? nowMs : null, checkedUntilMs: nowMs }),
        updatedAtMs: nowMs,
      });
      await record(actor, 'alert.update', key.id);
      return view(row);
    },
    async remove({ projectNo, id }, actor) {
      await catalog.removeAlert(projectNo, id);
      await record(actor, 'alert.remove', id);
    },
    async test(key, actor) {
      const row = await rowOf(key);
      const waitMs = tests.take(key.projectNo);
      if (waitMs > 0) throw tooOften(waitMs);
      const reading = await deps.read(row);
      const { id, body } = await composeMessage(catalog, row, { type: 'test', reading });
      const sent = await deps.send(row, { id, body, nowMs: clock.nowMs() });
      await record(actor, 'alert.test', key.id);
      return { ...sent, reading };
    },
  };
}

/** What the webhook receives, as it is kept and sent. */
export async function composeMessage(
  catalog: Pick<Catalog, 'findProjectByNo' | 'listGoals'>,
  { id, name, projectNo, rule }: AlertRow,
  { type, reading }: { type: AlertMessage['type']; reading: AlertReading },
): Promise<{ id: string; body: string }> {
  const project = await catalog.findProjectByNo(projectNo);
  const goals = rule.goal === null ? [] : await catalog.listGoals(projectNo);
  const goal = goals.find((one) => one.id === rule.goal);
  const { metric, comparison, threshold, window, filters } = rule;
  const { value, previous, changePct } = reading;
  const message: AlertMessage = {
    ...{ type, id: randomCode(2 * ID_CHARS), sentBy: 'heat' },
    project: { id: project?.id ?? '', name: project?.name ?? '' },
    alert: {
      ...{ id, name, metric, comparison, threshold, window, filters },
      goal: goal ? { id: goal.id, name: goal.name } : null,
    },
    window: { from: new Date(reading.fromMs).toISOString(), until: new Date(reading.untilMs).toISOString() },
    ...{ value, previous, changePct },
  };
  return { id: message.id, body: JSON.stringify(message) };
}

function viewOf(row: AlertRow, deliveries: readonly DeliveryRow[]): AlertView {
  const { id, name, url, rule, createdBy, createdAtMs, updatedAtMs, pausedAtMs, firedUntilMs } = row;
  return {
    ...rule,
    ...{ id, name, url, createdBy, createdAtMs, updatedAtMs, pausedAtMs, firedUntilMs },
    deliveries: deliveries.map(({ alertId: _, body: __, nextAtMs: ___, ...delivery }) => delivery),
  };
}

function checkName(given: string): string {
  const name = given.trim();
  if (name.length > 0 && name.length <= LIMITS.displayNameChars && !name.includes('\0')) return name;
  throw invalid(`its name must have 1 to ${LIMITS.displayNameChars} characters`);
}

function invalid(why: string): HeatError {
  return fault('invalid', 'bad_alert', `Cannot keep the alert: ${why}`);
}

function tooMany(): HeatError {
  const most = LIMITS.alertsPerProject;
  return fault('conflict', 'too_many_alerts', `Cannot create the alert: there are ${most} already`);
}

function tooOften(waitMs: number): HeatError {
  return new HeatError({
    kind: 'rate_limited',
    code: 'too_many_tests',
    message: `Cannot test the alert: at most ${LIMITS.alertTestsPerMinute} tests a minute`,
    retryAfterSeconds: Math.ceil(waitMs / 1000),
  });
}

function fault(kind: 'not_found' | 'invalid' | 'conflict', code: string, message: string): HeatError {
  return new HeatError({ kind, code, message });
}
