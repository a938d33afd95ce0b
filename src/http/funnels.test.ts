// Funnels, journeys and retention over the API: kept, ordered, archived, counted, and refused when they make no sense.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { Page, SessionRowView } from '../contract/api.ts';
import type { FunnelAnswer, FunnelView, JourneysAnswer, RetentionAnswer } from '../contract/funnels.ts';

const HOUR_MS = 3_600_000;
const DEFINITION = {
  steps: [
    { type: 'page', match: 'is', value: '/' },
    { type: 'page', match: 'glob', value: '/tea-*' },
    { type: 'event', name: 'buy', where: [{ key: 'grams', op: 'min', value: '100' }], label: 'Bought' },
  ],
  windowMs: HOUR_MS,
  order: 'loose',
  unit: 'session',
};

let heat: TestHeat;
let project: Awaited<ReturnType<typeof addProject>>;
let base: string;

beforeAll(async () => {
  heat = await openTestHeat();
  project = await addProject(heat, 'Shop');
  base = `/api/v1/projects/${project.id}`;
  await visit('a', ['/', '/tea-green', 100, '/thanks']);
  await visit('b', ['/', '/tea-black', 50, '/about']);
  await visit('c', ['/', '/about']);
  await visit('d', ['/tea-green', 100]);
  await heat.applyAll();
});
afterAll(() => heat.close());

/** A session: texts are pages, numbers are the grams that were bought. */
async function visit(id: string, steps: (string | number)[]): Promise<void> {
  const startMs = heat.clock.nowMs() - HOUR_MS;
  const sent = await heat.call('POST', '/ingest', {
    json: {
      key: project.writeKey,
      sdk: { name: 'test', version: '1' },
      session: { id, startedAt: startMs },
      visitorId: `v-${id}`,
      events: steps.map((step, index) => ({
        ...{ eventId: `${id}${index}`, ts: startMs + index * 60_000, path: '/x' },
        ...(typeof step === 'string'
          ? { type: 'pageview', path: step, to: `https://shop.test${step}` }
          : { type: 'custom', name: 'buy', props: { grams: step } }),
      })),
    },
    headers: {
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
    },
  });
  expect(sent.status).toBe(200);
}

async function ask<T>(method: string, path: string, json?: unknown): Promise<{ status: number; body: T }> {
  const answer = await heat.call(method, base + path, { bearer: project.apiKey, ...(json ? { json } : {}) });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T };
}

describe('saved funnels', () => {
  test('are kept with what they are, counted, moved, archived and removed', async () => {
    const { status, body: first } = await ask<FunnelView>('POST', '/funnels', {
      name: 'Purchase',
      ...DEFINITION,
    });
    expect(status).toBe(201);
    expect(first).toMatchObject({ name: 'Purchase', ...DEFINITION, archivedAtMs: null });
    const { body: second } = await ask<FunnelView>('POST', '/funnels', {
      name: 'Strictly',
      ...DEFINITION,
      order: 'strict',
    });
    const { body: result } = await ask<FunnelAnswer>(
      'GET',
      `/funnels/${first.id}/result?split=country&compare=previous`,
    );
    expect(result.steps.map(({ label, count, left }) => [label, count, left])).toEqual([
      ['/', 3, 1],
      ['/tea-*', 2, 1],
      ['Bought', 1, 0],
    ]);
    expect(result.steps[1]).toMatchObject({ shareOfPrevious: 2 / 3, medianMs: 60_000, p90Ms: 60_000 });
    expect(result.steps[0]?.leftFrom.map(({ path, count }) => [path, count])).toEqual([['/about', 1]]);
    expect(result.previous).toEqual([0, 0, 0]);
    expect(result.groups).toEqual([{ value: '(none)', counts: [3, 2, 1] }]);
    expect(result.trend.reduce((sum, { converted }) => sum + converted, 0)).toBe(1);
    const left = await ask<Page<SessionRowView>>('GET', `/funnels/${first.id}/sessions?step=2`);
    expect(left.body.items.map(({ clientSessionId }) => clientSessionId)).toEqual(['b']);
    const moved = await ask<FunnelView>('PATCH', `/funnels/${second.id}`, {
      position: 0,
      archived: true,
      name: 'Strict',
    });
    expect(moved.body).toMatchObject({ name: 'Strict', archivedAtMs: heat.clock.nowMs() });
    const list = await ask<Page<FunnelView>>('GET', '/funnels');
    expect(list.body.items.map(({ name }) => name)).toEqual(['Strict', 'Purchase']);
    expect((await ask('DELETE', `/funnels/${second.id}`)).status).toBe(204);
    expect((await ask('GET', `/funnels/${second.id}/result`)).status).toBe(404);
  });

  test.each([
    ['one step', { ...DEFINITION, steps: DEFINITION.steps.slice(0, 1) }],
    ['an unknown order', { ...DEFINITION, order: 'any' }],
    ['a window of no time', { ...DEFINITION, windowMs: 0 }],
    [
      'an unknown match',
      { ...DEFINITION, steps: [{ type: 'page', match: 'regex', value: '.*' }, DEFINITION.steps[1]] },
    ],
    ['a step of nothing', { ...DEFINITION, steps: [{}, {}] }],
    [
      'a size that is no number',
      {
        ...DEFINITION,
        steps: [
          DEFINITION.steps[0],
          { type: 'event', name: 'buy', where: [{ key: 'a', op: 'max', value: 'x' }] },
        ],
      },
    ],
  ])('with %s are refused, kept or only looked at', async (_, definition) => {
    expect((await ask('POST', '/funnels', { name: 'Bad', ...definition })).status).toBe(400);
    const text = encodeURIComponent(JSON.stringify(definition));
    expect((await ask('GET', `/funnel-preview?definition=${text}`)).status).toBe(400);
  });

  test('of another project are as unknown as those that never were', async () => {
    const other = await addProject(heat, 'Other');
    const { body } = await ask<FunnelView>('POST', '/funnels', { name: 'Mine', ...DEFINITION });
    const answers = await Promise.all(
      [body.id, 'nothing'].map((id) =>
        heat.call('GET', `/api/v1/projects/${other.id}/funnels/${id}/result`, { bearer: other.apiKey }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    const texts = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { message: string }).message),
    );
    expect(new Set(texts).size).toBe(1);
  });
});

test('a funnel that is not saved counts the same; refused without JSON', async () => {
  const text = encodeURIComponent(JSON.stringify({ ...DEFINITION, order: 'strict' }));
  const { body } = await ask<FunnelAnswer>('GET', `/funnel-preview?definition=${text}`);
  expect(body.steps.map(({ count }) => count)).toEqual([3, 2, 1]);
  expect((await ask('GET', '/funnel-preview?definition=%7B')).status).toBe(400);
});

test('journeys go from and to a page', async () => {
  const { body } = await ask<JourneysAnswer>('GET', '/journeys?depth=3');
  expect(body.levels[0]?.map(({ path, sessions }) => [path, sessions])).toEqual([
    ['/', 3],
    ['/tea-green', 1],
  ]);
  const about = body.levels.flat().find(({ path }) => path === '/about')?.page;
  const back = await ask<JourneysAnswer>('GET', `/journeys?direction=to&page=${about}&depth=2`);
  expect(back.body.levels[1]?.map(({ path }) => path).sort()).toEqual(['/', '/tea-black']);
  for (const bad of ['depth=1', 'depth=7', 'direction=past', 'page=%21'])
    expect([400, 404]).toContain((await ask('GET', `/journeys?${bad}`)).status);
});

test('retention counts those who first came in a slot', async () => {
  const { body } = await ask<RetentionAnswer>('GET', '/retention?interval=day&period=7d');
  expect(body.cohorts).toHaveLength(7);
  expect(body.cohorts.at(-1)).toMatchObject({ size: 4, returned: [4] });
  expect((await ask('GET', '/retention?interval=day&period=12mo')).status).toBe(400);
  expect((await ask('GET', '/retention?unit=cookie')).status).toBe(400);
});
