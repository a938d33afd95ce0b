// The part of the catalog suite that is about goals, alerts and what alerts have to tell.

import { expect } from 'bun:test';
import type { AlertRow, Catalog, DeliveryRow, GoalRow } from '../port-catalog.ts';
import type { CatalogCheck } from './catalog-opener.ts';

const ALERT: AlertRow = {
  ...{ id: 'a1', projectNo: 0, name: 'Quiet', url: 'https://hooks.example/1', secret: 'hw' },
  rule: {
    ...{ metric: 'sessions', goal: null, filters: ['device:is:mobile'], comparison: 'below' },
    ...{ threshold: 10, window: '1h', cooldownMinutes: 60 },
  },
  ...{ createdBy: 'terminal', createdAtMs: 1, updatedAtMs: 1, pausedAtMs: null },
  ...{ checkedUntilMs: 100, firedUntilMs: null },
};

export function catalogGoalCases(check: CatalogCheck): void {
  check('goals are stored whole, unique by name, changed and removed in their project', async (given) => {
    const { catalog, other } = given;
    const shop = await project(catalog, 'shop');
    const blog = await project(catalog, 'blog');
    const goals = [
      goal({ projectNo: shop, id: 'g2', name: 'Sale', valueEvent: 'buy' }),
      goal({ projectNo: shop }),
    ];
    for (const one of [...goals, goal({ projectNo: blog, id: 'g3' })]) await catalog.createGoal(one);
    expect(await other.listGoals(shop)).toEqual([goals[1]!, goals[0]!]);
    const same = catalog.createGoal(goal({ projectNo: shop, id: 'g4' }));
    await expect(same).rejects.toMatchObject({ kind: 'conflict' });
    const renamed = catalog.updateGoal(shop, 'g1', { name: 'Sale', updatedAtMs: 2 });
    await expect(renamed).rejects.toMatchObject({ kind: 'conflict' });
    const changed = await catalog.updateGoal(shop, 'g2', { valueEvent: null, updatedAtMs: 9 });
    expect(changed).toEqual({ ...goals[0]!, valueEvent: null, updatedAtMs: 9 });
    for (const work of [catalog.updateGoal(blog, 'g1', { updatedAtMs: 1 }), catalog.removeGoal(blog, 'g1')])
      await expect(work).rejects.toMatchObject({ kind: 'not_found' });
    await catalog.removeGoal(shop, 'g1');
    expect((await other.listGoals(shop)).map(({ id }) => id)).toEqual(['g2']);
  });

  check('alerts are stored whole, listed by project or all, changed and removed', async (given) => {
    const { catalog, other } = given;
    const shop = await project(catalog, 'shop');
    const blog = await project(catalog, 'blog');
    const mine = { ...ALERT, projectNo: shop };
    const theirs = { ...ALERT, projectNo: blog, id: 'a2', name: 'Busy' };
    for (const one of [mine, theirs]) await catalog.createAlert(one);
    expect(await other.listAlerts(shop)).toEqual([mine]);
    expect(await other.listAlerts(null)).toEqual([theirs, mine]);
    await expect(catalog.createAlert({ ...mine, id: 'a3' })).rejects.toMatchObject({ kind: 'conflict' });
    const change = { pausedAtMs: 5, updatedAtMs: 6 };
    expect(await catalog.updateAlert(shop, 'a1', change)).toEqual({ ...mine, ...change });
    await expect(catalog.updateAlert(blog, 'a1', change)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(catalog.removeAlert(blog, 'a1')).rejects.toMatchObject({ kind: 'not_found' });
    await catalog.removeAlert(shop, 'a1');
    await catalog.removeProject('blog');
    expect(await other.listAlerts(null)).toEqual([]);
  });

  check('settleAlert() lets one of two lookers fire, once for a window', async ({ catalog, other }) => {
    const projectNo = await project(catalog, 'shop');
    await catalog.createAlert({ ...ALERT, projectNo });
    const step = { alertId: 'a1', seenUntilMs: 100, untilMs: 200, keep: 3 };
    expect(await catalog.settleAlert({ ...step, delivery: delivery('d1', 200) })).toBe(true);
    expect(await other.settleAlert({ ...step, delivery: delivery('d2', 200) })).toBe(false);
    expect(await other.settleAlert({ ...step, alertId: 'gone', delivery: null })).toBe(false);
    expect(await catalog.settleAlert({ ...step, seenUntilMs: 200, untilMs: 300, delivery: null })).toBe(true);
    const [alert] = await other.listAlerts(projectNo);
    expect([alert?.checkedUntilMs, alert?.firedUntilMs]).toEqual([300, 200]);
    expect(await other.listDeliveries('a1', 10)).toEqual([delivery('d1', 200)]);
  });

  check('deliveries wait until they are due, and the oldest that are told go', async ({ catalog, other }) => {
    const projectNo = await project(catalog, 'shop');
    await catalog.createAlert({ ...ALERT, projectNo });
    const fire = (seenUntilMs: number) => {
      const untilMs = seenUntilMs + 100;
      const step = { alertId: 'a1', seenUntilMs, untilMs, keep: 2 };
      return catalog.settleAlert({ ...step, delivery: delivery(`d${untilMs}`, untilMs) });
    };
    for (const seen of [100, 200]) await fire(seen);
    expect((await other.waitingDeliveries(250, 9)).map(({ id }) => id)).toEqual(['d200']);
    expect(await other.waitingDeliveries(300, 1)).toHaveLength(1);
    const told = { state: 'delivered', attempts: 1, nextAtMs: 0, outcome: 'answered 200' } as const;
    await catalog.noteDelivery('d200', told);
    await catalog.noteDelivery('gone', told);
    expect((await other.waitingDeliveries(300, 9)).map(({ id }) => id)).toEqual(['d300']);
    await catalog.noteDelivery('d300', { ...told, state: 'failed' });
    for (const seen of [300, 400]) await fire(seen);
    for (const id of ['d400', 'd500']) await catalog.noteDelivery(id, told);
    await fire(500);
    const kept = await other.listDeliveries('a1', 10);
    expect(kept.map(({ id }) => id)).toEqual(['d600', 'd500', 'd400']);
    expect(kept[1]).toEqual({ ...delivery('d500', 500), ...told });
    await catalog.removeAlert(projectNo, 'a1');
    expect(await other.listDeliveries('a1', 10)).toEqual([]);
  });
}

function goal(given: Partial<GoalRow>): GoalRow {
  return {
    ...{ id: 'g1', projectNo: 1, name: 'Read', filters: ['page:is:/a:b'], valueEvent: null },
    ...{ createdBy: 'terminal', createdAtMs: 1, updatedAtMs: 1, ...given },
  };
}

function delivery(id: string, untilMs: number): DeliveryRow {
  return {
    ...{ id, alertId: 'a1', untilMs, body: '{"a":1}', state: 'waiting', attempts: 0 },
    ...{ nextAtMs: untilMs, outcome: null, createdAtMs: 1 },
  };
}

async function project(catalog: Catalog, id: string): Promise<number> {
  const facts = { name: id, origins: [], timeZone: 'UTC', createdAtMs: 1 };
  const { no } = await catalog.createProject({ id, writeKey: `hw_${id}`, ...facts });
  return no;
}
