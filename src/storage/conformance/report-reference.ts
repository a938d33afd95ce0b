// The answers that reports must give, counted from the raw events in the plainest way, for comparison.

import type { OverviewBreakdown, PageRow } from '../../contract/api.ts';
import { GRID_COLUMNS } from '../../contract/element.ts';
import { CLICK_KIND_CODES } from '../../contract/event-types.ts';
import type { HeatmapQuery, OverviewQuery, OverviewRows, PagesQuery, Scope, SessionsQuery } from '../port.ts';
import {
  type AppliedSlice,
  CLICK_BOT_BIT,
  type ClickRow,
  type EventRow,
  type SessionRow,
} from '../port-apply.ts';
import { matchingSessions, textOf } from './report-reference-filters.ts';

const keyOf = (row: { session: number; part: number }): string => `${row.session}.${row.part}`;
const isMuted = ({ muted }: Scope, kind: string, element: number | null): boolean =>
  (kind === 'rage' || kind === 'dead') && element !== null && (muted?.[kind].includes(element) ?? false);
const isIn = (scope: Scope, ms: number): boolean => ms >= scope.fromMs && ms < scope.toMs;

function eventsOf(slice: AppliedSlice, scope: Scope): EventRow[] {
  const keys = new Set(matchingSessions(slice, scope).map(keyOf));
  return slice.events.filter((event) => keys.has(keyOf(event)) && isIn(scope, event.tsMs));
}

export function expectedOverview(slice: AppliedSlice, query: OverviewQuery): OverviewRows {
  const begun = matchingSessions(slice, query).filter((row) => isIn(query, row.startedAtMs));
  const events = eventsOf(slice, query);
  const flagged = (name: string) =>
    events.filter((event) => event.type === 'click' && event.fields[name] === true).length;
  const counts = (rows: SessionRow[], own: EventRow[]) => ({
    visitors: new Set(rows.map((row) => row.visitor)).size,
    sessions: rows.length,
    pageviews: own.filter((event) => event.type === 'pageview').length,
    events: own.length,
    clicks: own.filter((event) => event.type === 'click').length,
  });
  const within = (ms: number, index: number): boolean =>
    ms >= (query.edges[index] as number) && ms < (query.edges[index + 1] as number);
  const durations = begun.map((row) => row.endedAtMs - row.startedAtMs).sort((a, b) => a - b);
  const middle = durations.slice((durations.length - 1) >> 1, (durations.length >> 1) + 1);
  const mean = (values: number[]): number | null =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  const breakdown = (dimension: OverviewBreakdown) => {
    const groups = Map.groupBy(begun, (row) => textOf(slice, row, dimension) ?? '(none)');
    return [...groups]
      .map(([value, rows]) => ({
        value,
        sessions: rows.length,
        visitors: new Set(rows.map((row) => row.visitor)).size,
        share: rows.length / begun.length,
      }))
      .sort((a, b) => b.sessions - a.sessions || (a.value < b.value ? -1 : 1))
      .slice(0, 10);
  };
  return {
    totals: {
      ...counts(begun, events),
      bounceRate: mean(begun.map((row) => Number(row.pageviews <= 1 && row.customs === 0))),
      medianDurationMs: mean(middle),
      meanDurationMs: mean(durations),
      rageClicks: flagged('rage'),
      deadClicks: flagged('dead'),
    },
    series: query.edges.slice(1).map((_, index) =>
      counts(
        begun.filter((row) => within(row.startedAtMs, index)),
        events.filter((event) => within(event.tsMs, index)),
      ),
    ),
    breakdowns: {
      source: breakdown('source'),
      entry: breakdown('entry'),
      country: breakdown('country'),
      device: breakdown('device'),
      browser: breakdown('browser'),
      os: breakdown('os'),
    },
  };
}

type ExpectedPage = Omit<PageRow, 'lastAtMs' | 'host' | 'title'>;

/** In the order of the list. */
export function expectedPages(slice: AppliedSlice, query: PagesQuery): ExpectedPage[] {
  const deviceOf = new Map(slice.sessions.map((row) => [keyOf(row), row.device]));
  const events = eventsOf(slice, query).filter(
    (event) => query.device === null || deviceOf.get(keyOf(event)) === query.device,
  );
  const clicks = (own: EventRow[], flag: string) =>
    own.filter(
      ({ type, fields, element }) =>
        type === 'click' && fields[flag] === true && !isMuted(query, flag, element),
    ).length;
  return slice.pages
    .map((info) => ({ info, own: events.filter((event) => event.page === info.page) }))
    .filter(({ info, own }) => own.length > 0 && info.path.includes(query.search ?? ''))
    .map(({ info, own }) => ({
      id: info.page,
      page: info.page.toString(36),
      path: info.path,
      pageviews: own.filter((event) => event.type === 'pageview').length,
      clicks: own.filter((event) => event.type === 'click').length,
      rage: clicks(own, 'rage'),
      dead: clicks(own, 'dead'),
    }))
    .sort((a, b) => b.pageviews - a.pageviews || b.id - a.id)
    .map(({ id: _, ...row }) => row);
}

/** Newest first. */
export function expectedSessions(slice: AppliedSlice, query: SessionsQuery): SessionRow[] {
  const viewed = new Set(
    slice.events
      .filter(
        (event) => event.type === 'pageview' && event.page !== null && query.pages?.includes(event.page),
      )
      .map(keyOf),
  );
  return matchingSessions(slice, query)
    .filter((row) => isIn(query, row.startedAtMs) && row.events >= query.minEvents)
    .filter((row) => !query.hasRage || row.rage > 0)
    .filter((row) => query.pages === null || viewed.has(keyOf(row)))
    .sort((a, b) => b.startedAtMs - a.startedAtMs || b.session - a.session || b.part - a.part);
}

export function heatmapClicks(slice: AppliedSlice, query: HeatmapQuery): ClickRow[] {
  const keys = new Set(matchingSessions(slice, { ...query, includeBots: true }).map(keyOf));
  const code = CLICK_KIND_CODES[query.kind];
  return slice.clicks.filter(
    (click) =>
      query.pages.includes(click.page) &&
      isIn(query, click.tsMs) &&
      keys.has(keyOf(click)) &&
      (query.device === null || click.device === query.device) &&
      (code === CLICK_KIND_CODES.click || (click.kinds & (1 << code)) !== 0) &&
      !isMuted(query, query.kind, click.element) &&
      (query.includeBots || (click.kinds & CLICK_BOT_BIT) === 0),
  );
}

/** Counts by `element`, `element/bin` and `column,row`, as plain objects that are easy to compare. */
export function expectedHeatmap(slice: AppliedSlice, query: HeatmapQuery) {
  const clicks = heatmapClicks(slice, query);
  const named = clicks.filter((click) => click.element !== null);
  const offset = named.filter((click) => click.bin !== null);
  const placed = clicks.filter((click) => click.cell !== null);
  const cellOf = ({ cell }: ClickRow): string => {
    const column = Math.floor((((cell ?? 0) % GRID_COLUMNS) * query.grid.columns) / GRID_COLUMNS);
    return `${column},${Math.floor(Math.floor((cell ?? 0) / GRID_COLUMNS) / query.grid.mergedRows)}`;
  };
  return {
    elements: countBy(named, (click) => `${click.element}`),
    bins: countBy(offset, (click) => `${click.element}/${click.bin}`),
    cells: countBy(placed, cellOf),
    loose: countBy(
      placed.filter((click) => click.bin === null),
      cellOf,
    ),
    folds: countBy(clicks, (click) => `${Math.ceil((click.viewH ?? 0) / 100) * 100}`),
    total: clicks.length,
    withoutElement: clicks.length - named.length,
    ignored: clicks.length - placed.length,
  };
}

function countBy<T>(rows: readonly T[], key: (row: T) => string): { [key: string]: number } {
  return Object.fromEntries([...Map.groupBy(rows, key)].map(([name, own]) => [name, own.length]));
}
