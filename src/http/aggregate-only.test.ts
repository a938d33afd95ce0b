// A project that keeps to sums, asked at every route of the table: no answer names a person, his session, or what only he
// did; what three people did is told. Whoever adds a route is asked here too.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { ProjectView } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import type { PurgePreview } from '../contract/purges.ts';
import type { ScrollAnswer } from '../contract/scroll-answer.ts';
import { hash52 } from '../lib/hash.ts';
import type { RouteDeclaration } from './route.ts';
import { ROUTES } from './route-table.ts';

const NAMES = ['jane', 'joan', 'jill'] as const;
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0';
let heat: TestHeat;
let sums: Awaited<ReturnType<typeof addProject>>;
const ids: Record<string, string> = {};

const FUNNEL = {
  ...{ windowMs: 3_600_000, order: 'loose', unit: 'session' },
  steps: [
    { type: 'page', match: 'glob', value: '/*-ja*' },
    { type: 'page', match: 'is', value: '/all' },
  ],
};

const pageId = (path: string) => hash52(`shop.example${path}`).toString(36);
const sidOf = (name: string) => `${hash52(`${name}-s`).toString(36)}.0`;

/** Each has a page and a button of her own, and all three the same page and button. */
function batchOf(name: string, writeKey: string, device = '') {
  const atMs = heat.clock.nowMs() - 60_000;
  const click = (i: number, e: number, x: number) => ({
    ...{ i, t: i, p: 1, e, type: 'click', x, y: 40, r: [x % 256, 9], doc: [1440, 3000], rage: true },
  });
  return {
    ...{ v: 1, key: writeKey, sdk: { name: 't', version: '1' }, sentAt: heat.clock.nowMs() },
    visitorId: `visitor-${name}${device}`,
    session: { id: `${name}-s${device}`, startedAt: atMs, lastSeenAt: atMs },
    user: { id: `${name}@example.com`, traits: { nick: `trait-${name}` } },
    ids: `id-${name}-${device}`,
    t0: atMs,
    pages: [
      { url: `https://shop.example/of-${name}`, title: `Page of ${name}` },
      { url: 'https://shop.example/all', title: 'All' },
    ],
    views: [[1440, 900, 1]],
    elements: [
      { tag: 'button', id: `button-${name}` },
      { tag: 'button', id: 'shared-button' },
    ],
    events: [
      { i: 0, t: 0, p: 0, type: 'pageview' },
      { i: 1, t: 1, p: 1, type: 'pageview' },
      click(2, 0, 700),
      click(3, 1, 20),
      { i: 4, t: 4, p: 1, type: 'scroll', scrollY: 500, scrollDepthPct: 40, docHeight: 3000 },
      { i: 5, t: 5, p: 1, type: 'custom', name: `event-${name}`, props: { who: `prop-${name}` } },
    ],
  };
}

beforeAll(async () => {
  heat = await openTestHeat();
  sums = await addProject(heat, 'Sums');
  await heat.rooms.projects.update(sums.id, { settings: { replay: true } }, 'terminal');
  for (const name of NAMES) await send(name);
  await heat.applyAll();
  await heat.rooms.projects.update(sums.id, { settings: { aggregateOnly: true } }, 'terminal');
  ids.funnelId = await make('funnels', { name: 'Way', ...FUNNEL });
  ids.goalId = await make('goals', { name: 'Goal', filters: ['page:is:/all'] });
});
afterAll(() => heat.close());

async function make(what: string, json: object): Promise<string> {
  const answer = await heat.call('POST', `/api/v1/projects/${sums.id}/${what}`, {
    bearer: sums.apiKey,
    json,
  });
  expect([what, answer.status]).toEqual([what, 201]);
  return ((await answer.json()) as { id: string }).id;
}

async function send(name: string, { writeKey = sums.writeKey, device = '' } = {}): Promise<void> {
  const answer = await heat.call('POST', '/ingest', {
    body: JSON.stringify(batchOf(name, writeKey, device)),
    headers: { 'user-agent': AGENT },
  });
  expect(answer.status).toBe(200);
}
const marks = NAMES.flatMap((name) => [
  ...[`visitor-${name}`, `${name}@example`, `trait-${name}`, `of-${name}`, `page of ${name}`, `${name}-s`],
  ...[`button-${name}`, `prop-${name}`, `event-${name}`, `id-${name}`, sidOf(name)],
]);
const marksIn = (text: string) => marks.filter((mark) => text.toLowerCase().includes(mark));
const get = (path: string) => heat.call('GET', path, { bearer: sums.apiKey });
const ask = async <T>(path: string): Promise<T> =>
  (await (await get(`/api/v1/projects/${sums.id}${path}`)).json()) as T;

/** Whatever a question may be asked with, in the order of what says most. */
const ASKED: Record<string, string> = {
  ...{
    sessions: sidOf('jane'),
    period: '7d',
    page: pageId('/all'),
    dimension: 'user',
    metric: 'sessions',
    kind: 'click',
  },
  ...{
    direction: 'from',
    unit: 'visitor',
    outcome: 'left',
    step: '1',
    split: 'country',
    definition: JSON.stringify(FUNNEL),
    id: 'jane@example.com',
    limit: '5',
  },
};
const SPECIAL: Record<string, string> = {
  '/person': 'kind=user&id=jane@example.com',
  '/person/export': 'kind=user&id=jane@example.com',
};

function addressOf({ path, query }: RouteDeclaration): string {
  const filled = path.replace(':id', sums.id).replace(':sid', sidOf('jane')).replace(':dimension', 'user');
  const special = Object.entries(SPECIAL).find(([end]) => path.endsWith(end))?.[1];
  const names = Object.keys((query as { properties?: object } | undefined)?.properties ?? {});
  const asked = names.flatMap((name) =>
    name in ASKED ? [`${name}=${encodeURIComponent(ASKED[name]!)}`] : [],
  );
  return `${filled.replaceAll(/:(\w+)/g, (_, name) => ids[name] ?? 'x')}?${special ?? asked.join('&')}`;
}

const readable = ROUTES.filter(({ method, access }) => method === 'GET' && typeof access === 'object');
const told = new Map<string, string>();

describe('a project that keeps to sums', () => {
  test.each(readable.map((route): [string, RouteDeclaration] => [route.path, route]))(
    'names nobody at GET %s',
    async (path, route) => {
      const answer = await get(addressOf(route));
      const text = answer.body === null ? '' : await answer.text();
      expect(marksIn(text)).toEqual([]);
      told.set(path, answer.status === 403 ? (JSON.parse(text) as ErrorBody).code : String(answer.status));
    },
  );

  test('refuses what follows one person, and answers sums', () => {
    const codeOf = (end: string) => told.get(`/api/v1/projects/:id/${end}`);
    const refused = [
      ...['events', 'export/events', 'export/sessions', 'funnels/:funnelId/sessions', 'journeys', 'live'],
      ...['person', 'person/export', 'recorded', 'sessions', 'sessions/:sid', 'sessions/:sid/chunks'],
      ...['sessions/:sid/neighbours', 'sessions/:sid/replay', 'sessions/:sid/similar'],
    ];
    expect(refused.map((end) => [end, codeOf(end)])).toEqual(refused.map((end) => [end, 'aggregate_only']));
    const answered = [
      ...['overview', 'pages', 'heatmap', 'scroll', 'elements', 'friction', 'values', 'retention'],
      ...['export/heatmap', 'funnels/:funnelId/result', 'funnel-preview', 'goals/:goalId/result'],
      ...[
        'metrics/dashboard',
        'metrics/realtime',
        'metrics/users',
        'metrics/timeseries',
        'metrics/top-events',
      ],
    ];
    expect(answered.map((end) => [end, codeOf(end)])).toEqual(answered.map((end) => [end, '200']));
  });

  test('tells what three people did', async () => {
    const pages = await ask<{ items: { path: string; pageviews: number }[]; total: number }>(
      '/pages?period=7d',
    );
    expect(pages.items).toMatchObject([{ path: '/all', pageviews: 3 }]);
    expect(pages.total).toBe(1);
    const map = await ask<{
      elements: { label: string; count: number; bins: unknown[] }[];
      points: unknown[];
    }>(`/heatmap?period=7d&page=${pageId('/all')}&kind=rage`);
    expect(map.elements.map(({ label, count }) => [label, count])).toEqual([['button#shared-button', 3]]);
    expect(map.elements[0]?.bins).toHaveLength(1);
    const { totals } = await ask<{ totals: { visitors: number } }>('/overview?period=7d');
    expect(totals.visitors).toBe(3);
  });

  test('tells nothing of one person who is filtered for, or of a page that only one saw', async () => {
    const one = encodeURIComponent('user:is:jane@example.com');
    const asked = await ask<Partial<ErrorBody>>(`/overview?period=7d&filter=${one}`);
    expect(asked.code).toBe('aggregate_only');
    const way = await ask<{ steps: { count: number }[] }>(`/funnels/${ids.funnelId}/result?period=7d`);
    expect(way.steps.map(({ count }) => count)).toEqual([0, 0]);
    const alone = encodeURIComponent('page:is:/of-jane');
    const { totals, series } = await ask<{ totals: object; series: { visitors: number }[] }>(
      `/overview?period=7d&filter=${alone}`,
    );
    expect(totals).toMatchObject({ visitors: 0, sessions: 0, pageviews: 0, clicks: 0 });
    expect(series.every(({ visitors }) => visitors === 0)).toBe(true);
    const map = await ask<object>(`/heatmap?period=7d&page=${pageId('/all')}&filter=${alone}`);
    expect(map).toMatchObject({ elements: [], points: [], meta: { total: 0 } });
    const own = await ask<object>(`/heatmap?period=7d&page=${pageId('/of-jane')}`);
    expect(own).toMatchObject({ elements: [], points: [] });
    const scroll = await ask<{ pageviews?: number; meta?: { total: number } }>(
      `/scroll?period=7d&page=${pageId('/of-jane')}`,
    );
    expect(scroll.meta?.total ?? scroll.pageviews ?? 0).toBe(0);
  });

  test('purges what three people did, and neither tells of nor takes what one did', async () => {
    const preview = (page: string) => ask<PurgePreview>(`/purges/preview?period=7d&filter=page:is:${page}`);
    const all = await preview('/all');
    expect(all).toMatchObject({ sessions: 3, visitors: 3 });
    const janes = await preview('/of-jane');
    expect(janes).toMatchObject({ sessions: 0, events: 0, firstAtMs: null });
    const { fromMs, toMs, filters } = janes;
    const json = { fromMs, toMs, filters };
    const refused = await heat.call('POST', `/api/v1/projects/${sums.id}/purges`, {
      bearer: sums.apiKey,
      json,
    });
    expect([refused.status, ((await refused.json()) as ErrorBody).code]).toEqual([404, 'nothing_to_purge']);
  });

  test('counts neither measured nor unmeasured pageviews of fewer than three visitors', async () => {
    const { id, apiKey: bearer } = await addProject(heat, 'Depths');
    const timestamp = heat.clock.nowMs() - 60_000;
    const viewsOf = (path: string, measured: number, unmeasured: number) =>
      Array.from({ length: measured + unmeasured }, (_, at) => ({
        ...{ timestamp, page: `https://shop.example${path}`, visitor: `${at}` },
        ...(at < measured && { view: [1000, 800, 1] }),
      }));
    const events = [...viewsOf('/known', 3, 2), ...viewsOf('/unknown', 2, 3), ...viewsOf('/few', 2, 2)];
    await heat.call('POST', `/api/v1/projects/${id}/import`, { bearer, json: { events } });
    await heat.applyAll();
    await heat.rooms.projects.update(id, { settings: { aggregateOnly: true } }, 'terminal');
    const told = async (path: string) => {
      const question = `/api/v1/projects/${id}/scroll?period=7d&page=${pageId(path)}`;
      const answer = await (await heat.call('GET', question, { bearer })).json();
      const { pageviews, unmeasured, reach, page } = answer as ScrollAnswer;
      return [pageviews, unmeasured, reach.length > 0, page.pageviews];
    };
    expect(await told('/known')).toEqual([3, 0, true, 5]);
    expect(await told('/unknown')).toEqual([0, 3, false, 5]);
    expect(await told('/few')).toEqual([0, 0, false, 0]);
  });

  test('tells nothing of one person who came as three visitors', async () => {
    const busy = await addProject(heat, 'Busy');
    for (const device of ['1', '2', '3']) await send('jane', { writeKey: busy.writeKey, device });
    await heat.applyAll();
    await heat.rooms.projects.update(busy.id, { settings: { aggregateOnly: true } }, 'terminal');
    const call = (path: string) =>
      heat.call('GET', `/api/v1/projects/${busy.id}/${path}`, { bearer: busy.apiKey });
    const one = encodeURIComponent('user:is:jane@example.com');
    const others = encodeURIComponent('user:is_not:jane@example.com');
    const goal = await heat.call('POST', `/api/v1/projects/${busy.id}/goals`, {
      bearer: busy.apiKey,
      json: { name: 'Jane', filters: ['user:is:jane@example.com'] },
    });
    const { id } = (await goal.json()) as { id: string };
    const page = pageId('/all');
    for (const path of [
      ...[`overview?filter=${one}`, `overview?filter=${others}`, `overview?filter=goal:is:${id}`],
      ...[`pages?filter=${one}`, `heatmap?page=${page}&filter=${one}`, `scroll?page=${page}&filter=${one}`],
      ...[`metrics/timeseries?filter=${one}`, `metrics/dashboard?filter=${one}`, `retention?filter=${one}`],
      ...[`values?dimension=page&filter=${one}`, `metrics/users?filter=${one}`, `goals/${id}/result?`],
      ...['metrics/timeseries?split=user', 'metrics/breakdown/user?', 'metrics/breakdown/visitor?'],
    ]) {
      const answer = await call(`${path}&period=7d`);
      const { code } = (await answer.json()) as Partial<ErrorBody>;
      expect([path, code]).toEqual([path, 'aggregate_only']);
    }
    expect((await call('overview?period=7d')).status).toBe(200);
    // Those who said nobody's name are a sum.
    const unnamed = encodeURIComponent('user:is:(none)');
    expect((await call(`overview?period=7d&filter=${unnamed}`)).status).toBe(200);
  });

  test('stores nobody by name while it is on, and follows only who comes after it was switched off', async () => {
    heat.clock.advance(3_600_000);
    await send('jack');
    await heat.applyAll();
    await heat.rooms.projects.update(sums.id, { settings: { aggregateOnly: false } }, 'terminal');
    const before = await ask<{ items: unknown[]; total: number }>('/sessions?period=7d');
    expect(before).toMatchObject({ items: [], total: 0 });
    expect((await get(`/api/v1/projects/${sums.id}/sessions/${sidOf('jane')}`)).status).toBe(404);
    expect((await ask<{ items: unknown[] }>('/metrics/users?period=7d')).items).toEqual([]);
    heat.clock.advance(1_800_000);
    await send('june');
    await heat.applyAll();
    for (const [dimension, value] of [
      ['visitor', 'c:visitor-june'],
      ['user', 'june@example.com'],
    ]) {
      const { items } = await ask<{ items: { value: string }[] }>(`/values?dimension=${dimension}&period=7d`);
      expect(items.map((item) => item.value)).toEqual([value ?? '']);
    }
    expect((await ask<ProjectView>('')).followsFromMs).toBe(heat.clock.nowMs() - 1_800_000);
    const after = await ask<{ items: { userId: string | null }[] }>('/sessions?period=7d');
    expect(after.items.map(({ userId }) => userId)).toEqual(['june@example.com']);
    const stored = async (kind: 'user' | 'visitor', id: string) =>
      (await heat.rooms.reports.subjectSummary({ projectNo: sums.no, kind, id })).sessions;
    expect([await stored('user', 'jack@example.com'), await stored('visitor', 'c:visitor-jack')]).toEqual([
      0, 1,
    ]);
  });
});
