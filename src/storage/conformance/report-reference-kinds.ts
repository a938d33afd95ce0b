// The answers about scrolling, sections and rests, counted from all views and rests in the plainest way.

import { GRID_COLUMNS } from '../../contract/element.ts';
import type { ClusterRows, ClustersQuery, RestsQuery, Scope, ScrollQuery } from '../port.ts';
import type { AppliedSlice } from '../port-apply.ts';
import { heatmapClicks } from './report-reference.ts';
import { matchingSessions } from './report-reference-filters.ts';
import { measuresOf, timeBinOf } from './report-visits-kinds.ts';

type Counts = { [key: string]: number };
type Placed = {
  page: number;
  tsMs: number;
  session: number;
  part: number;
  device: string | null;
  isBot: boolean;
};

/** By what a person would look for: `depths`, `percents` and `folds` by bin, sections by element. */
export function expectedScroll(slice: AppliedSlice, query: ScrollQuery) {
  const views = kept(slice.kinds?.views ?? [], slice, query);
  const measured = views.filter(isMeasured);
  const measures = views.flatMap(measuresOf).filter(([own, bin]) => own !== 1 || bin > 0);
  const by = (measure: number, step = 1): Counts =>
    countBy(measures.filter(([own]) => own === measure).map(([, bin]) => [`${bin * step}`, 1]));
  const sections = views.flatMap((view) => view.sections);
  return {
    pageviews: measured.length,
    unmeasured: views.length - measured.length,
    depthTotalPx: measured.reduce((sum, { depthPx }) => sum + depthPx, 0),
    depths: by(1),
    percents: by(2),
    folds: by(3, 100),
    sectionViews: countBy(sections.map(([element]) => [`${element}`, 1])),
    sectionMs: countBy(sections.map(([element, ms]) => [`${element}`, ms])),
    sectionBins: countBy(sections.map(([element, ms]) => [`${element}/${timeBinOf(ms)}`, 1])),
  };
}

/** Of a view below that nothing is known. */
export function isMeasured({ depthPx }: { depthPx: number }): boolean {
  return depthPx >= 20;
}

export function expectedRests(slice: AppliedSlice, query: RestsQuery) {
  const rows = kept(slice.kinds?.rests ?? [], slice, query);
  const spots = rows.flatMap((row) => row.spots);
  const placed = spots.filter(([cell]) => cell >= 0);
  const cellOf = (cell: number): string => {
    const column = Math.floor(((cell % GRID_COLUMNS) * query.grid.columns) / GRID_COLUMNS);
    return `${column},${Math.floor(Math.floor(cell / GRID_COLUMNS) / query.grid.mergedRows)}`;
  };
  return {
    cells: countBy(placed.map(([cell, ms]) => [cellOf(cell), query.weight === 'dwell' ? ms : 1])),
    folds: countBy(rows.map(({ viewH }) => [`${Math.ceil((viewH ?? 0) / 100) * 100}`, 1])),
    total: spots.length,
    ignored: spots.length - placed.length,
  };
}

/** Elements in ascending order. */
export function expectedClusters(slice: AppliedSlice, query: ClustersQuery): ClusterRows {
  const { kind } = query;
  const counted =
    kind === 'scroll'
      ? kept(slice.kinds?.views ?? [], slice, query)
          .filter(isMeasured)
          .map(({ session, sections }) => {
            return { session, elements: sections.map(([element]) => element) };
          })
      : heatmapClicks(slice, { ...query, kind, grid: { columns: 1, mergedRows: 1 } }).map((click) => {
          return { session: click.session, elements: click.element === null ? [] : [click.element] };
        });
  const sessions = [...Map.groupBy(counted, ({ session }) => session).values()];
  const named = new Set(counted.flatMap(({ elements }) => elements));
  const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
  return {
    sessions: sessions.length,
    total: counted.length,
    totalSquares: sum(sessions.map(({ length }) => length ** 2)),
    elements: [...named]
      .sort((a, b) => a - b)
      .map((element) => {
        const own = sessions.map((rows) => rows.filter(({ elements }) => elements.includes(element)).length);
        return {
          element,
          sessions: own.filter((count) => count > 0).length,
          count: sum(own),
          countSquares: sum(own.map((count) => count ** 2)),
          products: sum(own.map((count, at) => count * (sessions[at]?.length ?? 0))),
        };
      }),
  };
}

function kept<T extends Placed>(
  rows: readonly T[],
  slice: AppliedSlice,
  query: Scope & Pick<ScrollQuery, 'pages' | 'device'>,
): T[] {
  const sessions = matchingSessions(slice, { ...query, includeBots: true });
  const keys = new Set(sessions.map(({ session, part }) => `${session}.${part}`));
  return rows.filter(
    (row) =>
      query.pages.includes(row.page) &&
      row.tsMs >= query.fromMs &&
      row.tsMs < query.toMs &&
      keys.has(`${row.session}.${row.part}`) &&
      (query.device === null || row.device === query.device) &&
      (query.includeBots || !row.isBot),
  );
}

function countBy(entries: readonly [key: string, by: number][]): Counts {
  const counts: Counts = {};
  for (const [key, by] of entries) counts[key] = (counts[key] ?? 0) + by;
  return counts;
}
