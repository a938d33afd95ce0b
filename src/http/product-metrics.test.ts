// Metrics over HTTP: answers that hold together, the short addresses of an API key, and questions that make no sense.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { addKey, addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { Page } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import {
  type BreakdownAnswer,
  type CountAnswer,
  type DashboardAnswer,
  type EventView,
  METRIC_NAMES,
  type RealtimeAnswer,
  SPLIT_NAMES,
  type TimeseriesAnswer,
  type TopEventsAnswer,
  type UsersAnswer,
} from '../contract/metrics.ts';

let heat: TestHeat;
let base: string;
let readKey: string;
const DAY_MS = 86_400_000;

beforeAll(async () => {
  heat = await openTestHeat();
  const project = await addProject(heat, 'Shop');
  base = `/api/v1/projects/${project.id}`;
  readKey = (await addKey(heat, project.no, 'read')).secret;
  const nowMs = heat.clock.nowMs();
  const event = (index: number, change: object) => ({
    ...{ name: index % 3 === 0 ? 'purchase' : 'search', userId: `u${index % 4}`, eventId: `e${index}` },
    ...{ timestamp: nowMs - (index % 10) * DAY_MS - 1000, value: index % 3 === 0 ? 10 : undefined },
    properties: { plan: index % 2 === 0 ? 'pro' : 'free' },
    ...change,
  });
  const events = Array.from({ length: 60 }, (_, index) => event(index, {}));
  const sent = await heat.call('POST', '/api/v1/events/track/batch', {
    bearer: project.apiKey,
    json: events,
  });
  expect(sent.status).toBe(200);
  await heat.applyAll();
});
afterAll(() => heat.close());

const ask = async <T>(path: string, prefix = base) => {
  const answer = await heat.call('GET', `${prefix}/${path}`, { bearer: readKey });
  return { status: answer.status, body: (await answer.json()) as T & ErrorBody };
};
const get = async <T>(path: string) => (await ask<T>(path)).body;

describe('GET …/metrics', () => {
  test('dashboard has every metric, its change and one value for each bucket', async () => {
    const answer = await get<DashboardAnswer>('metrics/dashboard?period=7d');
    expect(Object.keys(answer.metrics)).toEqual(METRIC_NAMES);
    expect(answer.metrics.customs).toMatchObject({ value: 42, previous: 18 });
    expect(answer.metrics.customs.change).toBeCloseTo(24 / 18);
    expect(answer.metrics.valueSum.value).toBe(140);
    expect(answer.buckets.length).toBe(7);
    for (const name of METRIC_NAMES) {
      expect([answer.series[name].length, answer.previousSeries[name].length]).toEqual([7, 7]);
    }
    expect(answer.series.customs).toEqual([6, 6, 6, 6, 6, 6, 6]);
    expect(answer.previousSeries.customs.slice(-3)).toEqual([6, 6, 6]);
  });

  test('count answers one metric, of one event too', async () => {
    expect(await get<CountAnswer>('metrics/count?period=30d')).toMatchObject({ metric: 'events', value: 60 });
    const one = await get<CountAnswer>('metrics/count?period=30d&event=purchase&metric=valueSum');
    expect(one).toMatchObject({ metric: 'valueSum', value: 200, previous: 0, change: null });
    expect(await get<CountAnswer>('metrics/count?period=30d&event=nothing')).toMatchObject({ value: 0 });
  });

  test('top-events, users and realtime', async () => {
    const { items, total } = await get<TopEventsAnswer>('metrics/top-events?period=30d');
    expect(items.map(({ name, count, visitors }) => [name, count, visitors])).toEqual([
      ['search', 40, 4],
      ['purchase', 20, 4],
    ]);
    expect(total).toBe(2);
    expect(items.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    const users = await get<UsersAnswer>('metrics/users?period=30d&limit=2');
    expect(users).toMatchObject({ visitors: 4, newVisitors: 4, returningVisitors: 0, users: 4 });
    expect(users.items.length).toBe(2);
    const now = await get<RealtimeAnswer>('metrics/realtime');
    expect(now.minutes.length).toBe(LIMITS.realtimeMinutes);
    expect(now.visitors).toBe(2);
    expect(now.minutes.reduce((sum, { events }) => sum + events, 0)).toBe(6);
    expect(now.events).toEqual([
      { value: 'search', count: 4 },
      { value: 'purchase', count: 2 },
    ]);
  });

  test('timeseries is zero-filled at every interval and adds up', async () => {
    const cases: [query: string, buckets: number][] = [
      ['period=1h&interval=minute', 60],
      ['period=today&interval=hour', 0],
      ['period=30d&interval=day', 30],
      ['period=90d&interval=week', 0],
      ['period=12mo&interval=month', 12],
    ];
    for (const [query, buckets] of cases) {
      const answer = await get<TimeseriesAnswer>(`metrics/timeseries?metric=customs&${query}`);
      const [series] = answer.series;
      if (buckets > 0) expect(answer.buckets.length).toBe(buckets);
      expect(series?.values.length).toBe(answer.buckets.length);
      expect(series?.values.reduce((sum: number, value) => sum + (value ?? 0), 0)).toBe(series?.total ?? -1);
    }
    const split = await get<TimeseriesAnswer>(
      'metrics/timeseries?metric=customs&split=event&limit=1&period=30d',
    );
    expect(split.series.map(({ value, total }) => [value, total])).toEqual([['search', 40]]);
    expect(split.other).toMatchObject({ total: 20 });
    const compared = await get<TimeseriesAnswer>(
      'metrics/timeseries?metric=customs&period=7d&compare=previous',
    );
    expect(compared.previous).toMatchObject({ total: 18, values: [0, 0, 0, 0, 6, 6, 6] });
  });

  test('breakdown answers every dimension, with shares up to a whole', async () => {
    for (const dimension of [...SPLIT_NAMES, 'prop.plan']) {
      const { status, body } = await ask<BreakdownAnswer>(`metrics/breakdown/${dimension}?period=30d`);
      expect([dimension, status]).toEqual([dimension, 200]);
      for (const { share } of body.items) expect(share ?? 0).toBeLessThanOrEqual(1);
    }
    const plans = await get<BreakdownAnswer>('metrics/breakdown/prop.plan?period=30d&event=purchase');
    expect(plans.items.map(({ value, customs, valueSum }) => [value, customs, valueSum])).toEqual([
      ['free', 10, 100],
      ['pro', 10, 100],
    ]);
    const users = await get<BreakdownAnswer>('metrics/breakdown/user?period=30d&limit=1&metric=events');
    expect(users.items[0]).toMatchObject({ events: 15, share: 0.25 });
    expect(users.other).toMatchObject({ values: 3, events: 45, visitors: 3 });
  });

  test('answers the same under the project of the key', async () => {
    for (const path of ['metrics/dashboard', 'metrics/top-events', 'metrics/breakdown/event', 'events']) {
      const short = await ask<object>(`${path}?period=30d`, '/api/v1');
      expect(short.status).toBe(200);
      expect({ ...short.body, requestId: '' }).toEqual({
        ...(await get<object>(`${path}?period=30d`)),
        requestId: '',
      } as never);
    }
  });

  test('drills down by filter', async () => {
    const all = await get<CountAnswer>('metrics/count?period=30d&metric=customs');
    const one = await get<CountAnswer>('metrics/count?period=30d&metric=customs&filter=user:is:u1');
    const rest = await get<CountAnswer>('metrics/count?period=30d&metric=customs&filter=user:is_not:u1');
    expect([all.value, one.value, rest.value]).toEqual([60, 15, 45]);
  });
});

describe('GET …/events', () => {
  test('lists events with their properties, page by page, newest first', async () => {
    const found: EventView[] = [];
    for (let cursor = ''; ; ) {
      const page = await get<Page<EventView>>(`events?period=30d&limit=7${cursor}`);
      expect(page.total).toBe(60);
      found.push(...page.items);
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(new Set(found.map(({ eventId }) => eventId)).size).toBe(60);
    const times = found.map(({ tsMs }) => tsMs);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(found[0]).toMatchObject({ category: 'general', properties: { plan: expect.any(String) } });
  });

  test('narrows by event, category, user and filters', async () => {
    const total = async (query: string) => (await get<Page<EventView>>(`events?period=30d&${query}`)).total;
    expect(await total('event=purchase')).toBe(20);
    expect(await total('event=purchase&user=u1')).toBe(5);
    expect(await total('category=shop')).toBe(0);
    expect(await total('filter=prop.plan:is:pro')).toBeGreaterThan(0);
  });
});

describe('a question that makes no sense', () => {
  const bad: [path: string, code: string, says: string][] = [
    ['metrics/dashboard?period=2w', 'bad_parameter', '1h, 24h, 7d, 30d, 90d, 12mo, today, yesterday'],
    ['metrics/dashboard?interval=second', 'bad_interval', 'minute, hour, day, week, month'],
    ['metrics/dashboard?period=30d&interval=minute', 'bad_interval', 'use hour, day, week or month'],
    ['metrics/timeseries?period=90d&interval=hour', 'bad_interval', 'use day, week or month'],
    ['metrics/dashboard?tz=Mars/Olympus', 'bad_time_zone', 'IANA name'],
    ['metrics/dashboard?from=2026-02-01&to=2026-01-01', 'bad_range', '"from" is not before "to"'],
    ['metrics/dashboard?from=+275760-09-13T00:00:00Z', 'bad_range', '"from"'],
    ['metrics/dashboard?from=8640000000000000', 'bad_range', '"from"'],
    ['metrics/dashboard?from=1800-01-01', 'bad_range', '"from"'],
    ['metrics/dashboard?from=2020-01-01&to=2026-01-01', 'bad_range', '400 days'],
    ['metrics/dashboard?period=7d&from=2026-01-01', 'bad_range', 'one or the other'],
    ['metrics/dashboard?compare=year', 'bad_parameter', 'previous'],
    ['metrics/dashboard?bots=maybe', 'bad_parameter', '1, true, 0, false'],
    ['metrics/dashboard?filter=device', 'bad_filter', 'dimension:op:value'],
    ['metrics/dashboard?filter=shoe:is:x', 'bad_parameter', 'device'],
    ['metrics/dashboard?filter=device:like:x', 'bad_parameter', 'is, is_not, contains, glob'],
    ['metrics/dashboard?nonsense=1', 'bad_query', 'unknown query parameter'],
    ['metrics/realtime?period=7d', 'bad_query', 'unknown query parameter'],
    ['metrics/dashboard?period=7d&period=7d', 'bad_query', 'twice'],
    [`metrics/dashboard?${'filter=os:is:a&'.repeat(17)}`, 'bad_filter', 'at most 16'],
    ['metrics/timeseries?metric=love', 'bad_parameter', 'visitors'],
    ['metrics/timeseries?metric=toString', 'bad_parameter', 'visitors'],
    [
      'metrics/timeseries?metric=bounceRate&split=event',
      'bad_parameter',
      'customs, visitors, sessions, valueSum',
    ],
    ['metrics/timeseries?split=shoe', 'bad_dimension', 'source'],
    ['metrics/timeseries?split=source&limit=21', 'bad_parameter', 'from 1 to 20'],
    ['metrics/breakdown/shoe', 'bad_dimension', 'prop.<key>'],
    ['metrics/breakdown/__proto__', 'bad_dimension', 'prop.<key>'],
    ['metrics/breakdown/prop.', 'bad_dimension', 'prop.<key>'],
    ['metrics/breakdown/page?metric=clicks', 'bad_parameter', 'pageviews, visitors, sessions'],
    ['metrics/breakdown/os?metric=bounceRate', 'bad_parameter', 'sessions, visitors'],
    ['metrics/breakdown/os?limit=0', 'bad_parameter', 'from 1 to 1000'],
    ['metrics/breakdown/os?limit=1000000', 'bad_parameter', 'from 1 to 1000'],
    ['metrics/breakdown/os?limit=ten', 'bad_parameter', 'from 1 to 1000'],
    ['metrics/count?event=', 'bad_parameter', '1 to'],
    ['events?limit=0', 'bad_parameter', 'from 1 to 500'],
    ['events?cursor=zzz', 'bad_cursor', 'cursor'],
    ['events?user=%00', 'bad_parameter', 'no NUL'],
  ];
  test.each(bad)('%s', async (path, code, says) => {
    const { status, body } = await ask<object>(path);
    expect([status, body.code]).toEqual([400, code]);
    expect(`${body.message} ${JSON.stringify(body.details ?? '')}`).toContain(says);
  });

  test('ten thousand filters', async () => {
    const { status, body } = await ask<object>(`metrics/dashboard?${'filter=os:is:a&'.repeat(10_000)}`);
    expect([status, body.code]).toEqual([413, 'query_too_large']);
  });
});
