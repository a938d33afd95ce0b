// Counts clicks by element, offset bin and grid cell, wherever they come from, and cuts the answer to its bounds.
// Nothing is dropped while counting.

import { GRID_COLUMNS, OFFSET_BINS } from '../../contract/element.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { HeatmapQuery, HeatmapRows } from '../port.ts';
import { type Counts, createCounts } from './report-heatmap-counts.ts';

type Counted = Pick<
  HeatmapRows,
  'cells' | 'loose' | 'omittedElements' | 'omittedCells' | 'total' | 'withoutElement' | 'ignored'
> & { elements: Omit<HeatmapRows['elements'][number], 'descriptor'>[] };

export type HeatTally = {
  /** `element` 0 means none; `bin` as elementBinOf() makes it. */
  addElement(element: number, bin: number, count: number): void;
  /** `cell` of the stored grid, -1 for none. */
  addCell(cell: number, count: number): void;
  /** Largest counts first, ties by the smaller id. */
  result(): Counted;
};

type Bins = { count: number; bins: Counts };

const BINS = OFFSET_BINS * OFFSET_BINS;
/** Cells of a page 4,000 px high. */
const CELLS = 500 * GRID_COLUMNS;

export function createHeatTally(grid: HeatmapQuery['grid']): HeatTally {
  const elements = new Map<number, Bins>();
  const cells = createCounts(CELLS);
  const loose = createCounts(CELLS);
  let ignored = 0;
  // Bins come element by element: most belong to the one before.
  let last: { element: number; entry: Bins } | null = null;

  const entryOf = (element: number): Bins => {
    if (last?.element === element) return last.entry;
    const entry = elements.get(element) ?? { count: 0, bins: createCounts(BINS) };
    elements.set(element, entry);
    last = { element, entry };
    return entry;
  };

  return {
    addElement(element, bin, count) {
      const entry = entryOf(element);
      entry.count += count;
      if (bin >= 0) entry.bins.add(bin, count);
      else if (bin < -1) loose.add(-2 - bin, count);
    },
    addCell(cell, count) {
      if (cell < 0) ignored += count;
      else cells.add(cell, count);
    },
    result() {
      const withoutElement = elements.get(0)?.count ?? 0;
      const all = [...elements.values()].reduce((sum, entry) => sum + entry.count, 0);
      const named = [...elements].filter(([element]) => element !== 0);
      const kept = keepElements(named);
      const gridCells = toGrid(cells, grid);
      return {
        elements: kept,
        omittedElements: named.length - kept.length,
        cells: keepCells(gridCells, grid.columns),
        loose: keepCells(toGrid(loose, grid), grid.columns),
        omittedCells: Math.max(0, gridCells.length - LIMITS.heatmapCells),
        total: all,
        withoutElement,
        ignored,
      };
    },
  };
}

/** Stored cells as those of the asked grid. */
function toGrid(
  cells: Counts,
  { columns, mergedRows }: HeatmapQuery['grid'],
): [cell: number, count: number][] {
  if (columns === GRID_COLUMNS && mergedRows === 1) return cells.entries();
  const merged = createCounts(CELLS);
  for (const [cell, count] of cells.entries()) {
    const column = Math.floor(((cell % GRID_COLUMNS) * columns) / GRID_COLUMNS);
    const row = Math.floor(Math.floor(cell / GRID_COLUMNS) / mergedRows);
    merged.add(row * columns + column, count);
  }
  return merged.entries();
}

function keepElements(named: [number, Bins][]): Counted['elements'] {
  const kept: Counted['elements'] = [];
  let room = LIMITS.heatmapBins;
  const ranked = named.sort(([a, left], [b, right]) => right.count - left.count || a - b);
  for (const [element, { count, bins }] of ranked.slice(0, LIMITS.heatmapElements)) {
    const entries = bins.entries();
    room -= entries.length;
    if (room < 0) break;
    kept.push({ element, count, bins: entries });
  }
  return kept;
}

function keepCells(cells: [cell: number, count: number][], columns: number): HeatmapRows['cells'] {
  return cells
    .sort(([a, left], [b, right]) => right - left || a - b)
    .slice(0, LIMITS.heatmapCells)
    .map(([cell, count]) => [cell % columns, Math.floor(cell / columns), count]);
}
