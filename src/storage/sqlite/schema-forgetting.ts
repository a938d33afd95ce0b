// Tables of events.db that say what is being taken out again and what must not come back. See schema-events.ts.

import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Orders that are under way, with what went so far. */
export const forgettings = sqliteTable(
  'forgettings',
  {
    projectNo: integer('project_no').notNull(),
    id: text('id').notNull(),
    removed: text('removed').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.id] })],
);

/** Parts of sessions that go; `scope` 1: only custom events that name the user. */
export const forgettingParts = sqliteTable(
  'forgetting_parts',
  {
    projectNo: integer('project_no').notNull(),
    id: text('id').notNull(),
    session: integer('session').notNull(),
    part: integer('part').notNull(),
    fromMs: integer('from_ms').notNull(),
    toMs: integer('to_ms').notNull(),
    scope: integer('scope').notNull(),
    isGone: integer('is_gone').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.id, table.session, table.part] })],
);

/** Pages, elements and visitors that may be named by nobody any more. */
export const forgettingNames = sqliteTable(
  'forgetting_names',
  {
    projectNo: integer('project_no').notNull(),
    kind: text('kind').notNull(),
    name: text('name').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.kind, table.name] })],
);

/** Whose late events are dropped: hashes of visitors and users, numbers of sessions. */
export const forgotten = sqliteTable(
  'forgotten',
  {
    projectNo: integer('project_no').notNull(),
    kind: text('kind').notNull(),
    mark: text('mark').notNull(),
    untilMs: integer('until_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.kind, table.mark] })],
);
