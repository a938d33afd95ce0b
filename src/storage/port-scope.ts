// What every question to the readers' side has in common. The methods are in port.ts.

import type { FilterDimension, FilterOp } from '../contract/dimensions.ts';
import type { PageRules } from '../contract/page-rules.ts';

/** Elements whose clicks of a kind do not count; they still count as clicks. */
export type MutedIds = { rage: readonly number[]; dead: readonly number[] };

/**
 * A condition on sessions, checked by reports/filters.ts: the operator is one of the dimension's own, the value of a
 * number is a decimal, that of an element an opaque id. A missing value is spelled NO_VALUE.
 */
export type Filter = {
  dimension: FilterDimension;
  op: FilterOp;
  value: string;
  /** What the value stands for, where that is more than a value: reports/named-filters.ts adds it to `is` and `is_not`. */
  means?: FilterMeaning;
};
/** Sessions that pass all filters; those on one of the pages (of `page`, `entry`, `exit`); the named ones. */
export type FilterMeaning =
  | { kind: 'all'; filters: readonly Filter[] }
  | { kind: 'pages'; pages: readonly number[] }
  | { kind: 'sessions'; sessions: readonly (readonly [session: number, part: number])[] };
/** A resolved question: whole quarter-hours, from inclusive, to exclusive. Bots are left out unless asked for. */
export type Scope = {
  projectNo: number;
  fromMs: number;
  toMs: number;
  timeZone: string;
  filters: readonly Filter[];
  includeBots: boolean;
  /** Names of pages are those of what they count as under the rules; reports/named-filters.ts adds it. */
  pageRules?: PageRules;
  /** Elements whose rage or dead clicks do not count; reports/muted-reports.ts adds them. */
  muted?: MutedIds;
};
/** Aborting cancels the statement; the promise rejects with `unavailable` (deadline) or AbortError. */
export type QueryOptions = { signal?: AbortSignal };
