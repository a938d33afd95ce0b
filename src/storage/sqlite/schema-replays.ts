// Today's tables of replays.db, readable; migrations/sqlite/replays produces them and a test compares the two.

import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** A row for each chunk; `body` is zstd of a JSON list of what was recorded. */
export const chunks = sqliteTable(
  'chunks',
  {
    id: integer('id').primaryKey().notNull(),
    projectNo: integer('project_no').notNull(),
    session: integer('session').notNull(),
    /** Random id of one page load. */
    recording: text('recording').notNull(),
    position: integer('position').notNull(),
    fromMs: integer('from_ms').notNull(),
    toMs: integer('to_ms').notNull(),
    receivedAtMs: integer('received_at_ms').notNull(),
    /** Bytes before compression. */
    rawBytes: integer('raw_bytes').notNull(),
    body: blob('body', { mode: 'buffer' }).notNull(),
  },
  (table) => [
    uniqueIndex('chunks_by_key').on(table.projectNo, table.session, table.recording, table.position),
    index('chunks_by_time').on(table.projectNo, table.session, table.fromMs, table.id),
    index('chunks_by_age').on(table.projectNo, table.receivedAtMs, table.id),
  ],
);

/** Sessions whose late chunks are not taken any more. */
export const forgotten = sqliteTable(
  'forgotten',
  {
    projectNo: integer('project_no').notNull(),
    session: integer('session').notNull(),
    untilMs: integer('until_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.session] })],
);

/** What a project's chunks take, compressed. */
export const usage = sqliteTable('usage', {
  projectNo: integer('project_no').primaryKey().notNull(),
  chunks: integer('chunks').notNull(),
  bytes: integer('bytes').notNull(),
});
