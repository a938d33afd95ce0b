// Today's tables of sessions in events.db, readable: rows, and the words they name by number. The view `sessions` writes
// them out; who asks for sessions asks the view.

import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** A row for each part that an idle gap cut a client session into. Counters agree with the events at every moment. */
export const sessionRows = sqliteTable(
  'session_rows',
  {
    projectNo: integer('project_no').notNull(),
    session: integer('session').notNull(),
    part: integer('part').notNull(),
    clientId: text('client_id').notNull(),
    visitor: text('visitor').notNull(),
    userId: text('user_id'),
    named: text('named'),
    startedAtMs: integer('started_at_ms').notNull(),
    durationMs: integer('duration_ms').notNull(),
    toldAfterMs: integer('told_after_ms'),
    events: integer('events').notNull(),
    pageviews: integer('pageviews').notNull(),
    clicks: integer('clicks').notNull(),
    moves: integer('moves').notNull(),
    scrolls: integer('scrolls').notNull(),
    inputs: integer('inputs').notNull(),
    customs: integer('customs').notNull(),
    errors: integer('errors').notNull(),
    rage: integer('rage').notNull(),
    dead: integer('dead').notNull(),
    errorClicks: integer('error_clicks').notNull(),
    quickBacks: integer('quick_backs').notNull(),
    maxScrollPct: real('max_scroll_pct'),
    entryPage: integer('entry_page'),
    entryAfterMs: integer('entry_after_ms'),
    entryId: text('entry_id'),
    exitPage: integer('exit_page'),
    exitAfterMs: integer('exit_after_ms'),
    exitId: text('exit_id'),
    agent: integer('agent').notNull(),
    referral: integer('referral'),
    seat: integer('seat'),
    isBot: integer('is_bot', { mode: 'boolean' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectNo, table.session, table.part] }),
    index('sessions_by_start').on(table.projectNo, table.startedAtMs, table.session, table.part, table.isBot),
  ],
);

/** What sessions were seen with, each combination once. */
export const agents = sqliteTable(
  'agents',
  {
    projectNo: integer('project_no').notNull(),
    agent: integer('agent').notNull(),
    uses: integer('uses').notNull(),
    browser: text('browser'),
    browserVersion: text('browser_version'),
    os: text('os'),
    userAgent: text('user_agent'),
    platform: text('platform'),
    appName: text('app_name'),
    appVersion: text('app_version'),
    appEnv: text('app_env'),
    sdk: text('sdk'),
    rate: real('rate').notNull(),
    moveRate: real('move_rate').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.agent] })],
);

/** Where sessions came from, each combination once. */
export const referrals = sqliteTable(
  'referrals',
  {
    projectNo: integer('project_no').notNull(),
    referral: integer('referral').notNull(),
    uses: integer('uses').notNull(),
    referrer: text('referrer'),
    source: text('source'),
    medium: text('medium'),
    utmSource: text('utm_source'),
    utmMedium: text('utm_medium'),
    utmCampaign: text('utm_campaign'),
    utmTerm: text('utm_term'),
    utmContent: text('utm_content'),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.referral] })],
);

/** Where visitors sat: device, screen, language and country, each combination once. */
export const seats = sqliteTable(
  'seats',
  {
    projectNo: integer('project_no').notNull(),
    seat: integer('seat').notNull(),
    uses: integer('uses').notNull(),
    device: integer('device'),
    screenW: integer('screen_w'),
    screenH: integer('screen_h'),
    language: text('language'),
    country: text('country'),
  },
  (table) => [primaryKey({ columns: [table.projectNo, table.seat] })],
);
