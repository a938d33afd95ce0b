// Turns a scope into SQL conditions on `sessions s`, the same for every report. What a dimension is in SQL stands in
// report-dimensions.ts; that operator and value fit it was checked by whoever read the filter.

import type { SQLQueryBindings } from 'bun:sqlite';
import {
  dimensionSpec,
  type FilterDimension,
  type FilterOp,
  isNamedDimension,
  NO_VALUE,
  propKeyOf,
  type SplitDimension,
} from '../../contract/dimensions.ts';
import { LIMITS } from '../../contract/limits.ts';
import { bytesInEitherCase } from '../../contract/page-rules.ts';
import { assert } from '../../lib/errors.ts';
import type { Filter, Scope } from '../port.ts';
import type { FilterMeaning } from '../port-scope.ts';
import {
  EVENT_VALUE,
  FACTS,
  type Fact,
  IS_RETURNING,
  NUMBERS,
  propFact,
  TEXT_COLUMNS,
} from './report-dimensions.ts';

export type Condition = { sql: string; params: SQLQueryBindings[] };

/** The longest that a session part can begin before one of its events (only parts of LIMITS.sessionParts may be longer). */
export const REACH_MS = LIMITS.sessionMaxMs;

/** A filter by element with the parts of sessions that packed clicks tell of, as JSON: withPackedClicks() adds them. */
export type ElementFilter = Filter & { packedParts?: string };

/** Marks statements that read all rows of a project on purpose, because that is sooner done than to look them up. */
export const READS_WHOLE = '/* reads the project whole */';

/** Sessions that began in the scope's range and pass its filters. */
export function sessionsBegun(scope: Scope, scan: 'whole' | 'range' = 'range'): Condition {
  return sessionsBetween(scope, scope.fromMs, scan);
}

/**
 * Sessions that pass the filters and may have events in the range: also those that began before it. With `whole` they
 * are read in the table's own order and not by the index of their starts.
 */
export function sessionsTouching(scope: Scope, scan: 'whole' | 'range' = 'range'): Condition {
  const { sql, params } = sessionsBetween(scope, scope.fromMs - REACH_MS, scan);
  return { sql: `${sql}\n  and s.ended_at_ms >= ?`, params: [...params, scope.fromMs] };
}

/** The scope's filters and its answer to bots, without any range: for sessions found by their key. */
export function sessionFilters(scope: Scope): Condition {
  const filters = scope.filters.map((filter) => compileFilter(filter, scope));
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

function sessionsBetween(scope: Scope, fromMs: number, scan: 'whole' | 'range' = 'range'): Condition {
  const filters = sessionFilters(scope);
  const isWhole = scan === 'whole';
  const start = isWhole ? '+s.started_at_ms' : 's.started_at_ms';
  return {
    sql: `s.project_no = ?${isWhole ? ` ${READS_WHOLE}` : ''}\n  and ${start} >= ?\n  and ${start} < ?${filters.sql}`,
    params: [scope.projectNo, fromMs, scope.toMs, ...filters.params],
  };
}

function compileFilter(filter: Filter, scope: Scope): Condition {
  const { dimension } = filter;
  if (filter.means !== undefined) return compileMeaning(filter, filter.means, scope);
  assert(!isNamedDimension(dimension), `the filter on ${dimension} was looked up`);
  if (dimension === 'element') return clickedElement(filter, scope);
  if (dimension === 'value') return hasNumber(EVENT_VALUE, EVENT_VALUE.value, filter);
  const key = propKeyOf(dimension);
  if (key !== null) return hasProp(propFact(key), filter, scope);
  switch (dimensionSpec(dimension).kind) {
    case 'text':
      return compareColumn(TEXT_COLUMNS[dimension as SplitDimension], filter);
    case 'choice': {
      const wantsReturning = (filter.value === 'returning') === (filter.op === 'is');
      return { sql: `${wantsReturning ? '' : 'not '}(${IS_RETURNING})`, params: [] };
    }
    case 'number': {
      const { sql, each } = NUMBERS[dimension as keyof typeof NUMBERS];
      return { sql: `${sql} ${signOf(filter)} ?`, params: [Number(filter.value) * each] };
    }
    case 'fact':
      return hasFact(FACTS[dimension as keyof typeof FACTS], filter, scope);
  }
}

/** Inner conditions may be null, where `is_not` holds. */
function compileMeaning({ dimension, op }: Filter, means: FilterMeaning, scope: Scope): Condition {
  const { sql, params } = meaningOf(dimension, means, scope);
  return op === 'is_not' ? { sql: `(${sql}) is not true`, params } : { sql: `(${sql})`, params };
}

function meaningOf(dimension: FilterDimension, means: FilterMeaning, scope: Scope): Condition {
  if (means.kind === 'all') {
    const all = means.filters.map((filter) => compileFilter(filter, scope));
    const sql = all.map((one) => one.sql).join('\n  and ') || 'true';
    return { sql, params: all.flatMap(({ params }) => params) };
  }
  if (means.kind === 'sessions') {
    const sql = `(s.session, s.part) in (
    select json_extract(value, '$[0]'), json_extract(value, '$[1]')
    from json_each(?)
  )`;
    return { sql, params: [JSON.stringify(means.sessions)] };
  }
  const among = 'in (select value from json_each(?))';
  const { where } = FACTS.page;
  const sql =
    dimension === 'page'
      ? `exists (select 1 from views v where ${where} and v.page ${among})`
      : `s.${dimension === 'entry' ? 'entry_page' : 'exit_page'} ${among}`;
  return { sql, params: [JSON.stringify(means.pages)] };
}

/** A column that may be null, which is what NO_VALUE stands for. */
function compareColumn(column: string, { op, value }: Filter): Condition {
  if (value === NO_VALUE && op === 'is') return { sql: `${column} is null`, params: [] };
  if (value === NO_VALUE && op === 'is_not') return { sql: `${column} is not null`, params: [] };
  if (op === 'is_not') return { sql: `${column} is not ?`, params: [value] };
  return compareText(column, op, value);
}

/** Whether the session has a row that states the fact; `is_not` asks that it has none, NO_VALUE for no fact at all. */
function hasFact(fact: Fact, filter: Filter, { projectNo }: Scope): Condition {
  const { op, value } = filter;
  const isWhole = op === 'is' || op === 'is_not';
  const isAny = value === NO_VALUE && isWhole;
  const whole = isWhole && !isAny ? fact.whole : undefined;
  const matches: Condition | null = whole
    ? { sql: whole.sql, params: [projectNo, value] }
    : isAny
      ? null
      : compareText(fact.value, op === 'is_not' ? 'is' : op, value);
  const isWanted = (op === 'is_not') === isAny;
  return {
    sql: `${isWanted ? '' : 'not '}exists (
      select 1
      from ${whole?.tables ?? fact.tables}
      where ${fact.where}${matches ? `\n        and ${matches.sql}` : ''}
    )`,
    params: [...fact.params, ...(matches?.params ?? [])],
  };
}

function hasProp(prop: ReturnType<typeof propFact>, filter: Filter, scope: Scope): Condition {
  const isSize = filter.op === 'min' || filter.op === 'max';
  return isSize ? hasNumber(prop, prop.number, filter) : hasFact(prop, filter, scope);
}

/** Whether any of the facts is at least, or at most, so large. */
function hasNumber({ tables, where, params }: Fact, number: string, filter: Filter): Condition {
  return {
    sql: `exists (
      select 1
      from ${tables}
      where ${where}
        and ${number} ${signOf(filter)} ?
    )`,
    params: [...params, Number(filter.value)],
  };
}

function signOf({ op }: Filter): string {
  return op === 'min' ? '>=' : '<=';
}

export function elementIn({ value }: Filter): number {
  return Number.parseInt(value, 36);
}

/**
 * Clicks on an element are found by their own index, within the time that sessions of the scope can have; those that are
 * packed were looked up before.
 */
function clickedElement(filter: ElementFilter, scope: Scope): Condition {
  const { op, packedParts = '[]' } = filter;
  return {
    sql: `(s.session, s.part) ${op === 'is' ? '' : 'not '}in (
      select session, part
      from clicks
      where project_no = ?
        and element = ?
        and ts_ms >= ?
        and ts_ms < ?
      union all
      select value ->> 0, value ->> 1
      from json_each(?)
    )`,
    params: [
      ...[scope.projectNo, elementIn(filter), scope.fromMs - REACH_MS, scope.toMs + REACH_MS],
      packedParts,
    ],
  };
}

/** A text column against a value; `is`, `contains` or `glob`. */
export function compareText(column: string, op: FilterOp, value: string): Condition {
  if (op === 'contains') return { sql: `${column} like ? escape '\\'`, params: [likeAny(value)] };
  if (op === 'glob') return { sql: `${column} glob ?`, params: [escapeGlob(value)] };
  return { sql: `${column} = ?`, params: [value] };
}

/** The pattern of `like … escape '\'` for a text anywhere: its `%`, `_` and `\` mean themselves. */
export function likeAny(text: string): string {
  return `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

/** Keeps `*` and `?` of a pattern; `[` means itself, as a character class of one. */
function escapeGlob(pattern: string): string {
  return bytesInEitherCase(pattern.replaceAll('[', '[[]').replace(/\*{2,}/g, '*'));
}
