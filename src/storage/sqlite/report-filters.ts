// Turns a scope into SQL conditions on `sessions s`. A new dimension is a line here and one in contract/dimensions.ts.

import type { SQLQueryBindings } from 'bun:sqlite';
import type { Dimension } from '../../contract/dimensions.ts';
import { DEVICE_CODES, DEVICES } from '../../contract/event-types.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { Filter, Scope } from '../port.ts';

export type Condition = { sql: string; params: SQLQueryBindings[] };

/** How a missing value is spelled in filters and breakdowns. */
export const NONE = '(none)';

/** The longest that a session part can begin before one of its events (only parts of LIMITS.sessionParts may be longer). */
const REACH_MS = LIMITS.sessionMaxMs;

const DIMENSION_COLUMNS: Record<Dimension, string> = {
  source: 's.source',
  medium: 's.medium',
  referrer: 's.referrer',
  utm_source: 's.utm_source',
  utm_medium: 's.utm_medium',
  utm_campaign: 's.utm_campaign',
  utm_term: 's.utm_term',
  utm_content: 's.utm_content',
  entry: '(select path from pages where project_no = s.project_no and page = s.entry_page)',
  exit: '(select path from pages where project_no = s.project_no and page = s.exit_page)',
  country: 's.country',
  language: 's.language',
  device: `case s.device ${DEVICES.map((name) => `when ${DEVICE_CODES[name]} then '${name}'`).join(' ')} end`,
  browser: 's.browser',
  os: 's.os',
  screen: "s.screen_w || 'x' || s.screen_h",
  app_version: 's.app_version',
  visitor: 's.visitor',
  user: 's.user_id',
};

/** Sessions that began in the scope's range and pass its filters. */
export function sessionsBegun(scope: Scope): Condition {
  return sessionsBetween(scope, scope.fromMs);
}

/** Sessions that pass the filters and may have events in the range: also those that began before it. */
export function sessionsTouching(scope: Scope): Condition {
  const { sql, params } = sessionsBetween(scope, scope.fromMs - REACH_MS);
  return { sql: `${sql}\n  and s.ended_at_ms >= ?`, params: [...params, scope.fromMs] };
}

/** The scope's filters and its answer to bots, without any range: for sessions found by their key. */
export function sessionFilters(scope: Scope): Condition {
  const filters = scope.filters.map(compileFilter);
  const lines = filters.map((filter) => `\n  and ${filter.sql}`);
  if (!scope.includeBots) lines.push('\n  and s.is_bot = 0');
  return { sql: lines.join(''), params: filters.flatMap((filter) => filter.params) };
}

/**
 * The same for rows `alias` of a table that tells of bots itself: `join` names their sessions, and is empty unless there
 * are filters that ask for them.
 */
export function joinedFilters(alias: 'c' | 'v', scope: Scope): Condition & { join: string } {
  if (scope.filters.length === 0) return { join: '', sql: '', params: [] };
  const join = `
cross join sessions s
  on s.project_no = ${alias}.project_no
  and s.session = ${alias}.session
  and s.part = ${alias}.part`;
  return { join, ...sessionFilters({ ...scope, includeBots: true }) };
}

function sessionsBetween(scope: Scope, fromMs: number): Condition {
  const filters = sessionFilters(scope);
  return {
    sql: `s.project_no = ?\n  and s.started_at_ms >= ?\n  and s.started_at_ms < ?${filters.sql}`,
    params: [scope.projectNo, fromMs, scope.toMs, ...filters.params],
  };
}

function compileFilter({ dimension, op, value }: Filter): Condition {
  const column = DIMENSION_COLUMNS[dimension];
  if (value === NONE && op === 'is') return { sql: `${column} is null`, params: [] };
  if (value === NONE && op === 'is_not') return { sql: `${column} is not null`, params: [] };
  switch (op) {
    case 'is':
      return { sql: `${column} = ?`, params: [value] };
    case 'is_not':
      return { sql: `${column} is not ?`, params: [value] };
    case 'contains':
      return { sql: `${column} like ? escape '\\'`, params: [`%${escapeLike(value)}%`] };
    case 'glob':
      return { sql: `${column} glob ?`, params: [escapeGlob(value)] };
  }
}

/** Makes `%`, `_` and `\` of a text mean themselves in `like … escape '\'`. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}

/** Keeps `*` and `?` of a pattern; `[` means itself, as a character class of one. */
function escapeGlob(pattern: string): string {
  return pattern.replaceAll('[', '[[]').replace(/\*{2,}/g, '*');
}
