// A map for the live overlay: the same questions as the dashboard's, answered with no more than is drawn over the page.

import { LIMITS } from '../contract/limits.ts';
import { OVERLAY_KINDS, type OverlayAnswer, type OverlayKind } from '../contract/overlay.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { heatmap } from './heatmap.ts';
import { oneOf } from './parameters.ts';
import type { ResolvedScope } from './scope.ts';
import { scroll } from './scroll.ts';

export type OverlayArgs = {
  scope: ResolvedScope;
  /** Opaque id, as PageRow.page. */
  page: string;
  /** One of OVERLAY_KINDS; click by default. */
  kind?: string | undefined;
  device?: string | undefined;
};

/** Throws as heatmap() and scroll() do. */
export async function overlay(
  store: ReportStore,
  args: OverlayArgs,
  options: QueryOptions = {},
): Promise<OverlayAnswer> {
  const kind = oneOf(OVERLAY_KINDS, args.kind, 'kind') ?? 'click';
  return kind === 'scroll' || kind === 'attention'
    ? ofScrolling(store, { ...args, kind }, options)
    : ofPlaces(store, { ...args, kind }, options);
}

async function ofPlaces(
  store: ReportStore,
  args: OverlayArgs & { kind: OverlayKind },
  options: QueryOptions,
): Promise<OverlayAnswer> {
  const { kind, device, page, elements, points, loose, cell, meta } = await heatmap(store, args, options);
  return {
    kind,
    ...rangeOf(args.scope),
    device,
    path: page.path,
    total: meta.total,
    elements: elements
      .slice(0, LIMITS.overlayElements)
      .map(({ element, label, descriptor, count, bins }) => ({ element, label, descriptor, count, bins })),
    cells: kind === 'move' ? points : (loose ?? []),
    cell,
    ...{ bands: [], bandPx: 0 },
  };
}

async function ofScrolling(
  store: ReportStore,
  args: OverlayArgs & { kind: 'scroll' | 'attention' },
  options: QueryOptions,
): Promise<OverlayAnswer> {
  const { device, page, pageviews, reach, stepPx, attention, bandPx } = await scroll(store, args, options);
  const isReach = args.kind === 'scroll';
  return {
    kind: args.kind,
    ...rangeOf(args.scope),
    device,
    path: page.path,
    total: pageviews,
    elements: [],
    cells: [],
    cell: { width: 1, heightPx: 0 },
    bands: isReach ? reach : attention,
    bandPx: isReach ? stepPx : bandPx,
  };
}

function rangeOf({ period, fromMs, toMs, timeZone }: ResolvedScope) {
  return { period, fromMs, toMs, timeZone };
}
