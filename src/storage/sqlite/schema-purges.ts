// Orders to remove made-up sessions in catalog.db; see schema-catalog.ts.

import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { RemovedCounts } from '../../contract/personal-data.ts';
import type { Filter } from '../port-scope.ts';
import { projects } from './schema-catalog.ts';

/** `filters` as they were asked for; `meaning`, what they stood for, is empty once the order is done. */
export const purges = sqliteTable(
  'purges',
  {
    id: text('id').primaryKey().notNull(),
    projectNo: integer('project_no')
      .notNull()
      .references(() => projects.no, { onDelete: 'cascade' }),
    fromMs: integer('from_ms').notNull(),
    toMs: integer('to_ms').notNull(),
    filters: text('filters', { mode: 'json' }).$type<string[]>().notNull(),
    includesBots: integer('includes_bots', { mode: 'boolean' }).notNull(),
    meaning: text('meaning', { mode: 'json' }).$type<Filter[]>(),
    askedAtMs: integer('asked_at_ms').notNull(),
    askedBy: text('asked_by').notNull(),
    doneAtMs: integer('done_at_ms'),
    removed: text('removed', { mode: 'json' }).$type<RemovedCounts>(),
  },
  (table) => [index('purges_by_project').on(table.projectNo, table.askedAtMs)],
);
