// One page's clicks or rests as elements and as points of its grid, with the boxes to draw them over.

import type { HeatmapAnswer } from '../contract/api.ts';
import { GRID_COLUMNS, GRID_ROW_PX } from '../contract/element.ts';
import { HEATMAP_KINDS, MOVE_WEIGHTS } from '../contract/kinds.ts';
import type { HeatmapRows, QueryOptions, ReportStore } from '../storage/port.ts';
import { elementLabel } from './element-label.ts';
import { oneOf, opaqueId, readDevice, readWhole } from './parameters.ts';
import { type ResolvedScope, scopeView, storeScope } from './scope.ts';
import { scrollMap } from './scroll-map.ts';
import { pageRow, readPageId, wireframe } from './wireframe.ts';

export type HeatmapArgs = {
  scope: ResolvedScope;
  /** Opaque id, as PageRow.page. */
  page: string;
  /** One of HEATMAP_KINDS; click by default. */
  kind?: string | undefined;
  /** One of MOVE_WEIGHTS, for `move`; count by default. */
  weight?: string | undefined;
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
  args: HeatmapArgs,
  options: QueryOptions = {},
): Promise<HeatmapAnswer> {
  const { scope, page, device, resolution } = args;
  const kind = oneOf(HEATMAP_KINDS, args.kind, 'kind') ?? 'click';
  const weight = oneOf(MOVE_WEIGHTS, args.weight, 'weight') ?? 'count';
  const columns = Math.min(GRID_COLUMNS, readWhole(resolution, RESOLUTION));
  const mergedRows = Math.max(1, Math.round(GRID_COLUMNS / columns));
  const query = {
    ...storeScope(scope),
    page: readPageId(page),
    device: readDevice(device),
    grid: { columns, mergedRows },
  };
  if (kind === 'scroll')
    return scrollMap(await store.scroll(query, options), { scope, page, device: query.device });
  const rows =
    kind === 'move'
      ? await store.rests({ ...query, weight }, options)
      : await store.heatmap({ ...query, kind }, options);
  const heightPx = GRID_ROW_PX * mergedRows;
  const toPoints = (cells: HeatmapRows['cells']): HeatmapAnswer['points'] =>
    cells.map(([column, row, count]) => [column / columns, row * heightPx, count]);
  return {
    scope: scopeView(scope),
    kind,
    device: query.device,
    page: pageRow(page, rows),
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
