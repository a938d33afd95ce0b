// Goals as they are saved and answered: filters that a session passes when it converts. Shares are 0…1.

import type { Interval, ScopeView } from './api.ts';

export type GoalView = {
  /** Goes into filters as `goal:is:<id>`. */
  id: string;
  name: string;
  /** `dimension:op:value`, all of which must hold; neither goals nor funnels. */
  filters: string[];
  /** Custom event whose values are added up over the sessions that convert; null for none. */
  valueEvent: string | null;
  createdBy: string;
  createdAtMs: number;
  updatedAtMs: number;
};

/** Of one span. Sessions count where they begin, values where they happen, as everywhere. */
export type GoalCounts = {
  sessions: number;
  /** Sessions that pass the goal's filters, and their visitors. */
  conversions: number;
  visitors: number;
  /** Share of sessions that convert; null without sessions. */
  rate: number | null;
  /** Null for a goal without an event that carries a value. */
  value: number | null;
};
export type GoalResult = {
  scope: ScopeView;
  goal: GoalView;
  counts: GoalCounts;
  /** With `compare=previous`: of the same stretch before. */
  previous: GoalCounts | null;
  interval: Interval;
  trend: { startMs: number; label: string; sessions: number; conversions: number }[];
};
