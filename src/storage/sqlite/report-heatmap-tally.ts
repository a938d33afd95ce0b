// Counts clicks by element, offset bin and grid cell, wherever they come from, and cuts the answer to its bounds.
// Nothing is dropped while counting.

import { GRID_COLUMNS } from '../../contract/element.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { HeatmapQuery, HeatmapRows } from '../port.ts';

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

type Bins = { count: number; bins: Map<number, number> };

export function createHeatTally(grid: HeatmapQuery['grid']): HeatTally {
  const elements = new Map<number, Bins>();
  const cells = new Map<number, number>();
  const loose = new Map<number, number>();
  let ignored = 0;

  const toGrid = (cell: number): number => {
    const column = Math.floor(((cell % GRID_COLUMNS) * grid.columns) / GRID_COLUMNS);
    const row = Math.floor(Math.floor(cell / GRID_COLUMNS) / grid.mergedRows);
    return row * grid.columns + column;
  };

  return {
    addElement(element, bin, count) {
      const entry = elements.get(element) ?? { count: 0, bins: new Map<number, number>() };
      elements.set(element, entry);
      entry.count += count;
      if (bin >= 0) increase(entry.bins, bin, count);
      else if (bin < -1) increase(loose, toGrid(-2 - bin), count);
    },
    addCell(cell, count) {
      if (cell < 0) ignored += count;
      else increase(cells, toGrid(cell), count);
    },
    result() {
      const withoutElement = elements.get(0)?.count ?? 0;
      const all = [...elements.values()].reduce((sum, entry) => sum + entry.count, 0);
      const named = [...elements].filter(([element]) => element !== 0);
      const kept = keepElements(named);
      return {
        elements: kept,
        omittedElements: named.length - kept.length,
        cells: keepCells(cells, grid.columns),
        loose: keepCells(loose, grid.columns),
        omittedCells: Math.max(0, cells.size - LIMITS.heatmapCells),
        total: all,
        withoutElement,
        ignored,
      };
    },
  };
}

function keepElements(named: [number, Bins][]): Counted['elements'] {
  const kept: Counted['elements'] = [];
  let room = LIMITS.heatmapBins;
  const ranked = named.sort(([a, left], [b, right]) => right.count - left.count || a - b);
  for (const [element, { count, bins }] of ranked.slice(0, LIMITS.heatmapElements)) {
    room -= bins.size;
    if (room < 0) break;
    kept.push({ element, count, bins: [...bins].sort(([a], [b]) => a - b) });
  }
  return kept;
}

function keepCells(cells: Map<number, number>, columns: number): HeatmapRows['cells'] {
  return [...cells]
    .sort(([a, left], [b, right]) => right - left || a - b)
    .slice(0, LIMITS.heatmapCells)
    .map(([cell, count]) => [cell % columns, Math.floor(cell / columns), count]);
}

function increase(counts: Map<number, number>, key: number, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
