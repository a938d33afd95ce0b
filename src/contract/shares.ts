// Share links: one view of one project for whoever has the link, read-only, until a day. What the dashboard asks for, what
// it lists, and what the receiver's page is told.

import type { OverviewAnswer } from './api.ts';
import type { Device } from './event-types.ts';
import type { FunnelAnswer } from './funnels.ts';
import type { MapKind } from './kinds.ts';

export const SHARED_VIEWS = ['overview', 'heatmap', 'funnel', 'sessions', 'session'] as const;
export type SharedViewName = (typeof SHARED_VIEWS)[number];
/** Views that show single people: only owners of a project may share them. */
export const VIEWS_OF_PEOPLE: readonly SharedViewName[] = ['sessions', 'session'];

/** What is shown. `page`, `kind` and `device` belong to heatmaps, `funnel` to funnels, `session` to one session. */
export type SharedTarget = {
  view: SharedViewName;
  page?: string;
  kind?: MapKind;
  device?: Device;
  funnel?: string;
  session?: string;
};

/** The scope as the query parameters of reports have it: a preset moves on with time, from and to stay. */
export type SharedScope = {
  period?: string;
  from?: string;
  to?: string;
  tz?: string;
  compare?: string;
  filter?: string[];
  segment?: string;
  bots?: string;
};

/** All that a link answers, and the only thing: the receiver chooses nothing. */
export type SharedQuestion = { target: SharedTarget; scope: SharedScope };

export type NewShare = SharedQuestion & {
  /** Keeps the days that the scope covers now, instead of moving on with a period. */
  isFixed?: boolean;
  /** Told to the receiver as the heading. */
  name: string;
  /** Whole days that the link lives, 1…LIMITS.shareDaysMax. */
  days: number;
  password?: string;
};

export type ShareView = SharedQuestion & {
  id: string;
  name: string;
  hasPassword: boolean;
  createdBy: string;
  createdAtMs: number;
  expiresAtMs: number;
  /** When somebody opened it last, to the minute; null when nobody has. */
  openedAtMs: number | null;
};
/** The address is in this answer and nowhere else. */
export type CreatedShare = { share: ShareView; url: string };

/** What a receiver's page is told when the link was opened. `access` is a credential for the reads of this view alone. */
export type OpenedShare = {
  access: string;
  accessUntilMs: number;
  name: string;
  projectName: string;
  timeZone: string;
  target: SharedTarget;
  scope: SharedScope;
  expiresAtMs: number;
};
export type SharedOverview = { now: OverviewAnswer; before: OverviewAnswer | null };
export type SharedFunnel = { name: string; answer: FunnelAnswer };
