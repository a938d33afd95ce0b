// How many people stand behind what a report shows, for projects that answer sums only. Part of ReportStore.

import { OFFSET_BINS } from '../contract/element.ts';
import type { Device } from '../contract/event-types.ts';
import type { QueryOptions, Scope } from './port-scope.ts';

/** Blocks of an element's box that are told where single bins are not: 8 × 8 of them. */
const BLOCK = 4;
const BLOCKS = OFFSET_BINS / BLOCK;

/** Block that a bin lies in. */
export function blockOf(bin: number): number {
  const [row, column] = [Math.floor(bin / OFFSET_BINS), bin % OFFSET_BINS];
  return Math.floor(row / BLOCK) * BLOCKS + Math.floor(column / BLOCK);
}

/** The bin in the middle of a block. */
export function binOfBlock(block: number): number {
  const [row, column] = [Math.floor(block / BLOCKS), block % BLOCKS];
  return (row * BLOCK + BLOCK / 2) * OFFSET_BINS + column * BLOCK + BLOCK / 2;
}

/** Whatever fewer than `least` visitors did is not named in the answers. */
type Least = { least: number };
export type PageSupportQuery = Scope & Least & { pages: readonly (readonly number[])[] };
export type MapSupportQuery = Scope &
  Least & {
    pages: readonly number[];
    device: Device | null;
    grid: { columns: number; mergedRows: number };
  };
export type MapSupport = {
  /** Whether so many visitors did anything of the kind on the pages. */
  isEnough: boolean;
  elements: number[];
  /** `<element> <block>`, see blockOf(): single bins seldom have enough. */
  bins: string[];
  /** `<column> <row>` of the asked grid; `loose` of clicks that stand in no offset bin. */
  cells: string[];
  loose: string[];
  /** Elements, of the clicks among those of the kind that went wrong so. */
  rage: number[];
  dead: number[];
  errors: number[];
};
export type ScrollSupport = {
  /** Of pageviews that were measured, as everything else here. */
  isEnough: boolean;
  isUnmeasuredEnough: boolean;
  /** So many visitors got at least so deep. */
  deepestPx: number;
  deepestPct: number;
  /** Viewport heights, rounded up as in ScrollCounts. */
  folds: number[];
  sections: number[];
};

export interface SupportReports {
  /** Whether so many visitors viewed each of the sets of pages. */
  pageSupport(query: PageSupportQuery, options?: QueryOptions): Promise<boolean[]>;
  mapSupport(
    query: MapSupportQuery & { kind: 'click' | 'rage' | 'dead' | 'error' },
    options?: QueryOptions,
  ): Promise<MapSupport>;
  restSupport(query: MapSupportQuery, options?: QueryOptions): Promise<MapSupport>;
  scrollSupport(query: Omit<MapSupportQuery, 'grid'>, options?: QueryOptions): Promise<ScrollSupport>;
}
