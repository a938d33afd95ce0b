// Today's tables of events.db that maps read, beside those of schema-events.ts. A test asserts that migrations make them.

import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * The box each element was last seen in, px of the page, for the wireframe. `device` is the code of the device that sees
 * its layout most; until November 2026 it was that of the machine it was seen on.
 */
export const boxes = sqliteTable(
  'boxes',
  {
    projectNo: integer('project_no').notNull(),
    page: integer('page').notNull(),
    device: integer('device').notNull(),
    element: integer('element').notNull(),
    x: integer('x').notNull(),
    y: integer('y').notNull(),
    w: integer('w').notNull(),
    h: integer('h').notNull(),
    docW: integer('doc_w').notNull(),
    docH: integer('doc_h').notNull(),
    isSection: integer('is_section', { mode: 'boolean' }).notNull(),
    seenAtMs: integer('seen_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.page, table.device, table.element] })],
);

/** Clicks again, clustered by page, for filtered heatmaps and the ragged edges of a range. */
export const clicks = sqliteTable(
  'clicks',
  {
    projectNo: integer('project_no').notNull(),
    page: integer('page').notNull(),
    tsMs: integer('ts_ms').notNull(),
    session: integer('session').notNull(),
    eventId: text('event_id').notNull(),
    part: integer('part').notNull(),
    device: integer('device').notNull(),
    element: integer('element'),
    bin: integer('bin'),
    cell: integer('cell'),
    viewW: integer('view_w'),
    viewH: integer('view_h'),
    docW: integer('doc_w'),
    docH: integer('doc_h'),
    kinds: integer('kinds').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectNo, table.page, table.tsMs, table.session, table.eventId] }),
    index('clicks_by_element').on(table.projectNo, table.element, table.tsMs, table.session, table.part),
  ],
);

/** Clicks by UTC day, element and bin inside its box. */
export const elementBins = sqliteTable(
  'element_bins',
  {
    projectNo: integer('project_no').notNull(),
    page: integer('page').notNull(),
    kind: integer('kind').notNull(),
    device: integer('device').notNull(),
    day: integer('day').notNull(),
    element: integer('element').notNull(),
    bin: integer('bin').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.projectNo, table.page, table.kind, table.device, table.day, table.element, table.bin],
    }),
  ],
);

/** Clicks by UTC day and cell of the page grid. */
export const gridBins = sqliteTable(
  'grid_bins',
  {
    projectNo: integer('project_no').notNull(),
    page: integer('page').notNull(),
    kind: integer('kind').notNull(),
    device: integer('device').notNull(),
    day: integer('day').notNull(),
    bin: integer('bin').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectNo, table.page, table.kind, table.device, table.day, table.bin] }),
  ],
);

/** Clicks by UTC day and viewport. */
export const viewBins = sqliteTable(
  'view_bins',
  {
    projectNo: integer('project_no').notNull(),
    page: integer('page').notNull(),
    kind: integer('kind').notNull(),
    device: integer('device').notNull(),
    day: integer('day').notNull(),
    viewW: integer('view_w').notNull(),
    viewH: integer('view_h').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.projectNo, table.page, table.kind, table.device, table.day, table.viewW, table.viewH],
    }),
  ],
);

/** Element and grid bins of days that are over, as packed-bins.ts packs them. */
export const packedBins = sqliteTable(
  'packed_bins',
  {
    projectNo: integer('project_no').notNull(),
    page: integer('page').notNull(),
    kind: integer('kind').notNull(),
    device: integer('device').notNull(),
    day: integer('day').notNull(),
    elements: blob('elements', { mode: 'buffer' }).notNull(),
    cells: blob('cells', { mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.page, table.kind, table.device, table.day] })],
);

/** Pageviews with what came of them; an empty event id stands for scrolling before the first one. */
export const views = sqliteTable(
  'views',
  {
    projectNo: integer('project_no').notNull(),
    session: integer('session').notNull(),
    page: integer('page').notNull(),
    tsMs: integer('ts_ms').notNull(),
    eventId: text('event_id').notNull(),
    part: integer('part').notNull(),
    device: integer('device').notNull(),
    isBot: integer('is_bot', { mode: 'boolean' }).notNull(),
    viewH: integer('view_h'),
    docH: integer('doc_h'),
    depthPx: integer('depth_px').notNull(),
    untilMs: integer('until_ms').notNull(),
    sections: text('sections').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectNo, table.session, table.page, table.tsMs, table.eventId] }),
    index('views_by_page').on(table.projectNo, table.page, table.tsMs),
  ],
);

/** Pageviews by UTC day and depth or viewport height. */
export const scrollBins = sqliteTable(
  'scroll_bins',
  {
    projectNo: integer('project_no').notNull(),
    page: integer('page').notNull(),
    measure: integer('measure').notNull(),
    device: integer('device').notNull(),
    day: integer('day').notNull(),
    bin: integer('bin').notNull(),
    count: integer('count').notNull(),
    total: integer('total').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.projectNo, table.page, table.measure, table.device, table.day, table.bin],
    }),
  ],
);

/** Pageviews by UTC day, section and time in view. */
export const sectionBins = sqliteTable(
  'section_bins',
  {
    projectNo: integer('project_no').notNull(),
    page: integer('page').notNull(),
    device: integer('device').notNull(),
    day: integer('day').notNull(),
    element: integer('element').notNull(),
    bin: integer('bin').notNull(),
    count: integer('count').notNull(),
    ms: integer('ms').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.projectNo, table.page, table.device, table.day, table.element, table.bin],
    }),
  ],
);

/** Rests of the pointer, one row for each move event that holds one. */
export const rests = sqliteTable(
  'rests',
  {
    projectNo: integer('project_no').notNull(),
    page: integer('page').notNull(),
    tsMs: integer('ts_ms').notNull(),
    session: integer('session').notNull(),
    eventId: text('event_id').notNull(),
    part: integer('part').notNull(),
    device: integer('device').notNull(),
    isBot: integer('is_bot', { mode: 'boolean' }).notNull(),
    viewW: integer('view_w'),
    viewH: integer('view_h'),
    spots: text('spots').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectNo, table.page, table.tsMs, table.session, table.eventId] }),
  ],
);

/** Rests by UTC day and cell of the page grid. */
export const restBins = sqliteTable(
  'rest_bins',
  {
    projectNo: integer('project_no').notNull(),
    page: integer('page').notNull(),
    device: integer('device').notNull(),
    day: integer('day').notNull(),
    bin: integer('bin').notNull(),
    count: integer('count').notNull(),
    ms: integer('ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.page, table.device, table.day, table.bin] })],
);

/** Clicks of days that are over, as packed-clicks.ts packs them. */
export const packedClicks = sqliteTable(
  'packed_clicks',
  {
    projectNo: integer('project_no').notNull(),
    page: integer('page').notNull(),
    day: integer('day').notNull(),
    block: integer('block').notNull(),
    clicks: blob('clicks', { mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.page, table.day, table.block] })],
);

/** On which pages packed clicks hit an element. */
export const packedElements = sqliteTable(
  'packed_elements',
  {
    projectNo: integer('project_no').notNull(),
    element: integer('element').notNull(),
    page: integer('page').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.element, table.page] })],
);
