// What the catalog keeps of goals and alerts, and of what alerts have to tell. Part of the Catalog, with its rules.

import type { AlertRule, DeliveryState } from '../contract/alerts.ts';

/** Names are unique in a project. */
export type GoalRow = {
  id: string;
  projectNo: number;
  name: string;
  filters: string[];
  valueEvent: string | null;
  createdBy: string;
  createdAtMs: number;
  updatedAtMs: number;
};
/** Names are unique in a project. */
export type AlertRow = {
  id: string;
  projectNo: number;
  name: string;
  rule: AlertRule;
  url: string;
  secret: string;
  createdBy: string;
  createdAtMs: number;
  updatedAtMs: number;
  pausedAtMs: number | null;
  /** End of the last window that was looked at. */
  checkedUntilMs: number;
  /** End of the last window that it fired for. */
  firedUntilMs: number | null;
};
export type DeliveryRow = {
  id: string;
  alertId: string;
  untilMs: number;
  /** JSON, the same at every attempt. */
  body: string;
  state: DeliveryState;
  attempts: number;
  nextAtMs: number;
  outcome: string | null;
  createdAtMs: number;
};
export type AlertChange = Partial<
  Pick<AlertRow, 'name' | 'rule' | 'url' | 'pausedAtMs' | 'checkedUntilMs'>
> & {
  updatedAtMs: number;
};

export interface GoalCatalog {
  /** Throws `conflict` when the project has one of that name. */
  createGoal(goal: GoalRow): Promise<void>;
  /** By name. */
  listGoals(projectNo: number): Promise<GoalRow[]>;
  /** Throws `not_found` for a goal that is not the project's, and `conflict` likewise. */
  updateGoal(
    projectNo: number,
    id: string,
    change: Partial<Pick<GoalRow, 'name' | 'filters' | 'valueEvent'>> & { updatedAtMs: number },
  ): Promise<GoalRow>;
  /** Throws `not_found` likewise. */
  removeGoal(projectNo: number, id: string): Promise<void>;

  /** Throws `conflict` when the project has one of that name. */
  createAlert(alert: AlertRow): Promise<void>;
  /** By name; of all projects when that is null. */
  listAlerts(projectNo: number | null): Promise<AlertRow[]>;
  /** Throws `not_found` and `conflict` likewise. */
  updateAlert(projectNo: number, id: string, change: AlertChange): Promise<AlertRow>;
  /** Removes what it has to tell along. Throws `not_found`. */
  removeAlert(projectNo: number, id: string): Promise<void>;
  /**
   * Notes that the window that ends at `untilMs` was looked at and, with `delivery`, that the alert fired for it: one
   * transaction. False, and nothing is done, unless the alert is there and `seenUntilMs` is what was last looked at:
   * then somebody else was first. Keeps the newest `keep` deliveries that are told or given up.
   */
  settleAlert(step: {
    alertId: string;
    seenUntilMs: number;
    untilMs: number;
    delivery: DeliveryRow | null;
    keep: number;
  }): Promise<boolean>;
  /** Newest first. */
  listDeliveries(alertId: string, limit: number): Promise<DeliveryRow[]>;
  /** Those to be told by `atMs`, the longest due first. */
  waitingDeliveries(atMs: number, limit: number): Promise<DeliveryRow[]>;
  /** Notes an attempt; nothing when the delivery is gone. */
  noteDelivery(
    id: string,
    change: Pick<DeliveryRow, 'state' | 'attempts' | 'nextAtMs' | 'outcome'>,
  ): Promise<void>;
}
