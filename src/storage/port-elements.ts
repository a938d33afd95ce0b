// What is asked about the elements of a page, beside the map of them. The methods are in port.ts.

import type { ElementDescriptor } from '../contract/element.ts';

/** Counts are exact; `firstClickMs` and `next` are of the newest LIMITS.elementEvidence clicks. */
export type PageElementRow = {
  element: number;
  descriptor: ElementDescriptor;
  clicks: number;
  rage: number;
  dead: number;
  errors: number;
  /** Median time from the pageview to its first click on the element, ms; null when no such pageview is known. */
  firstClickMs: number | null;
  /** The page most often viewed next before the session clicked again, and after which share of the clicks. */
  next: { page: number; host: string; path: string; share: number } | null;
};
export type PageElementRows = {
  /** Most clicks first. */
  elements: PageElementRow[];
  omittedElements: number;
  /** All clicks, and those on no element. */
  total: number;
  withoutElement: number;
  sampledClicks: number;
};

/** An element on one page that went wrong. Counts are exact, sessions of the newest LIMITS.frictionEvidence such clicks. */
export type FrictionRow = {
  page: number;
  host: string;
  path: string;
  element: number;
  descriptor: ElementDescriptor;
  clicks: number;
  rage: number;
  dead: number;
  errors: number;
  sessions: number;
  /** Newest first, one for each session, at most LIMITS.frictionExamples. */
  examples: { session: number; part: number; tsMs: number; rage: boolean; dead: boolean; error: boolean }[];
};
export type FrictionRows = { rows: FrictionRow[]; total: number; omittedPages: number };
