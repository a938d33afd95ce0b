// What every question to the readers' side has in common. The methods are in port.ts.

import type { FilterDimension, FilterOp } from '../contract/dimensions.ts';

/**
 * A condition on sessions, checked by reports/filters.ts: the operator is one of the dimension's own, the value of a
 * number is a decimal, that of an element an opaque id. A missing value is spelled NO_VALUE.
 */
export type Filter = { dimension: FilterDimension; op: FilterOp; value: string };
/** A resolved question: whole quarter-hours, from inclusive, to exclusive. Bots are left out unless asked for. */
export type Scope = {
  projectNo: number;
  fromMs: number;
  toMs: number;
  timeZone: string;
  filters: readonly Filter[];
  includeBots: boolean;
};
/** Aborting cancels the statement; the promise rejects with `unavailable` (deadline) or AbortError. */
export type QueryOptions = { signal?: AbortSignal };
