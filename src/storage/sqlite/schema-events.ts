// Today's tables of events.db but those of sessions (schema-sessions.ts), maps (schema-maps.ts) and metrics
// (schema-metrics.ts), readable; migrations/sqlite/events produces them and a test compares the two. The applier writes them and reports read them with
// prepared SQL; this file is for people.

import { blob, index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** How far each journal has been applied; moves in the transaction that writes what came of it. */
export const applied = sqliteTable('applied', {
  journalId: text('journal_id').primaryKey().notNull(),
  seq: integer('seq').notNull(),
});

/** Batches that could not be applied, kept so that nothing acknowledged is lost. */
export const setAside = sqliteTable(
  'set_aside',
  {
    journalId: text('journal_id').notNull(),
    seq: integer('seq').notNull(),
    projectNo: integer('project_no').notNull(),
    receivedAtMs: integer('received_at_ms').notNull(),
    eventCount: integer('event_count').notNull(),
    reason: text('reason').notNull(),
    body: text('body').notNull(),
  },
  (table) => [primaryKey({ columns: [table.journalId, table.seq] })],
);

/** Server time of each project's newest event that was not imported, 0 when all were. */
export const lastEvents = sqliteTable('last_events', {
  projectNo: integer('project_no').primaryKey().notNull(),
  receivedAtMs: integer('received_at_ms').notNull(),
});

/** Pages ever seen; `page` is a 52-bit hash of host and path. */
export const pages = sqliteTable(
  'pages',
  {
    projectNo: integer('project_no').notNull(),
    page: integer('page').notNull(),
    host: text('host').notNull(),
    path: text('path').notNull(),
    title: text('title'),
    seenAtMs: integer('seen_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectNo, table.page] }),
    index('pages_by_path').on(table.projectNo, table.path, table.host),
  ],
);

/** Elements ever clicked or seen; `element` is a 52-bit hash of the stable parts of the descriptor. */
export const elements = sqliteTable(
  'elements',
  {
    projectNo: integer('project_no').notNull(),
    element: integer('element').notNull(),
    descriptor: text('descriptor').notNull(),
    seenAtMs: integer('seen_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.element] })],
);

/** With packed_events the truth: everything else in this file can be rebuilt from them. The key makes an event exactly once. */
export const events = sqliteTable(
  'events',
  {
    projectNo: integer('project_no').notNull(),
    session: integer('session').notNull(),
    eventId: text('event_id').notNull(),
    part: integer('part').notNull(),
    type: integer('type').notNull(),
    tsMs: integer('ts_ms').notNull(),
    receivedAtMs: integer('received_at_ms').notNull(),
    skewMs: integer('skew_ms').notNull(),
    flags: integer('flags').notNull(),
    page: integer('page'),
    viewW: integer('view_w'),
    viewH: integer('view_h'),
    dpr: real('dpr'),
    element: integer('element'),
    keyId: text('key_id').notNull(),
    fields: text('fields').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.session, table.eventId] })],
);

/** Events of session parts that began on a UTC day and are over, as packed-events.ts packs them. */
export const packedEvents = sqliteTable(
  'packed_events',
  {
    projectNo: integer('project_no').notNull(),
    day: integer('day').notNull(),
    block: integer('block').notNull(),
    firstPage: integer('first_page').notNull(),
    firstSession: integer('first_session').notNull(),
    lastPage: integer('last_page').notNull(),
    lastSession: integer('last_session').notNull(),
    heads: blob('heads', { mode: 'buffer' }).notNull(),
    bodies: blob('bodies', { mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.day, table.block] })],
);

/** Start of the first session of each visitor. */
export const visitors = sqliteTable(
  'visitors',
  {
    projectNo: integer('project_no').notNull(),
    visitor: text('visitor').notNull(),
    firstAtMs: integer('first_at_ms').notNull(),
    number: integer('number'),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.visitor] })],
);

/** Counts by quarter-hour, page and device. */
export const pageSlots = sqliteTable(
  'page_slots',
  {
    projectNo: integer('project_no').notNull(),
    slot: integer('slot').notNull(),
    page: integer('page').notNull(),
    device: integer('device').notNull(),
    pageviews: integer('pageviews').notNull(),
    clicks: integer('clicks').notNull(),
    rage: integer('rage').notNull(),
    dead: integer('dead').notNull(),
    errors: integer('errors').notNull(),
    customs: integer('customs').notNull(),
    events: integer('events').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.slot, table.page, table.device] })],
);
