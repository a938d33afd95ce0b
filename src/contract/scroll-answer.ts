// What GET /api/v1/projects/:id/scroll answers: how far a page's views got, and what they had in view for how long.

import type { PageRow, ScopeView, WireframeBox } from './api.ts';
import type { ElementDescriptor, PageBox } from './element.ts';
import type { Device } from './event-types.ts';
import type { MapLayout } from './layouts.ts';

/** One large block of the page. */
export type ScrollSection = {
  element: string;
  label: string;
  descriptor: ElementDescriptor;
  /** Where it stood last on the main device; null when that has not been seen. */
  box: PageBox | null;
  /** Share of pageviews that got to its upper edge (rounded up to a step of the curve); null without a box. */
  reach: number | null;
  /** Pageviews that had it in view, how long all together, and how long half of them at least (to 19 %). */
  views: number;
  totalMs: number;
  medianMs: number;
};

export type ScrollAnswer = {
  scope: ScopeView;
  /** Its counts are those of the list of pages: in range, without filters, device and bots. */
  page: PageRow;
  device: Device | null;
  /** Pageviews in scope that were measured; all shares below are of them. */
  pageviews: number;
  /** Those of which neither a screen's height nor a depth is known: imported ones, and pages that were never shown. */
  unmeasured: number;
  /** The deepest px that at least half of the pageviews got to, in steps of 20 px, and the mean; null without pageviews. */
  depth: { medianPx: number; meanPx: number } | null;
  /** Percent of the document that at least half of the pageviews saw, of those that told its height. */
  medianPct: number | null;
  /**
   * Share of pageviews whose deepest visible px is at least `depthPx`: exact, one entry each `stepPx` from 0 down to
   * the deepest. A pageview that was never scrolled reached the lower edge of its first screen.
   */
  reach: [depthPx: number, share: number][];
  stepPx: number;
  /** Pageviews by viewport height, rounded up to 100 px. */
  folds: [heightPx: number, pageviews: number][];
  /** Top to bottom; those without a box at the end, longest in view first. */
  sections: ScrollSection[];
  omittedSections: number;
  /** Mean time that a pageview had each band of `bandPx` in view, ms, from the times of the sections that lie there. */
  attention: [topPx: number, meanMs: number][];
  bandPx: number;
  /** That of the device class with most of the pageviews; null without any. The boxes are of it, unless none was seen there. */
  layout: MapLayout | null;
  wireframe: { docW: number; docH: number; boxes: WireframeBox[] };
};
