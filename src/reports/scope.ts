// From the parameters of a question to a scope: which project, which time, which filters. Time zones end here.

import { PERIODS, type Period, type ScopeView } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import { type PageRules, PLAIN_PAGE_RULES } from '../contract/page-rules.ts';
import { DAY_MS, SLOT_MS } from '../contract/slots.ts';
import { HeatError } from '../lib/errors.ts';
import type { Scope } from '../storage/port.ts';
import { HOUR_MS, startOfDay, startOfMonth } from './buckets.ts';
import { readFilters } from './filters.ts';
import { readInstant } from './instant.ts';
import { oneOf, readFlag } from './parameters.ts';
import { isTimeZone } from './zone.ts';

/** As they stand in the query string. */
export type ScopeParams = {
  /** One of PERIODS; 30d when neither it nor `from` is given. */
  period?: string | undefined;
  /** Milliseconds or ISO 8601; without an offset it is the zone's clock. `to` defaults to now; a bare date includes its day. */
  from?: string | undefined;
  to?: string | undefined;
  /** IANA name; the project's zone by default. */
  tz?: string | undefined;
  /** Only `previous`. */
  compare?: string | undefined;
  /** `dimension:op:value`, all of which must hold. */
  filter?: string | readonly string[] | undefined;
  /** Those of the segment that the question names, looked up by whoever knows segments. */
  segmentFilters?: readonly string[] | undefined;
  bots?: string | undefined;
};

export type ResolvedScope = Scope & {
  period: Period | null;
  comparePrevious: boolean;
  /** Which of the project's pages count as one. */
  pageRules: PageRules;
};

/**
 * Throws HeatError `invalid`, naming what is allowed, for unknown periods, zones, filters and comparisons, for ranges
 * that are empty, and for more than LIMITS.scopeDays.
 */
export function resolveScope(
  params: ScopeParams,
  project: { projectNo: number; timeZone: string; pageRules?: PageRules },
  nowMs: number,
): ResolvedScope {
  const timeZone = readZone(params.tz) ?? project.timeZone;
  const period = oneOf(PERIODS, params.period, 'period') ?? (params.from === undefined ? '30d' : null);
  const isGiven = params.from !== undefined || params.to !== undefined;
  if (isGiven && params.period !== undefined) {
    throw invalid('Cannot use "period" together with "from" or "to": give one or the other');
  }
  if (params.to !== undefined && params.from === undefined) {
    throw invalid('Cannot use "to" without "from"');
  }
  const range = period ? periodRange(period, timeZone, nowMs) : givenRange(params, timeZone, nowMs);
  const fromMs = Math.floor(range.fromMs / SLOT_MS) * SLOT_MS;
  const toMs = Math.ceil(range.toMs / SLOT_MS) * SLOT_MS;
  if (fromMs >= toMs) throw invalid('Cannot use this range: "from" is not before "to"');
  if (toMs - fromMs > LIMITS.scopeDays * DAY_MS + HOUR_MS) {
    throw invalid(`Cannot use this range: it spans more than ${LIMITS.scopeDays} days`);
  }
  return {
    projectNo: project.projectNo,
    fromMs,
    toMs,
    timeZone,
    pageRules: project.pageRules ?? PLAIN_PAGE_RULES,
    filters: [...readFilters(params.segmentFilters), ...readFilters(params.filter)],
    includeBots: readFlag(params.bots, 'bots'),
    period,
    comparePrevious: oneOf(['previous'], params.compare, 'compare') === 'previous',
  };
}

/** The scope as answers show it. */
export function scopeView({ fromMs, toMs, timeZone, period }: ResolvedScope): ScopeView {
  return { fromMs, toMs, timeZone, period };
}

/** What a store needs of it. */
export function storeScope(scope: ResolvedScope): Scope {
  const { projectNo, fromMs, toMs, timeZone, filters, includeBots } = scope;
  return { projectNo, fromMs, toMs, timeZone, filters, includeBots };
}

type Range = { fromMs: number; toMs: number };

/** Hours reach back from now; days and months are whole ones of the zone, today's included. */
function periodRange(period: Period, timeZone: string, nowMs: number): Range {
  switch (period) {
    case '1h':
      return { fromMs: nowMs - HOUR_MS, toMs: nowMs };
    case '24h':
      return { fromMs: nowMs - DAY_MS, toMs: nowMs };
    case 'yesterday':
      return { fromMs: startOfDay(timeZone, nowMs, -1), toMs: startOfDay(timeZone, nowMs) };
    case '12mo':
      return { fromMs: startOfMonth(timeZone, nowMs, -11), toMs: nowMs + 1 };
    default: {
      const days = { today: 1, '7d': 7, '30d': 30, '90d': 90 }[period];
      return { fromMs: startOfDay(timeZone, nowMs, 1 - days), toMs: nowMs + 1 };
    }
  }
}

function givenRange(params: ScopeParams, timeZone: string, nowMs: number): Range {
  const from = readInstant(params.from ?? '', 'from', timeZone);
  if (params.to === undefined) return { fromMs: from.ms, toMs: nowMs };
  const to = readInstant(params.to, 'to', timeZone);
  return { fromMs: from.ms, toMs: to.isDate ? startOfDay(timeZone, to.ms, 1) : to.ms };
}

function readZone(name: string | undefined): string | null {
  if (name === undefined) return null;
  if (isTimeZone(name)) return name;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_time_zone',
    message: 'Cannot use this time zone: it must be an IANA name such as Europe/Berlin or UTC',
  });
}

function invalid(message: string): HeatError {
  return new HeatError({ kind: 'invalid', code: 'bad_range', message });
}
