// What sessions of a project repeat and name by number: which columns of a session stand in which table of words, and
// whole sessions with their words written out. How numbers are given is in apply-store-session-words.ts.

import type { AppliedSession } from '../port-apply.ts';

/** Tables of words, with their columns as a session calls them. A column's name in SQL is columnOf(). */
export const SESSION_WORDS = {
  agents: [
    ...(['browser', 'browserVersion', 'os', 'userAgent', 'platform'] as const),
    ...(['appName', 'appVersion', 'appEnv', 'sdk', 'rate', 'moveRate'] as const),
  ],
  referrals: [
    ...(['referrer', 'source', 'medium'] as const),
    ...(['utmSource', 'utmMedium', 'utmCampaign', 'utmTerm', 'utmContent'] as const),
  ],
  seats: ['device', 'screenW', 'screenH', 'language', 'country'],
} as const satisfies Record<string, readonly (keyof AppliedSession)[]>;
export type WordTable = keyof typeof SESSION_WORDS;
export type WordColumn = (typeof SESSION_WORDS)[WordTable][number];
export const WORD_TABLES = ['agents', 'referrals', 'seats'] as const satisfies readonly WordTable[];

/** The column that holds a word's number, in its table and in session_rows. */
export const WORD_NUMBER = { agents: 'agent', referrals: 'referral', seats: 'seat' } as const;

export function columnOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const words = WORD_TABLES.flatMap((table) =>
  SESSION_WORDS[table].map((name) => `w_${table}.${columnOf(name)}`),
);
const joins = WORD_TABLES.map((table) => {
  const number = WORD_NUMBER[table];
  return `left join ${table} w_${table}
    on w_${table}.project_no = r.project_no
    and w_${table}.${number} = r.${number}`;
});

/**
 * The same columns as the view `sessions` has, to be followed by an alias: for who reads many of them at once, as each
 * table of words is then looked up once for a row. The view looks up each column, and nothing for columns not asked for.
 */
export const WHOLE_SESSIONS = `(
  select
    r.project_no, r.session, r.part, r.client_id, r.visitor, r.user_id, r.named ->> 3 as traits,
    r.started_at_ms, r.started_at_ms + r.duration_ms as ended_at_ms,
    r.events, r.pageviews, r.clicks, r.moves, r.scrolls, r.inputs, r.customs, r.errors, r.rage, r.dead,
    r.error_clicks, r.quick_backs, r.max_scroll_pct,
    r.entry_page, r.started_at_ms + r.entry_after_ms as entry_at_ms, r.entry_id,
    nullif(coalesce(r.exit_page, r.entry_page), 0) as exit_page,
    r.started_at_ms + iif(r.exit_page is null, r.entry_after_ms, r.exit_after_ms) as exit_at_ms,
    iif(r.exit_page is null, r.entry_id, r.exit_id) as exit_id,
    r.is_bot,
    r.named ->> 0 as user_at_ms, r.named ->> 1 as traits_user_id, r.named ->> 2 as traits_at_ms,
    r.started_at_ms + r.told_after_ms as told_at_ms,
    ${words.join(', ')}
  from session_rows r
  ${joins.join('\n  ')}
)`;
