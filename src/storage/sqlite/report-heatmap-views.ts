// The viewports that the clicks or rests of a map happened in: folds, median, and the device of most of them.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import type { HeatmapRows } from '../port.ts';
import type { StoredClick } from './packed-clicks.ts';
import { type ClickSpan, newestClicks } from './report-clicks.ts';
import { type Days, daysIn } from './report-heatmap-bins.ts';

export type Views = Pick<HeatmapRows, 'folds' | 'viewportW' | 'viewportH'> & {
  /** Code of the device with most of these clicks; null without any. */
  mainDevice: number | null;
};

/** How many clicks a viewport saw; `device` is a code. */
export type Seen = { device: number; viewW: number; viewH: number; count: number };

/** Folds, median viewport and main device of the newest LIMITS.heatmapViews clicks of a span. */
export function readViews(db: Database, span: ClickSpan): Views {
  return summarize(newestViews(db, span));
}

/** The same of all clicks of whole days, which are counted already, and of the newest clicks of the edges beside them. */
export function readDayViews(db: Database, days: Days, edges: readonly ClickSpan[]): Views {
  const { sql, params } = daysIn(days);
  const counted = db
    .query<Seen, SQLQueryBindings[]>(
      `
select device, view_w as viewW, view_h as viewH, sum(count) as count
from view_bins${sql}
group by device, view_w, view_h`,
    )
    .all(...params);
  return summarize([...counted, ...edges.flatMap((edge) => newestViews(db, edge))]);
}

function newestViews(db: Database, span: ClickSpan): Seen[] {
  const seen = createSeen();
  for (const click of newestClicks(db, span, LIMITS.heatmapViews)) seen.add(click);
  return seen.all();
}

/** More than any viewport is wide or high: three numbers make one key. */
const VIEW_KEY = 2 * LIMITS.viewportPx;

/** Counts the viewports of clicks that told one. */
export function createSeen(): {
  add(click: Pick<StoredClick, 'device' | 'viewW' | 'viewH'>): void;
  all(): Seen[];
} {
  const seen = new Map<number, Seen>();
  return {
    add({ device, viewW, viewH }) {
      if (viewW === null || viewH === null) return;
      const key = (device * VIEW_KEY + viewW) * VIEW_KEY + viewH;
      const known = seen.get(key);
      if (known) known.count += 1;
      else seen.set(key, { device, viewW, viewH, count: 1 });
    },
    all: () => [...seen.values()],
  };
}

/** Folds, medians and main device of viewports that are counted. */
export function summarize(rows: readonly Seen[]): Views {
  const folds = new Map<number, number>();
  const devices = new Map<number, number>();
  for (const { device, viewH, count } of rows) {
    const height = Math.ceil(viewH / 100) * 100;
    folds.set(height, (folds.get(height) ?? 0) + count);
    devices.set(device, (devices.get(device) ?? 0) + count);
  }
  const [mainDevice] = [...devices].sort(([a, left], [b, right]) => right - left || a - b)[0] ?? [null];
  return {
    mainDevice,
    folds: [...folds].sort(([a], [b]) => a - b),
    viewportW: weightedMedian(rows.map(({ viewW, count }) => [viewW, count])),
    viewportH: weightedMedian(rows.map(({ viewH, count }) => [viewH, count])),
  };
}

/** Lower median of values with their counts; null for none. */
function weightedMedian(counted: [value: number, count: number][]): number | null {
  const sorted = counted.sort(([a], [b]) => a - b);
  const half = sorted.reduce((sum, [, count]) => sum + count, 0) / 2;
  let seen = 0;
  for (const [value, count] of sorted) {
    seen += count;
    if (seen >= half) return value;
  }
  return null;
}
