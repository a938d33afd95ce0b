// Scrolling in the shape of a heatmap: rows as wide as the page that count the pageviews that got there, and sections as
// elements that count the pageviews that had them in view.

import type { HeatmapAnswer } from '../contract/api.ts';
import type { Device } from '../contract/event-types.ts';
import type { ScrollRows } from '../storage/port.ts';
import { elementLabel } from './element-label.ts';
import { type AskedPage, askedRow } from './page-question.ts';
import { opaqueId } from './parameters.ts';
import { reachCurve } from './reach.ts';
import { type ResolvedScope, scopeView } from './scope.ts';
import { wireframe } from './wireframe.ts';

export function scrollMap(
  rows: ScrollRows,
  { scope, asked, device }: { scope: ResolvedScope; asked: AskedPage; device: Device | null },
): HeatmapAnswer {
  const { pageviews, depths, folds, sections, layout, boxes, omittedSections } = rows;
  const { reach, stepPx } = reachCurve(depths, pageviews);
  const seen = sections.toSorted((a, b) => b.views - a.views || a.element - b.element);
  return {
    scope: scopeView(scope),
    kind: 'scroll',
    page: askedRow(asked, rows),
    device,
    elements: seen.map(({ element, descriptor, views }) => ({
      element: opaqueId(element),
      label: elementLabel(descriptor),
      descriptor,
      count: views,
      // Sections may be told of views that were not measured.
      share: Math.min(1, views / Math.max(1, pageviews)),
      bins: [],
    })),
    points: reach.map(([depthPx, share]) => [0, depthPx, Math.round(share * pageviews)]),
    cell: { width: 1, heightPx: stepPx },
    wireframe: wireframe(boxes),
    meta: {
      total: pageviews,
      onElements: pageviews,
      withoutElement: 0,
      ignored: 0,
      omittedElements: omittedSections,
      omittedCells: 0,
      viewportW: null,
      viewportH: null,
      layout,
      folds,
    },
  };
}
