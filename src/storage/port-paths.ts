// What is asked about the order of things: funnels, journeys over pages, retention. The methods are in port.ts.

import type { SplitDimension } from '../contract/dimensions.ts';
import type { FunnelOrder, FunnelUnit, PropCondition, RetentionUnit } from '../contract/funnels.ts';
import type { QueryOptions, Scope } from './port-scope.ts';

/** A step: pageviews of any of the pages, or of paths; or custom events of that name that meet all conditions. */
export type StepQuery =
  | { kind: 'pages'; pages: readonly number[] }
  | { kind: 'path'; op: 'is' | 'glob'; value: string }
  | { kind: 'event'; name: string; where: readonly PropCondition[] };

/** About sessions that began in the scope and pass its filters. Facts are ordered by time, ties by event id. */
export type FunnelQuery = Scope & {
  steps: readonly StepQuery[];
  windowMs: number;
  order: FunnelOrder;
  unit: FunnelUnit;
  split: SplitDimension | null;
  /** Ascending bucket edges of the trend, first = fromMs; what begins after the last edge is in the last bucket. */
  edges: readonly number[];
};
export type FunnelRows = {
  /** For each step: units that got there, and the times from the step before it. */
  steps: { count: number; medianMs: number | null; p90Ms: number | null }[];
  /** For each step: last pages of those who got no further, most first, at most LIMITS.funnelPages. */
  leftFrom: { page: number; path: string; count: number }[][];
  /** Largest first step first, at most LIMITS.funnelGroups; `value` null is none, undefined all others. */
  groups: { value: string | null | undefined; counts: number[] }[];
  /** For each bucket. */
  trend: { entered: number; converted: number }[];
};
/** Sessions in which units got to `step` (from 0) and, for `left`, no further. Newest first, at most `limit`. */
export type FunnelSessionsQuery = FunnelQuery & { step: number; outcome: 'left' | 'reached'; limit: number };
export type FunnelSession = { projectNo: number; session: number; part: number };

export type PathsQuery = Scope & {
  /** Pages where paths begin or end; null: where sessions entered or left. */
  pages: readonly number[] | null;
  direction: 'from' | 'to';
  /** Pages of a path, 2 to LIMITS.journeyDepth. */
  depth: number;
  /** Nodes that a level names; the rest is one node. */
  nodes: number;
};
export type PathsRows = {
  sessions: number;
  levels: { page: number | null; path: string; sessions: number; ended: number }[][];
  links: { level: number; from: number; to: number; sessions: number }[];
};

export type RetentionQuery = Scope & {
  unit: RetentionUnit;
  /** Ascending, one slot more than there are cohorts. */
  edges: readonly number[];
};
/** `returned[k]`: of the cohort, those with a session in the k-th slot after its own; k = 0 is all of them. */
export type RetentionRows = { size: number; returned: number[] }[];

/** Part of ReportStore, with its rules. */
export interface PathReports {
  /** Of units that took the first step. */
  funnel(query: FunnelQuery, options?: QueryOptions): Promise<FunnelRows>;
  funnelSessions(query: FunnelSessionsQuery, options?: QueryOptions): Promise<FunnelSession[]>;
  /** A page that follows itself counts once. Throws `not_found` when the project has never seen any of the pages. */
  paths(query: PathsQuery, options?: QueryOptions): Promise<PathsRows>;
  /** One cohort for each slot. */
  retention(query: RetentionQuery, options?: QueryOptions): Promise<RetentionRows>;
}
