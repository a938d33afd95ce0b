// How far one page's views got, where its first screen ends, and how long its sections were in view.

import { DEPTH_BIN_PX, timeOfBin } from '../contract/kinds.ts';
import type { ScrollAnswer, ScrollSection } from '../contract/scroll-answer.ts';
import type { QueryOptions, ReportStore, ScrollRows } from '../storage/port.ts';
import { elementLabel } from './element-label.ts';
import { askedRow, resolvePage } from './page-question.ts';
import { opaqueId, readDevice } from './parameters.ts';
import { attentionBands, BAND_PX, halfwayBin, medianBin, reachCurve, reachOf } from './reach.ts';
import { type ResolvedScope, scopeView, storeScope } from './scope.ts';
import { wireframe } from './wireframe.ts';

export type ScrollArgs = {
  scope: ResolvedScope;
  /** Opaque id of a page or template, as PageRow.page. */
  page: string;
  device?: string | undefined;
};

/** Throws `not_found` for a page the project has never seen, `invalid` for unknown devices. */
export async function scroll(
  store: ReportStore,
  { scope, page, device }: ScrollArgs,
  options: QueryOptions = {},
): Promise<ScrollAnswer> {
  const place = { device: readDevice(device) };
  const asked = await resolvePage(store, scope, page, options);
  const query = { ...storeScope(scope), pages: asked.pages, ...place };
  const rows = await store.scroll(query, options);
  const { pageviews, unmeasured, depths, depthTotalPx, percents, folds, omittedSections } = rows;
  const median = halfwayBin(depths);
  const sections = sectionsOf(rows);
  const blocks = sections.flatMap(({ box, totalMs }) =>
    box === null ? [] : [{ top: box[1], height: box[3], ms: totalMs }],
  );
  return {
    scope: scopeView(scope),
    page: askedRow(asked, rows),
    device: query.device,
    pageviews,
    unmeasured,
    depth:
      median === null
        ? null
        : { medianPx: median * DEPTH_BIN_PX, meanPx: Math.round(depthTotalPx / pageviews) },
    medianPct: halfwayBin(percents),
    ...reachCurve(depths, pageviews),
    folds,
    sections,
    omittedSections,
    attention: attentionBands(blocks, pageviews),
    bandPx: BAND_PX,
    layout: rows.layout,
    wireframe: wireframe(rows.boxes),
  };
}

function sectionsOf({ sections, boxes, depths, pageviews }: ScrollRows): ScrollSection[] {
  const boxOf = new Map(boxes.map((seen) => [seen.element, seen.box]));
  const known = sections.map(({ element, descriptor, views, totalMs, bins }): ScrollSection => {
    const box = boxOf.get(element) ?? null;
    return {
      element: opaqueId(element),
      label: elementLabel(descriptor),
      descriptor,
      box,
      reach: box && reachOf({ top: box[1], height: box[3] }, depths, pageviews),
      ...{ views, totalMs, medianMs: timeOfBin(medianBin(bins) ?? 0) },
    };
  });
  const top = ({ box }: ScrollSection) => box?.[1] ?? Number.POSITIVE_INFINITY;
  return known.sort((a, b) => (top(a) === top(b) ? b.totalMs - a.totalMs : top(a) - top(b)));
}
