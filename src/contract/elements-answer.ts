// What GET /api/v1/projects/:id/elements answers: the elements of a page by their clicks.

import type { PageRow, ScopeView } from './api.ts';
import type { ElementDescriptor } from './element.ts';
import type { Device } from './event-types.ts';
import type { MuteKind } from './muted-element.ts';

export type PageElement = {
  element: string;
  label: string;
  /** The fingerprint's parts: what it is found again by. */
  descriptor: ElementDescriptor;
  /** 1 for the most clicked. */
  rank: number;
  clicks: number;
  /** Of all clicks on the page, 0…1. */
  share: number;
  /** 0 where muted. */
  rage: number;
  dead: number;
  errors: number;
  /** Median time from a pageview to its first click on the element, ms; null when no pageview of its clicks is known. */
  firstClickMs: number | null;
  /** The page viewed next most often, before the session clicked here again; `share` is of the element's clicks. */
  next: { page: string; host: string; path: string; share: number } | null;
  muted: MuteKind[];
};

export type ElementsAnswer = {
  scope: ScopeView;
  page: PageRow;
  device: Device | null;
  /** Most clicks first. */
  elements: PageElement[];
  meta: {
    /** Clicks in scope, and those on no known element. */
    total: number;
    withoutElement: number;
    omittedElements: number;
    /** `firstClickMs` and `next` are of the newest clicks, so many. */
    sampledClicks: number;
  };
};
