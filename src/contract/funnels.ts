// Funnels, journeys across pages and retention, as they are saved and answered. Instants are UTC milliseconds, shares 0…1.

import type { Interval, ScopeView } from './api.ts';
import type { SplitDimension } from './dimensions.ts';

/** `strict`: nothing else is viewed or sent between two steps; repeating the step just reached does no harm. */
export const FUNNEL_ORDERS = ['loose', 'strict'] as const;
export type FunnelOrder = (typeof FUNNEL_ORDERS)[number];
/** Who walks through it: within one session, or over all of a visitor's sessions in the range. */
export const FUNNEL_UNITS = ['session', 'visitor'] as const;
export type FunnelUnit = (typeof FUNNEL_UNITS)[number];
/** `template` takes the id of a template of the project, `is` and `glob` a path. */
export const STEP_MATCHES = ['is', 'glob', 'template'] as const;
export type StepMatch = (typeof STEP_MATCHES)[number];
export const PROP_OPS = ['is', 'is_not', 'contains', 'min', 'max'] as const;
export type PropOp = (typeof PROP_OPS)[number];

/** A property of a custom event, as filters on `prop.<key>` compare it. */
export type PropCondition = { key: string; op: PropOp; value: string };
export type FunnelStep =
  | { type: 'page'; match: StepMatch; value: string; label?: string }
  | { type: 'event'; name: string; where?: PropCondition[]; label?: string };

export type FunnelDefinition = {
  /** 2 to LIMITS.funnelSteps. */
  steps: FunnelStep[];
  /** From the first step to the last, at most LIMITS.funnelWindowMs. */
  windowMs: number;
  order: FunnelOrder;
  unit: FunnelUnit;
};
export type FunnelView = FunnelDefinition & {
  id: string;
  name: string;
  createdAtMs: number;
  updatedAtMs: number;
  /** Archived ones are kept and not listed first. */
  archivedAtMs: number | null;
};

export type FunnelStepResult = {
  label: string;
  /** Units that got here. Never more than at the step before. */
  count: number;
  /** Of the first step and of the step before; null when nobody got there. */
  share: number | null;
  shareOfPrevious: number | null;
  /** Got here and no further; of the last step none. */
  left: number;
  /** From the step before, of those who got here; null for the first step and without anybody. */
  medianMs: number | null;
  p90Ms: number | null;
  /** The last pages of the sessions in which they left, most first, at most LIMITS.funnelPages. */
  leftFrom: { page: string; path: string; count: number }[];
};
export type FunnelGroup = {
  /** NO_VALUE for none; null for all that stand in no group of their own. */
  value: string | null;
  counts: number[];
};
export type FunnelAnswer = {
  scope: ScopeView;
  definition: FunnelDefinition;
  steps: FunnelStepResult[];
  /** With `compare=previous`: how many got to each step in the same stretch before. */
  previous: number[] | null;
  splitBy: SplitDimension | null;
  /** Largest first step first. Empty without `split`. */
  groups: FunnelGroup[];
  interval: Interval;
  /** By the time of the first step. */
  trend: { startMs: number; label: string; entered: number; converted: number }[];
};

/** Paths of sessions over pages, from where they entered or around one page. */
export const JOURNEY_DIRECTIONS = ['from', 'to'] as const;
export type JourneyDirection = (typeof JOURNEY_DIRECTIONS)[number];
export type JourneyNode = {
  /** Page id; null for all rare pages of the level together. */
  page: string | null;
  path: string;
  sessions: number;
  /** Sessions that have no page after it (for `to`: before it). */
  ended: number;
};
export type JourneysAnswer = {
  scope: ScopeView;
  direction: JourneyDirection;
  /** Sessions in which the paths begin (for `to`: end). */
  sessions: number;
  /** Level 0 is the asked page, or all entry pages; at most LIMITS.journeyNodes and one for the rest each. */
  levels: JourneyNode[][];
  /** From node `from` of level `level` to node `to` of the next one. */
  links: { level: number; from: number; to: number; sessions: number }[];
};

export const RETENTION_INTERVALS = ['day', 'week'] as const;
export type RetentionInterval = (typeof RETENTION_INTERVALS)[number];
/** `visitor`: whoever a tracker or the keyed hash of a day tells apart; `user`: identified ones. */
export const RETENTION_UNITS = ['visitor', 'user'] as const;
export type RetentionUnit = (typeof RETENTION_UNITS)[number];
export type RetentionAnswer = {
  scope: ScopeView;
  interval: RetentionInterval;
  unit: RetentionUnit;
  /** Those whose first session ever began in that slot; `returned[k]` of them had a session in the k-th slot after it. */
  cohorts: { startMs: number; label: string; size: number; returned: number[] }[];
};
