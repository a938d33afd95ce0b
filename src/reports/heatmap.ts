// One page's clicks as elements and as points of its grid, with the boxes to draw them over.

import type { HeatmapAnswer, WireframeBox } from '../contract/api.ts';
import { GRID_COLUMNS, GRID_ROW_PX } from '../contract/element.ts';
import { CLICK_KINDS } from '../contract/event-types.ts';
import { HeatError } from '../lib/errors.ts';
import type { HeatmapRows, QueryOptions, ReportStore } from '../storage/port.ts';
import { elementLabel } from './element-label.ts';
import { oneOf, opaqueId, readDevice, readOpaqueId, readWhole } from './parameters.ts';
import { type ResolvedScope, scopeView, storeScope } from './scope.ts';

export type HeatmapArgs = {
  scope: ResolvedScope;
  /** Opaque id, as PageRow.page. */
  page: string;
  /** One of CLICK_KINDS; click by default. */
  kind?: string | undefined;
  device?: string | undefined;
  /** Columns of the grid, 8…1024; more than the stored GRID_COLUMNS gives these. */
  resolution?: string | undefined;
};

const RESOLUTION = { name: 'resolution', min: 8, max: 1024, fallback: GRID_COLUMNS };

/**
 * Counts are exact; what a bounded answer leaves out stands in its meta. `page` carries the page's counts as the list of
 * pages shows them, without filters and device. Throws `not_found` for a page the project has never seen, `invalid` for
 * unknown kinds, devices and resolutions.
 */
export async function heatmap(
  store: ReportStore,
  { scope, page, kind, device, resolution }: HeatmapArgs,
  options: QueryOptions = {},
): Promise<HeatmapAnswer> {
  const columns = Math.min(GRID_COLUMNS, readWhole(resolution, RESOLUTION));
  const mergedRows = Math.max(1, Math.round(GRID_COLUMNS / columns));
  const query = {
    ...storeScope(scope),
    page: readOpaqueId(page) ?? unknownPage(),
    kind: oneOf(CLICK_KINDS, kind, 'kind') ?? 'click',
    device: readDevice(device),
    grid: { columns, mergedRows },
  };
  const rows = await store.heatmap(query, options);
  const heightPx = GRID_ROW_PX * mergedRows;
  const toPoints = (cells: HeatmapRows['cells']): HeatmapAnswer['points'] =>
    cells.map(([column, row, count]) => [column / columns, row * heightPx, count]);
  return {
    scope: scopeView(scope),
    kind: query.kind,
    device: query.device,
    page: {
      page,
      host: rows.page.host,
      path: rows.page.path,
      title: rows.page.title ?? '',
      ...rows.counts,
      lastAtMs: rows.page.seenAtMs,
    },
    elements: rows.elements.map(({ element, descriptor, count, bins }) => ({
      element: opaqueId(element),
      label: elementLabel(descriptor),
      descriptor,
      count,
      share: count / rows.total,
      bins,
    })),
    points: toPoints(rows.cells),
    loose: toPoints(rows.loose),
    cell: { width: 1 / columns, heightPx },
    wireframe: wireframe(rows.boxes),
    meta: {
      total: rows.total,
      onElements: rows.total - rows.withoutElement,
      withoutElement: rows.withoutElement,
      ignored: rows.ignored,
      omittedElements: rows.omittedElements,
      omittedCells: rows.omittedCells,
      viewportW: rows.viewportW,
      viewportH: rows.viewportH,
      folds: rows.folds,
    },
  };
}

/** The document as it was when the newest box was seen. */
function wireframe(boxes: HeatmapRows['boxes']): HeatmapAnswer['wireframe'] {
  const [newest] = boxes;
  return {
    docW: newest?.docW ?? 0,
    docH: newest?.docH ?? 0,
    boxes: boxes.map(
      ({ element, descriptor, box, docW, docH, isSection, seenAtMs }): WireframeBox => ({
        element: opaqueId(element),
        label: elementLabel(descriptor),
        tag: descriptor.tag,
        box,
        docW,
        docH,
        isSection,
        seenAtMs,
      }),
    ),
  };
}

function unknownPage(): never {
  throw new HeatError({
    kind: 'not_found',
    code: 'page_not_found',
    message: 'Cannot find this page in this project',
  });
}
