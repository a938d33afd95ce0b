// What the stores keep for maps of moves, scrolling and attention, and what is asked of it. The methods are in port.ts.

import type { ElementDescriptor } from '../contract/element.ts';
import type { Device } from '../contract/event-types.ts';
import type { Json } from '../contract/wire.ts';

/** All views of one page within one client session, whatever its parts. */
export type ViewGroup = { projectNo: number; session: number; page: number };

/**
 * A pageview and what came of it. Scroll events belong to the last pageview of their session and page that is not later
 * than they are. Every field can be recomputed from the events: see docs/decisions/0013.
 */
export type ViewRow = ViewGroup & {
  eventId: string;
  tsMs: number;
  part: number;
  viewH: number | null;
  device: Device | null;
  isBot: boolean;
  /** Tallest document that its scroll events told, px; null when none did. */
  docH: number | null;
  /** Deepest px of the page that was in view: at first the viewport's height, 0 when that is unknown. */
  depthPx: number;
  /** Time of its newest scroll event, -1 without any. */
  untilMs: number;
  /** Time that sections were in view, by element, ascending. */
  sections: [element: number, ms: number][];
};

/** Marks the row that stands before the first pageview of a group: scroll events whose pageview has not come (yet). */
export const UNSEEN_VIEW = { eventId: '', tsMs: -1 } as const;

/** A scroll event as views are recomputed from it. */
export type ScrollFact = { tsMs: number; viewH: number | null; fields: { [key: string]: Json } };

/** The rests of one move event. */
export type RestRow = ViewGroup & {
  eventId: string;
  tsMs: number;
  part: number;
  viewW: number | null;
  viewH: number | null;
  device: Device | null;
  isBot: boolean;
  spots: RestSpot[];
};
/** Cell of the page grid, -1 without a usable coordinate. */
export type RestSpot = [cell: number, ms: number];

type PlaceOfDay = { projectNo: number; page: number; device: number; day: number };
/** Changes of counts by UTC day; those of scrolling and sections may be negative, as a view moves on to another bin. */
export type ScrollBinIncrement = PlaceOfDay & { measure: number; bin: number; count: number; total: number };
export type SectionBinIncrement = PlaceOfDay & { element: number; bin: number; count: number; ms: number };
export type RestBinIncrement = PlaceOfDay & { bin: number; count: number; ms: number };

/** What a slice changes; bots have rows but stand in no bin. */
export type KindRows = {
  /** Complete new state of every view that changed. */
  views: ViewRow[];
  scrollBins: ScrollBinIncrement[];
  sectionBins: SectionBinIncrement[];
  rests: RestRow[];
  restBins: RestBinIncrement[];
};

/** Counts of pageviews that were measured (DEPTH_BIN_PX); lists ascend by their first number. */
export type ScrollCounts = {
  pageviews: number;
  /** Pageviews that were not, and stand in no other number but those of `percents` and `sections`. */
  unmeasured: number;
  /** By deepest px in steps of DEPTH_BIN_PX, and the sum of the deepest px. */
  depths: [bin: number, pageviews: number][];
  depthTotalPx: number;
  /** By whole percent of the document, of the pageviews that told their document's height. */
  percents: [percent: number, pageviews: number][];
  /** By viewport height rounded up to FOLD_BIN_PX. */
  folds: [heightPx: number, pageviews: number][];
  /** Longest in view first, at most LIMITS.scrollSectionsAnswered. */
  sections: {
    element: number;
    descriptor: ElementDescriptor;
    /** Pageviews that had it in view, and how long together. */
    views: number;
    totalMs: number;
    bins: [timeBin: number, pageviews: number][];
  }[];
  omittedSections: number;
};
