// Today's tables of events.db that metrics read, beside those of schema-events.ts. A test asserts that migrations make them.

import { blob, index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** page_slots without page and device. */
export const projectSlots = sqliteTable(
  'project_slots',
  {
    projectNo: integer('project_no').notNull(),
    slot: integer('slot').notNull(),
    pageviews: integer('pageviews').notNull(),
    clicks: integer('clicks').notNull(),
    rage: integer('rage').notNull(),
    dead: integer('dead').notNull(),
    errors: integer('errors').notNull(),
    customs: integer('customs').notNull(),
    events: integer('events').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.slot] })],
);

/** Custom events, clustered by time. */
export const customs = sqliteTable(
  'customs',
  {
    projectNo: integer('project_no').notNull(),
    tsMs: integer('ts_ms').notNull(),
    session: integer('session').notNull(),
    eventId: text('event_id').notNull(),
    part: integer('part').notNull(),
    page: integer('page'),
    name: text('name').notNull(),
    category: text('category').notNull(),
    value: real('value'),
    source: text('source'),
    userId: text('user_id'),
    isBot: integer('is_bot', { mode: 'boolean' }).notNull(),
    props: text('props'),
  },
  (table) => [
    primaryKey({ columns: [table.projectNo, table.tsMs, table.session, table.eventId] }),
    index('customs_by_session').on(table.projectNo, table.session, table.part, table.name),
  ],
);

/** Sessions of days that are over as columns, each field of a block in a row. */
export const packedSessions = sqliteTable(
  'packed_sessions',
  {
    projectNo: integer('project_no').notNull(),
    fromMs: integer('from_ms').notNull(),
    field: text('field').notNull(),
    toMs: integer('to_ms').notNull(),
    lastMs: integer('last_ms').notNull(),
    sessions: integer('sessions').notNull(),
    body: blob('body', { mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.fromMs, table.field] })],
);

/** How many numbers the visitors of a project have been given. */
export const visitorNumbers = sqliteTable('visitor_numbers', {
  projectNo: integer('project_no').primaryKey().notNull(),
  given: integer('given').notNull(),
});
