// The viewports that the clicks or rests of a map happened in: folds, median, and the layout that most of
// them saw.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { LAYOUTS, type Layout, layoutOf } from '../../contract/layouts.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { HeatmapRows } from '../port.ts';
import type { StoredClick } from './packed-clicks.ts';
import { type ClickSpan, newestClicks } from './report-clicks.ts';
import { type Days, daysIn } from './report-heatmap-bins.ts';
import { deviceOf } from './report-session-row.ts';

export type Views = Pick<HeatmapRows, 'folds' | 'viewportW' | 'viewportH' | 'layout'>;

/** How many clicks a viewport saw; `device` is a code. */
export type Seen = { device: number; viewW: number; viewH: number; count: number };

/** Folds, median viewport and layout of the newest LIMITS.heatmapViews clicks of a span. */
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

/** Folds, medians and layout of viewports that are counted. */
export function summarize(rows: readonly Seen[]): Views {
  const folds = new Map<number, number>();
  const layouts = new Map<Layout, { clicks: number; devices: Map<number, number> }>();
  for (const { device, viewW, viewH, count } of rows) {
    const height = Math.ceil(viewH / 100) * 100;
    folds.set(height, (folds.get(height) ?? 0) + count);
    const name = layoutOf(viewW);
    const own = layouts.get(name) ?? { clicks: 0, devices: new Map() };
    own.clicks += count;
    own.devices.set(device, (own.devices.get(device) ?? 0) + count);
    layouts.set(name, own);
  }
  return {
    layout: mostSeen(layouts),
    folds: [...folds].sort(([a], [b]) => a - b),
    viewportW: weightedMedian(rows.map(({ viewW, count }) => [viewW, count])),
    viewportH: weightedMedian(rows.map(({ viewH, count }) => [viewH, count])),
  };
}

function mostSeen(layouts: ReadonlyMap<Layout, { clicks: number; devices: Map<number, number> }>) {
  const clicksOf = (name: Layout) => layouts.get(name)?.clicks ?? 0;
  const [name] = LAYOUTS.toSorted((a, b) => clicksOf(b) - clicksOf(a));
  const most = name && layouts.get(name);
  if (!most) return null;
  const [main] = [...most.devices].sort(([a, left], [b, right]) => right - left || a - b)[0] ?? [null];
  return { name, device: deviceOf(main) };
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
