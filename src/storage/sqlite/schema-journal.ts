// Today's tables of journal.db, readable; migrations/sqlite/journal produces them and a test compares the two.
// The journal's store uses prepared SQL; this file is for people.

import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** One row: the random id that ties applied positions to this journal. */
export const journal = sqliteTable('journal', {
  id: text('id').primaryKey().notNull(),
});

/** A row for each accepted request, append-only; `body` is JSON of a JournalBatch. */
export const batches = sqliteTable('batches', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  projectNo: integer('project_no').notNull(),
  receivedAtMs: integer('received_at_ms').notNull(),
  eventCount: integer('event_count').notNull(),
  body: text('body').notNull(),
});
