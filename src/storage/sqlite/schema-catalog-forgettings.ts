// Orders to forget a person in catalog.db; see schema-catalog.ts.

import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { RemovedCounts, SubjectKind } from '../../contract/personal-data.ts';
import { projects } from './schema-catalog.ts';

/** `subject` is empty once the order is done. */
export const forgettings = sqliteTable(
  'forgettings',
  {
    id: text('id').primaryKey().notNull(),
    projectNo: integer('project_no')
      .notNull()
      .references(() => projects.no, { onDelete: 'cascade' }),
    kind: text('kind').$type<SubjectKind>().notNull(),
    subject: text('subject'),
    askedAtMs: integer('asked_at_ms').notNull(),
    askedBy: text('asked_by').notNull(),
    doneAtMs: integer('done_at_ms'),
    removed: text('removed', { mode: 'json' }).$type<RemovedCounts>(),
  },
  (table) => [index('forgettings_by_project').on(table.projectNo, table.askedAtMs)],
);
