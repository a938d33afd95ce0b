// Today's table of snapshots.db, readable; migrations/sqlite/snapshots produces it and a test compares the two.

import { blob, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** A row for each snapshot; `body` is gzipped JSON of a SnapshotContent. */
export const snapshots = sqliteTable(
  'snapshots',
  {
    id: text('id').primaryKey().notNull(),
    projectNo: integer('project_no').notNull(),
    page: integer('page').notNull(),
    url: text('url').notNull(),
    title: text('title').notNull(),
    /** DEVICE_CODES. */
    device: integer('device').notNull(),
    viewportW: integer('viewport_w').notNull(),
    viewportH: integer('viewport_h').notNull(),
    docW: integer('doc_w').notNull(),
    docH: integer('doc_h').notNull(),
    layoutHash: text('layout_hash').notNull(),
    nodes: integer('nodes').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    body: blob('body', { mode: 'buffer' }).notNull(),
    isMasked: integer('is_masked').notNull().default(0),
  },
  (table) => [
    index('snapshots_by_page').on(table.projectNo, table.page, table.device, table.createdAtMs),
    index('snapshots_by_age').on(table.projectNo, table.createdAtMs),
  ],
);
