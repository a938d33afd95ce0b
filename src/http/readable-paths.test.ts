// Pages whose paths are no ASCII: stored as browsers write them, found by what people read.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';

let heat: TestHeat;
let project: Awaited<ReturnType<typeof addProject>>;

beforeAll(async () => {
  heat = await openTestHeat();
  project = await addProject(heat, 'Чайная');
  const nowMs = heat.clock.nowMs();
  for (const [name, path] of [
    ['tea', '/café/чай'],
    ['other', '/cafe/other'],
    // As some publishing software writes its links; browsers keep it.
    ['low', '/%d1%87%d0%b0%d0%b9/low'],
  ]) {
    const answer = await heat.call('POST', '/ingest', {
      json: {
        ...{ v: 1, key: project.writeKey, sdk: { name: 't', version: '1' }, sentAt: nowMs, ids: name },
        ...{ visitorId: name, session: { id: name, startedAt: nowMs, lastSeenAt: nowMs }, t0: nowMs },
        ...{ pages: [{ url: `https://shop.example${path}`, title: `Лист ${name}` }] },
        ...{ views: [[1440, 900, 1]], events: [{ i: 0, t: 0, p: 0, type: 'pageview' }] },
      },
    });
    expect((await answer.json()) as { accepted: number }).toMatchObject({ accepted: 1 });
  }
  heat.clock.advance(60_000);
  await heat.applyAll();
});
afterAll(() => heat.close());

test.each([
  ['pages', 'search=чай', 2],
  ['pages', 'search=Лист', 3],
  ['pages', 'search=caf%25C3', 1],
  ['sessions', 'search=/café', 1],
  ['sessions', 'filter=page:contains:é/ч', 1],
  ['sessions', 'filter=entry:is:/café/чай', 1],
  ['sessions', 'filter=exit:is_not:/café/чай', 2],
  ['sessions', 'filter=page:glob:/*/чай', 1],
  ['sessions', 'filter=page:is:/чай/low', 1],
  ['sessions', 'filter=entry:is:/чай/low', 1],
  ['sessions', 'filter=page:is_not:/чай/low', 2],
  ['sessions', 'filter=page:glob:/чай/*', 1],
  ['values', 'dimension=page&search=чай', 2],
])('GET /%s?%s finds the page', async (route, query, found) => {
  const path = `/api/v1/projects/${project.id}/${route}?period=24h&${query}`;
  const answer = await heat.call('GET', encodeURI(path).replaceAll('%25', '%'), { bearer: project.apiKey });
  const body = (await answer.json()) as { items: unknown[] };
  expect([answer.status, body.items?.length ?? body]).toEqual([200, found]);
});

test('pages that count as one are found too', async () => {
  await heat.call('PATCH', `/api/v1/projects/${project.id}/page-rules`, {
    json: { foldCase: true },
    bearer: project.apiKey,
  });
  for (const [search, found] of [
    ['чай', 2],
    ['Лист', 3],
  ] as const) {
    const path = `/api/v1/projects/${project.id}/pages?period=24h&search=${encodeURIComponent(search)}`;
    const answer = await heat.call('GET', path, { bearer: project.apiKey });
    expect(((await answer.json()) as { items: unknown[] }).items).toHaveLength(found);
  }
});

test('a template is written as people read it, and stands for its pages', async () => {
  const base = `/api/v1/projects/${project.id}`;
  const call = (method: string, path: string, json?: unknown) =>
    heat.call(method, `${base}${path}`, { bearer: project.apiKey, ...(json === undefined ? {} : { json }) });
  const pagesIn = async (query: string) =>
    (
      (await (await call('GET', `/pages?period=24h&${query}`)).json()) as {
        items: { path: string; page: string }[];
      }
    ).items;
  for (const foldCase of [false, true]) {
    await call('PATCH', '/page-rules', { foldCase });
    expect((await call('POST', '/templates', { pattern: '/café/:leaf' })).status).toBe(201);
    const [found, ...more] = await pagesIn('search=caf%25C3');
    expect([found?.path, more]).toEqual(['/caf%C3%A9/:leaf', []]);
    expect(await pagesIn(`within=${found?.page}`)).toMatchObject([{ path: '/caf%C3%A9/%D1%87%D0%B0%D0%B9' }]);
    const asked = `filter=page:is:${encodeURIComponent('/café/:leaf')}`;
    expect((await (await call('GET', `/sessions?period=24h&${asked}`)).json()) as object).toMatchObject({
      total: 1,
    });
    expect((await call('DELETE', `/templates/${encodeURIComponent('/café/:leaf')}`)).ok).toBe(true);
  }
  await call('PATCH', '/page-rules', { foldCase: false });
});

test.each([
  ['glob', '/café/*'],
  ['glob', '/чай/l*'],
  ['is', '/café/чай'],
  ['is', '/чай/low'],
])('a step of a funnel is written as people read it: %s %s', async (match, value) => {
  const steps = [
    { type: 'page', match, value },
    { type: 'page', match: 'glob', value: '/*' },
  ];
  const definition = { windowMs: 3_600_000, order: 'loose', unit: 'session', steps };
  const query = `period=24h&definition=${encodeURIComponent(JSON.stringify(definition))}`;
  const path = `/api/v1/projects/${project.id}/funnel-preview?${query}`;
  const answer = await heat.call('GET', path, { bearer: project.apiKey });
  expect((await answer.json()) as { steps: { count: number }[] }).toMatchObject({
    steps: [{ count: 1 }, { count: 0 }],
  });
});
