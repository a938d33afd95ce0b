// Today's tables of catalog.db for goals and alerts, readable; the others stand in schema-catalog.ts.

import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { AlertRule, DeliveryState } from '../../contract/alerts.ts';
import { projects } from './schema-catalog.ts';

/** Filters that a session passes when it converts. */
export const goals = sqliteTable(
  'goals',
  {
    id: text('id').primaryKey().notNull(),
    projectNo: integer('project_no')
      .notNull()
      .references(() => projects.no, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    filters: text('filters', { mode: 'json' }).$type<string[]>().notNull(),
    valueEvent: text('value_event'),
    createdBy: text('created_by').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    updatedAtMs: integer('updated_at_ms').notNull(),
  },
  (table) => [uniqueIndex('goals_by_name').on(table.projectNo, table.name)],
);

/** Numbers that are looked at again and again, and whom to tell. */
export const alerts = sqliteTable(
  'alerts',
  {
    id: text('id').primaryKey().notNull(),
    projectNo: integer('project_no')
      .notNull()
      .references(() => projects.no, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    rule: text('rule', { mode: 'json' }).$type<AlertRule>().notNull(),
    url: text('url').notNull(),
    secret: text('secret').notNull(),
    createdBy: text('created_by').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    updatedAtMs: integer('updated_at_ms').notNull(),
    pausedAtMs: integer('paused_at_ms'),
    checkedUntilMs: integer('checked_until_ms').notNull(),
    firedUntilMs: integer('fired_until_ms'),
  },
  (table) => [uniqueIndex('alerts_by_name').on(table.projectNo, table.name)],
);

/** What alerts have to tell, and what became of it. */
export const alertDeliveries = sqliteTable(
  'alert_deliveries',
  {
    id: text('id').primaryKey().notNull(),
    alertId: text('alert_id')
      .notNull()
      .references(() => alerts.id, { onDelete: 'cascade' }),
    untilMs: integer('until_ms').notNull(),
    body: text('body').notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    attempts: integer('attempts').notNull(),
    nextAtMs: integer('next_at_ms').notNull(),
    outcome: text('outcome'),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [
    index('alert_deliveries_waiting').on(table.state, table.nextAtMs),
    uniqueIndex('alert_deliveries_once').on(table.alertId, table.untilMs),
  ],
);
