// Goals as their users meet them: kept, counted, used as filters everywhere; and the other filters by a name.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { HeatmapAnswer, OverviewAnswer, Page, PageRow, SessionRowView } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import type { FunnelView, JourneysAnswer } from '../contract/funnels.ts';
import type { GoalResult, GoalView } from '../contract/goals.ts';
import { LIMITS } from '../contract/limits.ts';
import type { BreakdownAnswer } from '../contract/metrics.ts';

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Version/19.1 Mobile/15E148 Safari/604.1';
const DESKTOP = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36';

let heat: TestHeat;
let shop: Awaited<ReturnType<typeof addProject>>;
let blog: Awaited<ReturnType<typeof addProject>>;

beforeAll(async () => {
  heat = await openTestHeat();
  shop = await addProject(heat, 'Shop');
  blog = await addProject(heat, 'Blog');
  await visit('s1', { agent: PHONE, paths: ['/', '/item/1', '/pay'], paid: 20 });
  await visit('s2', { agent: PHONE, paths: ['/', '/item/2'] });
  await visit('s3', { agent: DESKTOP, paths: ['/item/2', '/pay'], paid: 5.5 });
  await visit('s4', { agent: DESKTOP, paths: ['/about'] });
  await heat.applyAll();
});
afterAll(() => heat.close());

type Visit = { agent: string; paths: readonly string[]; paid?: number };

/** One session that views the pages, clicks once on each, and may pay at its end. */
async function visit(id: string, { agent, paths, paid }: Visit): Promise<void> {
  heat.clock.advance(60_000);
  const nowMs = heat.clock.nowMs();
  const steps = paths.flatMap((_, at) => [
    { i: at * 2, t: at * 1000, type: 'pageview', p: at },
    { i: at * 2 + 1, t: at * 1000 + 500, type: 'click', p: at, x: 5, y: 5, doc: [1280, 900] },
  ]);
  const payment = { i: 90, t: 9000, type: 'custom', name: 'purchase', value: paid };
  const sent = await heat.call('POST', '/ingest', {
    headers: { 'x-project-key': shop.writeKey, 'user-agent': agent },
    json: {
      ...{ v: 1, ids: `abcdef${id}`, t0: nowMs - 20_000, sdk: { name: 'heat', version: '1' } },
      ...{ sentAt: nowMs, visitorId: `visitor-${id}`, views: [[1280, 720, 1]], elements: [] },
      session: { id, startedAt: nowMs - 20_000, lastSeenAt: nowMs },
      pages: paths.map((path) => ({ url: `https://shop.example${path}` })),
      events: [...steps, ...(paid === undefined ? [] : [payment])],
    },
  });
  expect(sent.status).toBe(200);
}

async function api<T>(method: string, path: string, json?: unknown): Promise<{ status: number; body: T }> {
  const options = { bearer: shop.apiKey, ...(json !== undefined && { json }) };
  const answer = await heat.call(method, `/api/v1/projects/shop/${path}`, options);
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T };
}
const clients = async (query: string): Promise<string[]> =>
  (await api<Page<SessionRowView>>('GET', `sessions?period=24h&${query}`)).body.items
    .map(({ clientSessionId }) => clientSessionId)
    .sort();
const save = (json: unknown) => api<GoalView & ErrorBody>('POST', 'goals', json);

describe('goals', () => {
  test('are saved, counted with their value, changed and removed', async () => {
    const { status, body: sale } = await save({ name: ' Sale ', filters: ['event:is:purchase'] });
    expect([status, sale.name, sale.valueEvent]).toEqual([201, 'Sale', 'purchase']);
    const { body: paid } = await api<GoalResult>(
      'GET',
      `goals/${sale.id}/result?period=24h&compare=previous`,
    );
    expect(paid.counts).toEqual({ sessions: 4, conversions: 2, visitors: 2, rate: 0.5, value: 25.5 });
    expect(paid.previous).toEqual({ sessions: 0, conversions: 0, visitors: 0, rate: null, value: 0 });
    expect(paid.trend.reduce((sum, { conversions }) => sum + conversions, 0)).toBe(2);
    const phones = await api<GoalResult>('GET', `goals/${sale.id}/result?period=24h&filter=device:is:mobile`);
    expect(phones.body.counts).toEqual({ sessions: 2, conversions: 1, visitors: 1, rate: 0.5, value: 20 });
    const { body: read } = await save({ name: 'About', filters: ['page:is:/about'] });
    const all = await api<Page<GoalResult>>('GET', 'goal-results?period=24h');
    expect(all.body.items.map(({ goal, counts }) => [goal.name, counts.conversions, counts.value])).toEqual([
      ['About', 1, null],
      ['Sale', 2, 25.5],
    ]);
    const change = { filters: ['page:is:/nowhere'], valueEvent: 'purchase' };
    expect((await api<GoalView>('PATCH', `goals/${read.id}`, change)).body).toMatchObject(change);
    const nobody = (await api<GoalResult>('GET', `goals/${read.id}/result?period=24h`)).body.counts;
    expect([nobody.conversions, nobody.rate, nobody.value]).toEqual([0, 0, 0]);
    expect((await api('DELETE', `goals/${read.id}`)).status).toBe(204);
    expect((await api('DELETE', `goals/${read.id}`)).status).toBe(404);
    expect((await api('GET', `goals/${read.id}/result`)).status).toBe(404);
    await api('DELETE', `goals/${sale.id}`);
  });

  test('filter every report, also from within a segment, and can be asked for by those who missed them', async () => {
    const { body: goal } = await save({ name: 'Sale', filters: ['event:is:purchase'] });
    expect(await clients(`filter=goal:is:${goal.id}`)).toEqual(['s1', 's3']);
    expect(await clients(`filter=goal:is_not:${goal.id}&filter=device:is:mobile`)).toEqual(['s2']);
    const { body: segment } = await api<{ id: string }>('POST', 'segments', {
      name: 'Buyers',
      filters: [`goal:is:${goal.id}`],
    });
    const overview = await api<OverviewAnswer>('GET', `overview?period=24h&segment=${segment.id}`);
    expect(overview.body.totals.sessions).toBe(2);
    await api('DELETE', `segments/${segment.id}`);
    await api('DELETE', `goals/${goal.id}`);
    const gone = await api<ErrorBody>('GET', `overview?filter=goal:is:${goal.id}`);
    expect(gone).toMatchObject({ status: 400, body: { code: 'unknown_goal' } });
    expect(gone.body.message).toContain('none');
  });

  test('are refused with a reason', async () => {
    await save({ name: 'Taken', filters: ['os:is:iOS'] });
    const many = Array.from({ length: LIMITS.scopeFilters + 1 }, () => 'os:is:iOS');
    const refused: [json: object, status: number, words: string][] = [
      [{ name: 'Taken', filters: ['os:is:iOS'] }, 409, 'has one named "Taken"'],
      [{ name: '  ', filters: ['os:is:iOS'] }, 400, 'its name'],
      [{ name: 'A', filters: [] }, 400, 'it has no filter'],
      [{ name: 'A', filters: ['colour:is:red'] }, 400, 'allowed are page'],
      [{ name: 'A', filters: ['goal:is:x'] }, 400, 'other goals'],
      [{ name: 'A', filters: ['funnel_left:is:x.1'] }, 400, 'funnels'],
      [{ name: 'A', filters: many }, 400, `${LIMITS.scopeFilters}`],
      [{ name: 'A', filters: ['os:is:iOS'], valueEvent: '' }, 400, 'its event'],
      [{ name: 'A', filters: ['os:is:iOS'], color: 'red' }, 400, 'unknown field'],
    ];
    for (const [json, status, words] of refused) {
      const answer = await save(json);
      expect([answer.status, answer.body.message]).toEqual([status, expect.stringContaining(words)]);
    }
    const unknown = await api<ErrorBody>('GET', 'sessions?filter=goal:is:nope');
    expect(unknown.body.message).toContain('Taken');
    expect((await api<ErrorBody>('GET', 'sessions?filter=goal:contains:nope')).status).toBe(400);
    expect((await api<ErrorBody>('GET', 'values?dimension=goal')).status).toBe(400);
  });

  test("are their project's alone", async () => {
    const { body: mine } = await save({ name: 'Mine', filters: ['os:is:iOS'] });
    const theirs = (method: string, path: string) =>
      heat.call(method, `/api/v1/projects/blog/${path}`, { bearer: blog.apiKey });
    const used = await theirs('GET', `sessions?filter=goal:is:${mine.id}`);
    expect(used.status).toBe(400);
    expect(await used.text()).not.toContain('Mine');
    expect((await theirs('GET', `goals/${mine.id}/result`)).status).toBe(404);
    expect((await theirs('DELETE', `goals/${mine.id}`)).status).toBe(404);
  });
});

describe('filters by a name', () => {
  test('funnel_left narrows a heatmap and the sessions to those who left at the step', async () => {
    const page = (value: string) => ({ type: 'page', match: 'is', value });
    const definition = {
      steps: [page('/'), page('/item/1'), page('/pay')],
      ...{ windowMs: 3_600_000, order: 'loose', unit: 'session' },
    };
    const { body: funnel } = await api<FunnelView>('POST', 'funnels', { name: 'Buy', ...definition });
    expect(await clients(`filter=funnel_left:is:${funnel.id}.1`)).toEqual(['s2']);
    expect(await clients(`filter=funnel_left:is:${funnel.id}.2`)).toEqual([]);
    expect(await clients(`filter=funnel_left:is:${funnel.id}.3`)).toEqual(['s1']);
    expect(await clients(`filter=funnel_left:is_not:${funnel.id}.1`)).toEqual(['s1', 's3', 's4']);
    expect(await clients(`filter=funnel_left:is:${funnel.id}.1&filter=device:is:desktop`)).toEqual([]);
    const { items } = (await api<Page<PageRow>>('GET', 'pages?period=24h&search=/')).body;
    const id = items.find(({ path }) => path === '/')?.page ?? '';
    const map = async (query: string) =>
      (await api<HeatmapAnswer>('GET', `heatmap?period=24h&page=${id}${query}`)).body.meta.total;
    expect(await map('')).toBe(2);
    expect(await map(`&filter=funnel_left:is:${funnel.id}.1`)).toBe(1);
    for (const value of [`${funnel.id}.4`, `${funnel.id}.0`, funnel.id, 'nope.1']) {
      const bad = await api<ErrorBody>('GET', `sessions?filter=funnel_left:is:${value}`);
      expect(bad).toMatchObject({ status: 400, body: { code: 'unknown_funnel_step' } });
      expect(bad.body.message).toContain(`${funnel.id}.<step> (Buy)`);
    }
  });

  test('page, entry and exit take the pattern of a template, and a page that belongs to it', async () => {
    expect(await clients('filter=page:is:/item/:id')).toEqual([]);
    await heat.rooms.projects.addTemplate('shop', '/item/:id', 'terminal');
    expect(await clients('filter=page:is:/item/:id')).toEqual(['s1', 's2', 's3']);
    expect(await clients('filter=page:is_not:/item/:id')).toEqual(['s4']);
    expect(await clients('filter=entry:is:/item/:id')).toEqual(['s3']);
    expect(await clients('filter=exit:is:/item/:id')).toEqual(['s2']);
    expect(await clients('filter=exit:is_not:/item/:id')).toEqual(['s1', 's3', 's4']);
    expect(await clients('filter=page:is:/item/1')).toEqual(['s1']);
    const split = async (dimension: string) =>
      (await api<BreakdownAnswer>('GET', `metrics/breakdown/${dimension}?period=24h`)).body.items.map(
        ({ value, sessions, pageviews }) => [value, sessions, pageviews],
      );
    expect(await split('page')).toEqual([
      ['/item/:id', 3, 3],
      ['/', 2, 2],
      ['/pay', 2, 2],
      ['/about', 1, 1],
    ]);
    expect(await split('exit')).toEqual([
      ['/pay', 2, 5],
      ['/about', 1, 1],
      ['/item/:id', 1, 2],
    ]);
    const { entry } = (await api<OverviewAnswer>('GET', 'overview?period=24h')).body.breakdowns;
    expect(entry.map(({ value, sessions }) => [value, sessions])).toEqual([
      ['/', 2],
      ['/about', 1],
      ['/item/:id', 1],
    ]);
    const { body: journeys } = await api<JourneysAnswer>('GET', 'journeys?period=24h');
    const named = journeys.levels.map((nodes) =>
      nodes.map(({ path, sessions }) => `${path} ${sessions}`).sort(),
    );
    expect(named).toEqual([['/ 2', '/about 1', '/item/:id 1'], ['/item/:id 2', '/pay 1'], ['/pay 1']]);
    const template = journeys.levels[1]?.find(({ path }) => path === '/item/:id')?.page;
    const { body: after } = await api<JourneysAnswer>('GET', `journeys?period=24h&page=${template}`);
    expect([after.sessions, after.levels[0]?.[0]?.path]).toEqual([3, '/item/:id']);
    const { body: goal } = await save({ name: 'Items', filters: ['page:is:/item/:id'] });
    expect(await clients(`filter=goal:is:${goal.id}`)).toEqual(['s1', 's2', 's3']);
  });
});
