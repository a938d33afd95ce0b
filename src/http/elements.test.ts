// Elements beside a map over HTTP: what is told of them, and how muting changes lists, maps and pages, and back.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { addKey, addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { HeatmapAnswer, JourneyAnswer, Page, PageRow, SessionRowView } from '../contract/api.ts';
import type { ElementsAnswer } from '../contract/elements-answer.ts';
import type { ErrorBody } from '../contract/errors.ts';
import type { FrictionAnswer } from '../contract/friction-answer.ts';
import type { MutedElementView } from '../contract/muted-element.ts';

let heat: TestHeat;
let project: Awaited<ReturnType<typeof addProject>>;
let page: string;

beforeAll(async () => {
  heat = await openTestHeat();
  project = await addProject(heat, 'Shop');
  for (let at = 0; at < 3; at++) await visit(`visit-${at}`, 1_000 * (at + 1));
  await heat.applyAll();
  page = (await pageRow()).page;
});
afterAll(() => heat.close());

/** Looks at the start page, hammers on the plus, follows the link to prices. */
async function visit(id: string, waitsMs: number): Promise<void> {
  const t0 = heat.clock.nowMs() - 600_000;
  const at = { x: 640, y: 300, r: [9, 9], box: [600, 280, 80, 40], doc: [1280, 2000] };
  const json = {
    v: 1,
    sdk: { name: 'heat', version: '1' },
    sentAt: heat.clock.nowMs(),
    session: { id, startedAt: t0, lastSeenAt: t0 },
    visitorId: id,
    ids: `${id}-`,
    t0,
    pages: ['/', '/prices'].map((path) => ({ url: `https://shop.example${path}`, title: path })),
    views: [[1280, 720, 1]],
    elements: [
      { tag: 'button', id: 'plus', text: 42 },
      { tag: 'a', href: '/prices' },
    ],
    events: [
      { i: 0, t: 0, type: 'pageview' },
      ...[0, 1, 2].map((n) => ({ i: n + 1, t: waitsMs + n * 100, type: 'click', e: 0, rage: true, ...at })),
      { i: 4, t: 30_000, type: 'click', e: 1, dead: true, ...at },
      { i: 5, t: 31_000, type: 'pageview', p: 1 },
    ],
  };
  const headers = { 'x-project-key': project.writeKey, origin: 'https://shop.example' };
  const answer = await heat.call('POST', '/ingest', { json, headers });
  expect(answer.status).toBe(200);
}

async function get<T>(path: string): Promise<T> {
  const answer = await heat.call('GET', `/api/v1/projects/${project.id}${path}`, { bearer: project.apiKey });
  if (answer.status !== 200) throw new Error(await answer.text());
  return (await answer.json()) as T;
}

const pageRow = async () =>
  (await get<Page<PageRow>>('/pages?period=24h')).items.find(({ path }) => path === '/')!;
const elements = () => get<ElementsAnswer>(`/elements?period=24h&page=${page}`);
const heatmap = (kind: string) => get<HeatmapAnswer>(`/heatmap?period=24h&page=${page}&kind=${kind}`);
const mute = (json: unknown, bearer = project.apiKey) =>
  heat.call('POST', `/api/v1/projects/${project.id}/muted-elements`, { json, bearer });

test('elements tell rank, trouble, the time to the first click and what comes next', async () => {
  const { elements: rows, meta } = await elements();
  expect(meta).toEqual({ total: 12, withoutElement: 0, omittedElements: 0, sampledClicks: 12 });
  expect(rows.map(({ element: _, descriptor: __, ...row }) => row)).toEqual([
    {
      ...{ label: 'button#plus', rank: 1, clicks: 9, share: 0.75, rage: 9, dead: 0, errors: 0 },
      ...{ firstClickMs: 2_000, next: null, muted: [] },
    },
    {
      ...{ label: 'a → /prices', rank: 2, clicks: 3, share: 0.25, rage: 0, dead: 3, errors: 0 },
      ...{ firstClickMs: 30_000, muted: [] },
      next: { page: expect.any(String) as never, host: 'shop.example', path: '/prices', share: 1 },
    },
  ]);
  expect(rows[0]?.descriptor).toMatchObject({ tag: 'button', id: 'plus', text: 42 });
});

test('a muted element is in no map, list or count of its kind, and comes back', async () => {
  const [plus] = (await elements()).elements;
  const before = { row: await pageRow(), map: await heatmap('rage') };
  expect([before.row.rage, before.map.meta.total]).toEqual([9, 9]);
  const answer = await mute({ element: plus?.element, kind: 'rage', label: 'button#plus' });
  expect(answer.status).toBe(201);
  expect((await answer.json()) as MutedElementView).toMatchObject({
    kind: 'rage',
    mutedBy: expect.stringContaining('key'),
  });

  const after = { row: await pageRow(), map: await heatmap('rage'), list: await elements() };
  expect([after.row.rage, after.row.clicks, after.row.dead]).toEqual([0, 12, 3]);
  expect([after.map.meta.total, after.map.points, after.map.page.rage]).toEqual([0, [], 0]);
  expect((await heatmap('click')).meta.total).toBe(12);
  expect(after.list.elements[0]).toMatchObject({ clicks: 9, rage: 0, muted: ['rage'] });
  const sessions = await get<Page<SessionRowView>>('/sessions?period=24h');
  expect(sessions.items.map(({ rage }) => rage)).toEqual([3, 3, 3]);
  expect((await get<Page<MutedElementView>>('/muted-elements')).total).toBe(1);

  const path = `/api/v1/projects/${project.id}/muted-elements/${plus?.element}/rage`;
  expect((await heat.call('DELETE', path, { bearer: project.apiKey })).status).toBe(204);
  expect((await heat.call('DELETE', path, { bearer: project.apiKey })).status).toBe(404);
  expect(await heatmap('rage')).toEqual(before.map);
  expect((await pageRow()).rage).toBe(9);
});

test('friction names the elements that went wrong, with sessions, and leaves muted ones out', async () => {
  const friction = () => get<FrictionAnswer>('/friction?period=24h');
  const { items, total } = await friction();
  expect(total).toBe(2);
  expect(
    items.map(({ label, page: { path }, rage, dead, points, sessions }) => [
      label,
      path,
      rage,
      dead,
      points,
      sessions,
    ]),
  ).toEqual([
    ['button#plus', '/', 9, 0, 108, 3],
    ['a → /prices', '/', 0, 3, 18, 3],
  ]);
  const [example] = items[0]?.examples ?? [];
  expect(example?.trouble).toEqual(['rage']);
  expect((await get<JourneyAnswer>(`/sessions/${example?.session}`)).session.rage).toBe(3);
  await mute({ element: items[0]?.element, kind: 'rage', label: 'button#plus' });
  expect((await friction()).items.map(({ label }) => label)).toEqual(['a → /prices']);
  const path = `/api/v1/projects/${project.id}/muted-elements/${items[0]?.element}/rage`;
  await heat.call('DELETE', path, { bearer: project.apiKey });
  expect((await friction()).total).toBe(2);
});

describe('muting is refused', () => {
  test.each([
    [{ element: 'Not an id', kind: 'rage', label: 'x' }, 400],
    [{ element: 'abc', kind: 'click', label: 'x' }, 400],
    [{ element: 'abc', kind: 'rage', label: '' }, 400],
    [{ element: 'abc', kind: 'rage' }, 400],
    [{ element: '0', kind: 'dead', label: 'x' }, 400],
  ])('for %p', async (json, status) => {
    const answer = await mute(json);
    expect(answer.status).toBe(status);
    expect(((await answer.json()) as ErrorBody).message).not.toBe('');
  });

  test('to who may only read', async () => {
    const { secret } = await addKey(heat, project.no, 'read');
    expect((await mute({ element: 'abc', kind: 'rage', label: 'x' }, secret)).status).toBe(403);
  });
});
