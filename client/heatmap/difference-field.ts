// The difference of two maps as a signed density: what simpleheat cannot draw, because it only ever adds. Pure.

import type { HeatmapElement, HeatmapPoints } from '../../src/contract/api.ts';
import type { HeatmapComparison, HeatmapReport } from '../../src/contract/compare-answer.ts';
import type { PlotPoint } from '../../src/contract/intensity.ts';

/** Cells of one field at most; 4 bytes and a look-up each. */
const MOST_CELLS = 600_000;
/** Part of a spot's radius that is solid, as heat-canvas draws it. */
const SOLID = 0.55;

export type DifferenceField = {
  columns: number;
  rows: number;
  /** Row by row: difference of the shares of all counts within one spot around the cell. */
  values: Float64Array;
  /** Difference that gets the full colour: a high percentile, so that one hot button does not bleach the map. */
  cap: number;
};

export type FieldSize = { width: number; height: number; radius: number };

/** Weights of `points` are differences of shares; `radius` is that of a spot, all in px of the frame. */
export function differenceField(
  points: readonly PlotPoint[],
  { width, height, radius }: FieldSize,
): DifferenceField {
  const cell = Math.max(2, radius / 8, Math.sqrt((width * height) / MOST_CELLS));
  const columns = Math.max(1, Math.ceil(width / cell));
  const rows = Math.max(1, Math.ceil(height / cell));
  const values = new Float64Array(columns * rows);
  const reach = radius / cell;
  for (const [x, y, weight] of points) {
    const [atX, atY] = [x / cell - 0.5, y / cell - 0.5];
    const lastRow = Math.min(rows - 1, Math.floor(atY + reach));
    const lastColumn = Math.min(columns - 1, Math.floor(atX + reach));
    for (let row = Math.max(0, Math.ceil(atY - reach)); row <= lastRow; row++)
      for (let column = Math.max(0, Math.ceil(atX - reach)); column <= lastColumn; column++) {
        const distance = Math.hypot(column - atX, row - atY) / reach;
        const part = Math.min(1, Math.max(0, (1 - distance) / (1 - SOLID)));
        values[row * columns + column] = (values[row * columns + column] ?? 0) + weight * part;
      }
  }
  return { columns, rows, values, cap: highEnd(values) };
}

/** The 97th percentile of all that is worth a colour. */
function highEnd(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  if (most === 0) return 0;
  const seen = Float64Array.from(
    values.filter((value) => Math.abs(value) > most / 100),
    Math.abs,
  ).sort();
  return seen[Math.floor(seen.length * 0.97)] ?? most;
}

/**
 * The first scope's elements and points with differences of shares in place of counts, so that whatever places counts
 * places differences as well. Elements of the second scope alone come at the end.
 */
export function differenceElements({ elements, comparison, meta }: HeatmapReport): HeatmapElement[] {
  const part = 1 / Math.max(1, meta.total);
  const otherPart = 1 / Math.max(1, comparison?.total ?? 0);
  const other = new Map((comparison?.elements ?? []).map((element) => [element.element, element]));
  const subtract = (own: HeatmapElement, theirs: HeatmapElement | undefined): HeatmapElement => {
    const bins = new Map(own.bins.map(([bin, count]) => [bin, count * part]));
    for (const [bin, count] of theirs?.bins ?? []) bins.set(bin, (bins.get(bin) ?? 0) - count * otherPart);
    const count = own.count * part - (theirs?.count ?? 0) * otherPart;
    return { ...own, count, share: count, bins: [...bins] };
  };
  const known = new Set(elements.map(({ element }) => element));
  const onlyOther = (comparison?.elements ?? []).filter(({ element }) => !known.has(element));
  return [
    ...elements.map((own) => subtract(own, other.get(own.element))),
    ...onlyOther.map((theirs) => subtract({ ...theirs, count: 0, bins: [] }, theirs)),
  ];
}

/** The same for cells of the page grid. */
export function differencePoints(
  own: { points: HeatmapPoints; total: number },
  other: { points: HeatmapPoints; total: number },
): HeatmapPoints {
  const cells = new Map<string, HeatmapPoints[number]>();
  const add = ({ points, total }: typeof own, sign: number) => {
    for (const [x, y, count] of points) {
      const key = `${x} ${y}`;
      const known = cells.get(key)?.[2] ?? 0;
      cells.set(key, [x, y, known + (sign * count) / Math.max(1, total)]);
    }
  };
  add(own, 1);
  add(other, -1);
  return [...cells.values()];
}

/** Part of its strength that a difference keeps which chance may explain. */
const FAINT = 0.25;

/** The same elements in the same order, those without a significant difference faint. */
export function faintUnlessSure(
  elements: readonly HeatmapElement[],
  { differences }: HeatmapComparison,
): HeatmapElement[] {
  const sure = new Set(
    differences
      .filter(({ verdict }) => verdict === 'more' || verdict === 'less')
      .map(({ element }) => element),
  );
  return elements.map((element) => {
    if (sure.has(element.element)) return element;
    const bins = element.bins.map(([bin, value]): [number, number] => [bin, value * FAINT]);
    return { ...element, count: element.count * FAINT, bins };
  });
}

/** The whole map of a comparison. */
export function differenceMap(report: HeatmapReport): HeatmapReport {
  const { comparison, meta, points, loose = [] } = report;
  if (!comparison) return report;
  const { total } = meta;
  return {
    ...report,
    elements: differenceElements(report),
    points: differencePoints({ points, total }, { points: comparison.points, total: comparison.total }),
    loose: differencePoints({ points: loose, total }, { points: comparison.loose, total: comparison.total }),
  };
}
