// What metrics must answer, counted from the raw events in the plainest way, for comparison.

import { type FactSplit, isFactSplit } from '../../contract/metrics.ts';
import type { Scope } from '../port.ts';
import type { AppliedSlice, EventRow, SessionRow } from '../port-apply.ts';
import type { MetricCounts, MetricGroup, MetricsQuery, MetricsRows } from '../port-metrics.ts';
import { matchingSessions, textOf } from './report-reference-filters.ts';

const keyOf = (row: { session: number; part: number }): string => `${row.session}.${row.part}`;
const NONE = '(none)';
/** One thing that happened to somebody: which group it is of, when, and what it adds. */
type Happening = { group: string; tsMs: number; event: EventRow };

/** Every group in its order; the caller cuts. Medians only where asked. */
export function expectedMetrics(slice: AppliedSlice, query: MetricsQuery): MetricsRows {
  const sessions = new Map(matchingSessions(slice, query).map((row) => [keyOf(row), row]));
  const isIn = (ms: number, [from, to]: Span): boolean => ms >= from && ms < to;
  const own = slice.events
    .filter((event) => sessions.has(keyOf(event)) && isIn(event.tsMs, spanOf(query)))
    .filter(
      (event) => query.event === null || (event.type === 'custom' && event.fields.name === query.event),
    );
  const begun = [...sessions.values()].filter((row) => isIn(row.startedAtMs, spanOf(query)));
  const { split } = query;
  const happenings = own.flatMap((event): Happening[] =>
    groupsOf(slice, sessions.get(keyOf(event)) as SessionRow, event, split).map((group) => ({
      ...{ group, event },
      tsMs: event.tsMs,
    })),
  );
  const isFact = query.event !== null || (split !== null && isFactSplit(split));
  const people = begun.map((row) => ({
    group: isFact || split === null ? '' : sessionGroup(slice, row, split),
    row,
  }));

  const countsOf = (span: Span, isGroup: (group: string) => boolean): MetricCounts => {
    const facts = happenings.filter(({ group, tsMs }) => isGroup(group) && isIn(tsMs, span));
    const rows = isFact
      ? [...new Set(facts.map(({ event }) => keyOf(event)))].map((key) => sessions.get(key) as SessionRow)
      : people
          .filter(({ group, row }) => isGroup(group) && isIn(row.startedAtMs, span))
          .map(({ row }) => row);
    return counts({ rows, events: facts.map(({ event }) => event), query, isFact });
  };
  const build = (value: string, isGroup: (group: string) => boolean): MetricGroup => ({
    value,
    totals: countsOf(spanOf(query), isGroup),
    series: query.edges.slice(1).map((to, index) => countsOf([query.edges[index] as number, to], isGroup)),
  });
  const { totals, series } = build('', () => true);
  if (split === null) return { totals, series, groups: [], other: null, groupCount: 0 };
  // Also groups of sessions that began before the span and do something in it.
  const touching = isFact ? [] : [...sessions.values()].filter((row) => touches(row, query));
  const names = new Set([
    ...happenings.map(({ group }) => group),
    ...touching.map((row) => sessionGroup(slice, row, split)),
  ]);
  const groups = [...names].map((name) => build(name, (group) => group === name));
  groups.sort((a, b) => b.totals[query.order] - a.totals[query.order] || (a.value < b.value ? -1 : 1));
  const top = groups.slice(0, query.limit);
  const inTop = new Set(top.map(({ value }) => value));
  const other = groups.length > top.length ? build('', (group) => !inTop.has(group)) : null;
  return { totals, series, groups: top, other, groupCount: groups.length };
}

type Span = readonly [fromMs: number, toMs: number];
const spanOf = ({ fromMs, toMs }: Scope): Span => [fromMs, toMs];
const touches = (row: SessionRow, { fromMs, toMs }: Scope): boolean =>
  row.endedAtMs >= fromMs && row.startedAtMs < toMs && row.startedAtMs >= fromMs - 86_400_000;

function groupsOf(
  slice: AppliedSlice,
  session: SessionRow,
  event: EventRow,
  split: MetricsQuery['split'],
): string[] {
  if (split === null) return [''];
  if (!isFactSplit(split)) return [sessionGroup(slice, session, split)];
  return factGroups(slice, event, split);
}

function factGroups(slice: AppliedSlice, event: EventRow, split: FactSplit): string[] {
  if (split === 'page') {
    if (event.type !== 'pageview' || event.page === null) return [];
    return [slice.pages.find(({ page }) => page === event.page)?.path ?? NONE];
  }
  if (event.type !== 'custom') return [];
  if (split === 'event') return [String(event.fields.name)];
  if (split === 'category') return [String(event.fields.category)];
  const props = (event.fields.props ?? {}) as Record<string, unknown>;
  if (split === 'property') return Object.keys(props);
  const key = split.slice('prop.'.length);
  if (!Object.hasOwn(props, key)) return [];
  const value = props[key];
  return [typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)];
}

function sessionGroup(slice: AppliedSlice, row: SessionRow, split: string): string {
  if (split !== 'visitor_type') return textOf(slice, row, split) ?? NONE;
  const isFirst = slice.sessions
    .filter(({ visitor }) => visitor === row.visitor)
    .every(({ startedAtMs }) => startedAtMs >= row.startedAtMs);
  return isFirst ? 'new' : 'returning';
}

type Counted = { rows: SessionRow[]; events: EventRow[]; query: MetricsQuery; isFact: boolean };

function counts({ rows, events, query, isFact }: Counted): MetricCounts {
  const needs = new Set(query.needs);
  const typed = (type: string): number => events.filter((event) => event.type === type).length;
  const durations = rows.map((row) => row.endedAtMs - row.startedAtMs).sort((a, b) => a - b);
  const middle = durations.slice((durations.length - 1) >> 1, (durations.length >> 1) + 1);
  const knowsSessions = needs.has('sessions') || isFact;
  const isOfPage = query.split === 'page';
  const values = events
    .filter(({ type }) => type === 'custom')
    .map(({ fields }) => Number(fields.value ?? 0));
  return {
    visitors: knowsSessions ? new Set(rows.map(({ visitor }) => visitor)).size : 0,
    sessions: knowsSessions ? rows.length : 0,
    bounces: isFact ? 0 : rows.filter((row) => row.pageviews <= 1 && row.customs === 0).length,
    durationMs: isFact ? 0 : durations.reduce((sum, ms) => sum + ms, 0),
    medianDurationMs:
      isFact || middle.length === 0 ? null : middle.reduce((sum, ms) => sum + ms, 0) / middle.length,
    pageviews: isFact && !isOfPage ? 0 : typed('pageview'),
    events: isFact ? 0 : events.length,
    clicks: isFact ? 0 : typed('click'),
    customs: typed('custom'),
    valueSum: values.reduce((sum, value) => sum + value, 0),
  };
}
