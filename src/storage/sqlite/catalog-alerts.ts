// The alerts of the catalog, and what they have to tell.

import { and, asc, desc, eq, lte, ne } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { HeatError } from '../../lib/errors.ts';
import type { GoalCatalog } from '../port-goals.ts';
import type { Guard } from './catalog-guard.ts';
import { alerts, alertDeliveries as deliveries } from './schema-goals.ts';

type AlertMethods = Omit<GoalCatalog, 'createGoal' | 'listGoals' | 'updateGoal' | 'removeGoal'>;

export function catalogAlerts(orm: BunSQLiteDatabase, guarded: Guard): AlertMethods {
  const ownOf = (projectNo: number, id: string) => and(eq(alerts.projectNo, projectNo), eq(alerts.id, id));
  return {
    async createAlert(alert) {
      guarded(() => orm.insert(alerts).values(alert).run(), taken('create', alert.name));
    },
    async listAlerts(projectNo) {
      const own = projectNo === null ? undefined : eq(alerts.projectNo, projectNo);
      return guarded(() => orm.select().from(alerts).where(own).orderBy(asc(alerts.name)).all());
    },
    async updateAlert(projectNo, id, change) {
      const updated = guarded(
        () => orm.update(alerts).set(change).where(ownOf(projectNo, id)).returning().get(),
        taken('change', change.name ?? ''),
      );
      if (!updated) throw unknownAlert(id);
      return updated;
    },
    async removeAlert(projectNo, id) {
      const removed = guarded(() =>
        orm.delete(alerts).where(ownOf(projectNo, id)).returning({ id: alerts.id }).get(),
      );
      if (!removed) throw unknownAlert(id);
    },
    ...catalogDeliveries(orm, guarded),
  };
}

function catalogDeliveries(
  orm: BunSQLiteDatabase,
  guarded: Guard,
): Pick<AlertMethods, 'settleAlert' | 'listDeliveries' | 'waitingDeliveries' | 'noteDelivery'> {
  return {
    async settleAlert({ alertId, seenUntilMs, untilMs, delivery, keep }) {
      const settle = (tx: Pick<BunSQLiteDatabase, 'update' | 'insert' | 'select' | 'delete'>): boolean => {
        const settled = tx
          .update(alerts)
          .set({ checkedUntilMs: untilMs, ...(delivery && { firedUntilMs: untilMs }) })
          .where(and(eq(alerts.id, alertId), eq(alerts.checkedUntilMs, seenUntilMs)))
          .returning({ id: alerts.id })
          .get();
        if (!settled) return false;
        if (delivery === null) return true;
        tx.insert(deliveries).values(delivery).run();
        const told = and(eq(deliveries.alertId, alertId), ne(deliveries.state, 'waiting'));
        const old = tx
          .select({ id: deliveries.id })
          .from(deliveries)
          .where(told)
          .orderBy(desc(deliveries.untilMs))
          .limit(keep)
          .offset(keep)
          .all();
        for (const { id } of old) tx.delete(deliveries).where(eq(deliveries.id, id)).run();
        return true;
      };
      return guarded(() => orm.transaction(settle, { behavior: 'immediate' }));
    },
    async listDeliveries(alertId, limit) {
      const own = eq(deliveries.alertId, alertId);
      return guarded(() =>
        orm.select().from(deliveries).where(own).orderBy(desc(deliveries.untilMs)).limit(limit).all(),
      );
    },
    async waitingDeliveries(atMs, limit) {
      const due = and(eq(deliveries.state, 'waiting'), lte(deliveries.nextAtMs, atMs));
      return guarded(() =>
        orm.select().from(deliveries).where(due).orderBy(asc(deliveries.nextAtMs)).limit(limit).all(),
      );
    },
    async noteDelivery(id, { state, attempts, nextAtMs, outcome }) {
      const change = { state, attempts, nextAtMs, outcome };
      guarded(() => orm.update(deliveries).set(change).where(eq(deliveries.id, id)).run());
    },
  };
}

function taken(what: string, name: string): string {
  return `Cannot ${what} the alert: the project has one named "${name}" already`;
}

function unknownAlert(id: string): HeatError {
  return new HeatError({ kind: 'not_found', code: 'alert_not_found', message: `There is no alert "${id}"` });
}
