// The clicks, rests or scrolling of a page, or of several that count as one, as elements and as points of its grid, with
// the boxes to draw them over; beside those of a second scope when asked to compare.

import type { HeatmapAnswer } from '../contract/api.ts';
import type { HeatmapReport } from '../contract/compare-answer.ts';
import { GRID_COLUMNS, GRID_ROW_PX } from '../contract/element.ts';
import { HEATMAP_KINDS, type HeatmapKind, MOVE_WEIGHTS, type MoveWeight } from '../contract/kinds.ts';
import type { ClusterRows, HeatmapRows, QueryOptions, ReportStore } from '../storage/port.ts';
import { type ComparedSide, differencesOf } from './difference.ts';
import { elementLabel } from './element-label.ts';
import { writeFilter } from './filters.ts';
import { type AskedPage, askedRow, resolvePage } from './page-question.ts';
import { oneOf, opaqueId, readDevice, readWhole } from './parameters.ts';
import { type ResolvedScope, scopeView, storeScope } from './scope.ts';
import { scrollMap } from './scroll-map.ts';
import { type SecondParams, type Side, secondSide } from './second-scope.ts';
import { wireframe } from './wireframe.ts';

export type HeatmapArgs = {
  scope: ResolvedScope;
  /** Opaque id of a page or template, as PageRow.page. */
  page: string;
  /** One of HEATMAP_KINDS; click by default. */
  kind?: string | undefined;
  /** One of MOVE_WEIGHTS, for `move`; count by default. */
  weight?: string | undefined;
  device?: string | undefined;
  /** Columns of the grid, 8…1024; more than the stored GRID_COLUMNS gives these. */
  resolution?: string | undefined;
  /** The second scope, unless it is the stretch before (`scope.comparePrevious`). */
  second?: (SecondParams & { nowMs: number }) | undefined;
};

const RESOLUTION = { name: 'resolution', min: 8, max: 1024, fallback: GRID_COLUMNS };

/**
 * Counts are exact; what a bounded answer leaves out stands in its meta. `page` carries the page's counts as the list of
 * pages shows them, without filters and device. With a second scope both are counted alike and `comparison` says what
 * differs. Throws `not_found` for a page the project has never seen, `invalid` for unknown kinds, devices, resolutions
 * and comparisons.
 */
export async function heatmap(
  store: ReportStore,
  args: HeatmapArgs,
  options: QueryOptions = {},
): Promise<HeatmapReport> {
  const kind = oneOf(HEATMAP_KINDS, args.kind, 'kind') ?? 'click';
  const weight = oneOf(MOVE_WEIGHTS, args.weight, 'weight') ?? 'count';
  const columns = Math.min(GRID_COLUMNS, readWhole(args.resolution, RESOLUTION));
  const first: Side = { scope: args.scope, device: readDevice(args.device) };
  const second = secondSide(first, args.second ?? { nowMs: 0 });
  const page = await resolvePage(store, args.scope, args.page, options);
  const asked = { page, kind, weight, columns };
  if (second === null) return readMap(store, first, asked, options);
  const [own, other] = await Promise.all(
    [first, second].map((side) => readSide(store, side, asked, options)),
  );
  if (!own || !other) throw new Error('two sides were asked for');
  const { elements, points, loose = [], meta, scope, device } = other.answer;
  return {
    ...own.answer,
    comparison: {
      ...{ scope, device, filters: second.scope.filters.map(writeFilter), elements, points, loose },
      ...{ total: meta.total, onElements: meta.onElements },
      ...differencesOf(own, other),
    },
  };
}

type Asked = { page: AskedPage; kind: HeatmapKind; weight: MoveWeight; columns: number };

async function readSide(
  store: ReportStore,
  side: Side,
  asked: Asked,
  options: QueryOptions,
): Promise<ComparedSide> {
  const { kind } = asked;
  const query = { ...storeScope(side.scope), pages: asked.page.pages, device: side.device };
  const [answer, clusters] = await Promise.all([
    readMap(store, side, asked, options),
    kind === 'move' ? NO_CLUSTERS : store.clusters({ ...query, kind }, options),
  ]);
  return { answer, clusters };
}

/** Rests belong to no element. */
const NO_CLUSTERS: ClusterRows = { sessions: 0, total: 0, totalSquares: 0, elements: [] };

async function readMap(
  store: ReportStore,
  { scope, device }: Side,
  { page, kind, weight, columns }: Asked,
  options: QueryOptions,
): Promise<HeatmapAnswer> {
  const mergedRows = Math.max(1, Math.round(GRID_COLUMNS / columns));
  const query = { ...storeScope(scope), pages: page.pages, device, grid: { columns, mergedRows } };
  if (kind === 'scroll') return scrollMap(await store.scroll(query, options), { scope, asked: page, device });
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
    device,
    page: askedRow(page, rows),
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
      layout: rows.layout,
      folds: rows.folds,
    },
  };
}
