// Every metric, at every width of time, in several zones across their clock changes, for every filter of a list, equals
// a count over the raw events: after a month was sent in no order, partly twice, with the server killed in between.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import type { Page } from '../src/contract/api.ts';
import type { GoalResult } from '../src/contract/goals.ts';
import type {
  BreakdownAnswer,
  DashboardAnswer,
  EventView,
  TimeseriesAnswer,
  TopEventsAnswer,
} from '../src/contract/metrics.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from './support/heat-process.ts';
import { makeMonth, monthBefore } from './support/month.ts';
import { FILTERS, filterTexts } from './support/month-filters.ts';
import {
  cutSessions,
  type MonthFilter,
  type MonthSession,
  metricsOf,
  passes,
  type Span,
  splitOf,
} from './support/month-reference.ts';
import { type MonthRequest, monthRequests, sendRequest } from './support/month-traffic.ts';
import { untilSessionsPacked } from './support/until-packed.ts';

const CLIENTS = 900;
const SEED = 20261;
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'];
const MONTH = monthBefore(Date.now());
const CLIENTS_OF_MONTH = makeMonth({ seed: SEED, ...MONTH, clients: CLIENTS });
const ALL = cutSessions(CLIENTS_OF_MONTH);

const SESSION_SPLITS = [
  ...['device', 'browser', 'os', 'language', 'screen', 'app_version', 'entry'],
  ...['exit', 'referrer', 'utm_campaign', 'user', 'visitor', 'visitor_type'],
];
const FACT_SPLITS = ['page', 'event', 'category', 'prop.plan', 'prop.seats'];

let heat: HeatFolder;
let serving: Serving;
let projects: ProjectAdded[];
/** Stretches that the server did not live to the end of. */
let cutShort = 0;

beforeAll(async () => {
  heat = await makeHeatFolder();
  projects = [];
  for (const name of ['One', 'Two', 'Three']) projects.push(await addProject(heat, name));
  serving = await heat.serve(['--ingest-per-address', '0', '--ingest-per-key', '0']);
  await sendMonth(monthRequests(CLIENTS_OF_MONTH, { projects, seed: SEED }));
  await untilApplied();
  // A server packs what is over when it starts; what came last has dropped many a block.
  await serving.stop();
  serving = await heat.serve(['--ingest-per-address', '0', '--ingest-per-key', '0']);
  await untilSessionsPacked(join(heat.dir, 'heat-data', 'events.db'));
}, 240_000);
afterAll(async () => {
  await serving?.stop();
  await heat?.remove();
});

/** In four stretches; the server is killed within the first and the third, and stopped after the second. */
async function sendMonth(requests: readonly MonthRequest[]): Promise<void> {
  const quarter = Math.ceil(requests.length / 4);
  for (let stretch = 0; stretch < 4; stretch += 1) {
    const own = requests.slice(stretch * quarter, (stretch + 1) * quarter);
    const isKilled = stretch % 2 === 0;
    if (isKilled) {
      cutShort += Number(await killWhileSending(own));
    } else {
      await sendAll(own);
    }
    if (stretch === 1) await serving.stop();
    if (isKilled || stretch === 1)
      serving = await heat.serve(['--ingest-per-address', '0', '--ingest-per-key', '0']);
    // Nobody knows which of them arrived: clients send them again, and so do we.
    if (isKilled) await sendAll(own);
  }
}

async function sendAll(
  requests: readonly MonthRequest[],
  onSent: (count: number) => void = () => {},
): Promise<void> {
  for (let at = 0; at < requests.length; at += 16) {
    const own = requests.slice(at, at + 16);
    await Promise.all(own.map((request) => sendRequest(serving.url, request)));
    onSent(at + own.length);
  }
}

/** Kills the server while the second third of the requests is under way; says whether that cut any off. */
async function killWhileSending(requests: readonly MonthRequest[]): Promise<boolean> {
  let killed: Promise<unknown> | null = null;
  const isCut = await sendAll(requests, (count) => {
    if (count > requests.length / 3) killed ??= serving.stop('SIGKILL');
  }).then(
    () => false,
    () => true,
  );
  await killed;
  return isCut;
}

async function untilApplied(): Promise<void> {
  const sent = projects.map((_, project) => countCustoms(project));
  await eventually(async () => {
    const stored = await Promise.all(
      projects.map(
        async (_, project) =>
          (await ask<Page<EventView>>(project, 'events', { ...rangeOf('UTC'), bots: '1', limit: '1' })).total,
      ),
    );
    return stored.every((total, project) => total === sent[project]);
  }, 30_000);
}

function countCustoms(project: number): number {
  const own = ALL.filter((session) => session.project === project).flatMap(({ events }) => events);
  return own.filter(({ type }) => type === 'custom').length;
}

type Query = Record<string, string | readonly string[]>;

async function ask<T>(project: number, path: string, query: Query): Promise<T> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) search.append(name, one);
  const headers = { 'x-api-key': projects[project]?.apiKey ?? '' };
  const answer = await fetch(`${serving.url}/api/v1/${path}?${search}`, { headers });
  if (!answer.ok) throw new Error(`${path}?${search}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** The whole month of the zone's calendar, days included. */
function rangeOf(tz: string): { from: string; to: string; tz: string } {
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  return { from: day(MONTH.fromMs), to: day(MONTH.toMs), tz };
}

function sessionsOf(project: number, filters: readonly MonthFilter[] = []): MonthSession[] {
  return ALL.filter((session) => session.project === project && !session.isBot && passes(session, filters));
}

const valuesOf = (answer: DashboardAnswer) =>
  Object.fromEntries(Object.entries(answer.metrics).map(([name, { value }]) => [name, value]));
const spanOf = ({ scope }: { scope: { fromMs: number; toMs: number } }): Span => [scope.fromMs, scope.toMs];

/** What the zone's clock shows, by the platform's own calendar. */
function clockOf(ms: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return format.format(ms).replace(' ', 'T');
}

describe('the month', () => {
  test('is rich enough to tell right from wrong', () => {
    expect(FILTERS.length).toBeGreaterThanOrEqual(40);
    const all = sessionsOf(0).length;
    const telling = FILTERS.filter((filters) => {
      const found = sessionsOf(0, filters).length;
      return found > 0 && found < all;
    });
    expect(telling.length).toBe(FILTERS.length);
    expect(ALL.filter(({ isBot }) => isBot).length).toBeGreaterThan(20);
    expect(ALL.length).toBeGreaterThan(CLIENTS * 1.2);
    expect(cutShort).toBe(2);
  });
});

describe.each(ZONES)('in %s', (tz) => {
  test('the dashboard and its days equal a count over the raw events', async () => {
    for (const project of [0, 1, 2]) {
      const sessions = sessionsOf(project);
      const answer = await ask<DashboardAnswer>(project, 'metrics/dashboard', {
        ...rangeOf(tz),
        interval: 'day',
      });
      expect(valuesOf(answer)).toEqual(metricsOf(sessions, spanOf(answer)) as never);
      expect(answer.buckets.map(({ label }) => label)).toEqual(
        daysOf(answer.scope.fromMs, answer.scope.toMs, tz),
      );
      for (const [index, { startMs, label }] of answer.buckets.entries()) {
        const endMs = answer.buckets[index + 1]?.startMs ?? answer.scope.toMs;
        expect(clockOf(startMs, tz)).toBe(`${label}T00:00`);
        const expected = metricsOf(sessions, [startMs, endMs]);
        const found = Object.fromEntries(
          Object.entries(answer.series).map(([name, values]) => [name, values[index]]),
        );
        expect({ label, ...found }).toEqual({ label, ...expected } as never);
      }
    }
  });

  test.each(['minute', 'hour', 'week', 'month'])(
    'series by %s are zero-filled, whole and exact',
    async (interval) => {
      // Minutes of the night on which Berlin's clocks go back.
      const year = new Date(MONTH.fromMs).getUTCFullYear();
      const back = new Date(Date.UTC(year, 10, 1) - 86_400_000);
      while (back.getUTCDay() !== 0) back.setUTCDate(back.getUTCDate() - 1);
      const short = {
        from: String(back.getTime() - 4 * 3_600_000),
        to: String(back.getTime() + 8 * 3_600_000),
        tz,
      };
      const range = interval === 'minute' ? short : rangeOf(tz);
      for (const metric of ['visitors', 'pageviews', 'customs', 'valueSum'] as const) {
        const answer = await ask<TimeseriesAnswer>(1, 'metrics/timeseries', { ...range, interval, metric });
        const sessions = sessionsOf(1);
        const [series] = answer.series;
        const edges = [...answer.buckets.map(({ startMs }) => startMs), answer.scope.toMs];
        expect(edges[0]).toBe(answer.scope.fromMs);
        const expected = edges
          .slice(1)
          .map((toMs, index) => metricsOf(sessions, [edges[index] as number, toMs])[metric]);
        expect(series?.values).toEqual(expected as number[]);
        expect(series?.total).toBe(metricsOf(sessions, spanOf(answer))[metric] as number);
        for (const { startMs, label } of answer.buckets)
          expect(clockOf(startMs, tz).slice(0, label.length)).toBe(label);
        const widths = edges.slice(1).map((edge, index) => edge - (edges[index] as number));
        if (interval === 'minute') expect(new Set(widths)).toEqual(new Set([60_000]));
        if (interval === 'hour') expect(Math.max(...widths)).toBe(3_600_000);
      }
    },
  );
});

/** Every date of the calendar that the span touches. */
function daysOf(fromMs: number, toMs: number, tz: string): string[] {
  const days = new Set<string>();
  for (let ms = fromMs; ms < toMs; ms += 900_000) days.add(clockOf(ms, tz).slice(0, 10));
  return [...days];
}

describe('splits', () => {
  test.each([...SESSION_SPLITS, ...FACT_SPLITS])(
    'by %s equal a count over the raw events',
    async (dimension) => {
      const query = { ...rangeOf('Europe/Berlin'), limit: '1000' };
      const answer = await ask<BreakdownAnswer>(2, `metrics/breakdown/${dimension}`, query);
      const isFact = FACT_SPLITS.includes(dimension);
      const found = answer.items
        .filter(({ sessions }) => (sessions ?? 0) > 0)
        .map((row) => [
          row.value,
          row.sessions,
          row.visitors,
          isFact ? (row.customs ?? row.pageviews) : row.sessions,
        ]);
      const expected = [...splitOf(sessionsOf(2), dimension, spanOf(answer))].map(([value, group]) => [
        ...[value, group.sessions, group.visitors, isFact ? group.amount : group.sessions],
      ]);
      expect(found.toSorted()).toEqual(expected.toSorted());
      expect(found.length).toBeGreaterThan(1);
      for (const { share } of answer.items) expect(share ?? 0).toBeLessThanOrEqual(1);
    },
  );

  test('what is beyond the limit is one row whose visitors count once', async () => {
    const query = { ...rangeOf('UTC'), limit: '1' };
    const { items, other, totals, scope } = await ask<BreakdownAnswer>(0, 'metrics/breakdown/browser', query);
    const rest = sessionsOf(0).filter(({ values }) => (values.browser ?? '(none)') !== items[0]?.value);
    expect(other?.visitors).toBe(metricsOf(rest, [scope.fromMs, scope.toMs]).visitors as number);
    expect((items[0]?.sessions ?? 0) + (other?.sessions ?? 0)).toBe(totals.sessions ?? -1);
  });

  test('top events and the list of events have every event once', async () => {
    for (const project of [0, 1, 2]) {
      const { items, scope } = await ask<TopEventsAnswer>(project, 'metrics/top-events', rangeOf('UTC'));
      const expected = splitOf(sessionsOf(project), 'event', [scope.fromMs, scope.toMs]);
      expect(items.map(({ name, count }) => [name, count]).toSorted()).toEqual(
        [...expected].map(([name, { amount }]) => [name, amount]).toSorted(),
      );
      const listed = await ask<Page<EventView>>(project, 'events', { ...rangeOf('UTC'), limit: '500' });
      const ids = sessionsOf(project).flatMap(({ events }) => events.filter(({ type }) => type === 'custom'));
      expect(listed.total).toBe(ids.length);
      const newest = ids.toSorted((a, b) => b.tsMs - a.tsMs).slice(0, 500);
      expect(listed.items.map(({ eventId }) => eventId)).toEqual(newest.map(({ id }) => id));
    }
  });
});

describe('filters', () => {
  test.each(FILTERS.map((filters, index) => [filterTexts(filters).join(' and '), filters, index] as const))(
    '%s',
    async (_, filters, index) => {
      const project = index % 3;
      const tz = ZONES[index % ZONES.length] as string;
      const query = { ...rangeOf(tz), filter: filterTexts(filters) };
      const sessions = sessionsOf(project, filters);
      const answer = await ask<DashboardAnswer>(project, 'metrics/dashboard', query);
      const span = spanOf(answer);
      expect(valuesOf(answer)).toEqual(metricsOf(sessions, span) as never);
      const { total } = await ask<Page<unknown>>(
        project,
        `projects/${projects[project]?.id}/sessions`,
        query,
      );
      expect(total).toBe(metricsOf(sessions, span).sessions as number);
      for (const dimension of ['device', 'event', 'page']) {
        const split = await ask<BreakdownAnswer>(project, `metrics/breakdown/${dimension}`, {
          ...query,
          limit: '100',
        });
        const expected = splitOf(sessions, dimension, span);
        const found = split.items.filter((row) => (row.sessions ?? 0) > 0);
        expect(found.map((row) => [row.value, row.sessions, row.visitors]).toSorted()).toEqual(
          [...expected].map(([value, group]) => [value, group.sessions, group.visitors]).toSorted(),
        );
      }
    },
  );
});

describe('what is saved under a name', () => {
  const send = async (project: number, path: string, json: unknown): Promise<{ id: string }> => {
    const headers = { 'x-api-key': projects[project]?.apiKey ?? '', 'content-type': 'application/json' };
    const url = `${serving.url}/api/v1/projects/${projects[project]?.id}/${path}`;
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(json) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { id: string };
  };

  test('goals count the sessions that pass all of their filters, and filter by them and by the others', async () => {
    for (const [index, filters] of FILTERS.entries()) {
      if (index % 7 !== 0 && filters.length < 2) continue;
      const project = index % 3;
      const { id } = await send(project, 'goals', { name: `G${index}`, filters: filterTexts(filters) });
      const path = `projects/${projects[project]?.id}/goals/${id}/result`;
      const { counts, trend, scope } = await ask<GoalResult>(
        project,
        path,
        rangeOf(ZONES[index % 4] as string),
      );
      const span: Span = [scope.fromMs, scope.toMs];
      const passed = metricsOf(sessionsOf(project, filters), span);
      const all = metricsOf(sessionsOf(project), span).sessions ?? 0;
      expect([counts.sessions, counts.conversions, counts.visitors]).toEqual([
        all,
        passed.sessions,
        passed.visitors,
      ] as number[]);
      expect(counts.rate).toBe((passed.sessions ?? 0) / all);
      expect(trend.reduce((sum, { conversions }) => sum + conversions, 0)).toBe(passed.sessions as number);
      const query = { ...rangeOf('UTC'), filter: `goal:is_not:${id}` };
      const missed = await ask<DashboardAnswer>(project, 'metrics/dashboard', query);
      const others = sessionsOf(project).filter((session) => !passes(session, filters));
      expect(valuesOf(missed)).toEqual(metricsOf(others, spanOf(missed)) as never);
    }
  });

  test('templates are what pages are called and filtered by', async () => {
    await send(0, 'templates', { pattern: '/docs/:page' });
    const named = (path: string | null | undefined) =>
      path?.replace(/^\/docs\/[^/?]+(\?.*)?$/, '/docs/:page');
    const sessions = sessionsOf(0).map((session): MonthSession => {
      const { entry, exit } = session.values;
      const values = { ...session.values, entry: named(entry) ?? null, exit: named(exit) ?? null };
      const events = session.events.map((event) => ({
        ...event,
        ...(event.path && { path: named(event.path) as string }),
      }));
      return { ...session, values, events };
    });
    for (const dimension of ['page', 'entry', 'exit']) {
      const answer = await ask<BreakdownAnswer>(0, `metrics/breakdown/${dimension}`, {
        ...rangeOf('UTC'),
        limit: '1000',
      });
      const expected = splitOf(sessions, dimension, spanOf(answer));
      const found = answer.items
        .filter((row) => (row.sessions ?? 0) > 0)
        .map((row) => [row.value, row.sessions, row.visitors]);
      expect(found.toSorted()).toEqual(
        [...expected].map(([value, group]) => [value, group.sessions, group.visitors]).toSorted(),
      );
      expect(expected.has('/docs/:page')).toBe(true);
      for (const op of ['is', 'is_not']) {
        const filter = `${dimension}:${op}:/docs/:page`;
        const narrowed = await ask<DashboardAnswer>(0, 'metrics/dashboard', { ...rangeOf('UTC'), filter });
        const own = sessions.filter((session) => passes(session, [[dimension, op, '/docs/:page']]));
        expect(valuesOf(narrowed)).toEqual(metricsOf(own, spanOf(narrowed)) as never);
      }
    }
  });
});
