// How many people stand behind what a report shows, for projects that answer sums only. Part of ReportStore.

import type { Device } from '../contract/event-types.ts';
import type { QueryOptions, Scope } from './port-scope.ts';

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
  /** `<element> <bin>`. */
  bins: string[];
  /** `<column> <row>` of the asked grid; `loose` of clicks that stand in no offset bin. */
  cells: string[];
  loose: string[];
};
export type ScrollSupport = {
  isEnough: boolean;
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
