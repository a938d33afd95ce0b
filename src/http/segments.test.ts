// Segments as their users meet them: saved, used in reports and exports, changed, refused.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type {
  NeighboursAnswer,
  OverviewAnswer,
  Page,
  SegmentView,
  SessionRowView,
  SimilarAnswer,
  ValuesAnswer,
} from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';

const AGENTS = {
  desktop: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36',
  mobile:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Version/19.1 Mobile/15E148 Safari/604.1',
};

let heat: TestHeat;
let shop: Awaited<ReturnType<typeof addProject>>;
let blog: Awaited<ReturnType<typeof addProject>>;

beforeAll(async () => {
  heat = await openTestHeat();
  shop = await addProject(heat, 'Shop');
  blog = await addProject(heat, 'Blog');
  await send('s1', AGENTS.mobile, ['/', '/cart'], { rage: true });
  await send('s2', AGENTS.mobile, ['/', '/cart', '/pay'], { plan: 'pro' });
  await send('s3', AGENTS.desktop, ['/blog'], {});
  await heat.applyAll();
});
afterAll(() => heat.close());

async function send(
  id: string,
  agent: string,
  paths: readonly string[],
  { rage = false, plan }: { rage?: boolean; plan?: string },
): Promise<void> {
  heat.clock.advance(60_000);
  const nowMs = heat.clock.nowMs();
  const sent = await heat.call('POST', '/ingest', {
    headers: { 'x-project-key': shop.writeKey, 'user-agent': agent },
    json: {
      sdk: { name: 'heat', version: '1' },
      sentAt: nowMs,
      session: { id, startedAt: nowMs - 9000, lastSeenAt: nowMs },
      visitorId: `visitor-${id}`,
      ...{ v: 1, ids: `abcdef${id}`, t0: nowMs - 9000 },
      pages: paths.map((path) => ({ url: `https://shop.example${path}` })),
      views: [[1280, 720, 1]],
      elements: [],
      events: [
        ...paths.map((_, at) => ({ i: at, t: at * 1000, type: 'pageview', p: at })),
        { i: 50, t: 5000, type: 'click', x: 5, y: 5, doc: [1280, 900], ...(rage && { rage }) },
        ...(plan === undefined ? [] : [{ i: 51, t: 6000, type: 'custom', name: 'upgrade', props: { plan } }]),
      ],
    },
  });
  expect(sent.status).toBe(200);
}

async function api<T>(method: string, path: string, options: { json?: unknown; key?: string } = {}) {
  const { json, key = shop.apiKey } = options;
  const answer = await heat.call(method, `/api/v1/projects/shop/${path}`, {
    bearer: key,
    ...(json !== undefined && { json }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T };
}
const clients = async (query: string): Promise<string[]> =>
  (await api<Page<SessionRowView>>('GET', `sessions?period=24h&${query}`)).body.items.map(
    ({ clientSessionId }) => clientSessionId,
  );
const save = (name: string, filters: readonly string[]) =>
  api<SegmentView>('POST', 'segments', { json: { name, filters } });

describe('segments', () => {
  test('are saved, listed by name, used beside other filters, changed and removed', async () => {
    const phones = await save(' Phones ', ['device:is:mobile']);
    expect(phones.status).toBe(201);
    expect(phones.body).toMatchObject({ name: 'Phones', filters: ['device:is:mobile'] });
    await save('Angry', ['rage:min:1']);
    const listed = await api<Page<SegmentView>>('GET', 'segments');
    expect(listed.body.items.map(({ name }) => name)).toEqual(['Angry', 'Phones']);

    const { id } = phones.body;
    expect(await clients('')).toEqual(['s3', 's2', 's1']);
    expect(await clients(`segment=${id}`)).toEqual(['s2', 's1']);
    expect(await clients(`segment=${id}&filter=page:is:/pay`)).toEqual(['s2']);
    const overview = await api<OverviewAnswer>('GET', `overview?period=24h&segment=${id}`);
    expect(overview.body.totals.sessions).toBe(2);
    const csv = await heat.call('GET', `/api/v1/projects/shop/export/sessions?period=24h&segment=${id}`, {
      bearer: shop.apiKey,
    });
    expect((await csv.text()).trim().split('\r\n')).toHaveLength(3);

    const changed = await api<SegmentView>('PATCH', `segments/${id}`, {
      json: { filters: ['page:is:/blog'] },
    });
    expect(changed.body).toMatchObject({ name: 'Phones', filters: ['page:is:/blog'] });
    expect(await clients(`segment=${id}`)).toEqual(['s3']);
    expect((await api('DELETE', `segments/${id}`)).status).toBe(204);
    expect((await api('DELETE', `segments/${id}`)).status).toBe(404);
  });

  test('are refused with a reason', async () => {
    await save('Taken', ['os:is:iOS']);
    const refused: [name: string, filters: string[], status: number, words: string][] = [
      ['Taken', ['os:is:iOS'], 409, 'has one named "Taken"'],
      ['  ', ['os:is:iOS'], 400, 'its name is empty'],
      ['None', [], 400, 'it has no filter'],
      ['Odd', ['colour:is:red'], 400, 'allowed are page'],
      ['Odd', ['rage:is:1'], 400, 'allowed are min, max'],
      [
        'Many',
        Array.from({ length: LIMITS.scopeFilters + 1 }, () => 'os:is:iOS'),
        400,
        `${LIMITS.scopeFilters}`,
      ],
    ];
    for (const [name, filters, status, words] of refused) {
      const answer = await api<ErrorBody>('POST', 'segments', { json: { name, filters } });
      expect([answer.status, answer.body.message]).toEqual([status, expect.stringContaining(words)]);
    }
    const unknown = await api<ErrorBody>('GET', 'sessions?segment=nope');
    expect(unknown).toMatchObject({ status: 400, body: { code: 'unknown_segment' } });
    expect(unknown.body.message).toContain('Taken');
  });

  test("are their project's alone", async () => {
    const mine = await save('Mine', ['os:is:iOS']);
    const used = await heat.call('GET', `/api/v1/projects/blog/sessions?segment=${mine.body.id}`, {
      bearer: blog.apiKey,
    });
    expect(used.status).toBe(400);
    expect(await used.text()).not.toContain('Mine');
    const removed = await heat.call('DELETE', `/api/v1/projects/blog/segments/${mine.body.id}`, {
      bearer: blog.apiKey,
    });
    expect(removed.status).toBe(404);
  });
});

describe('sessions', () => {
  test('are sorted by friction, searched, and lead to their neighbours and their like', async () => {
    const angry = (await api<Page<SessionRowView>>('GET', 'sessions?period=24h&sort=friction')).body.items;
    expect(angry.map(({ clientSessionId, friction }) => [clientSessionId, friction.score])).toEqual([
      ['s1', 12],
      ['s3', 0],
      ['s2', 0],
    ]);
    expect(angry[0]?.friction.parts).toEqual([{ part: 'rage', count: 1, points: 12 }]);
    expect(await clients('search=CART')).toEqual(['s2', 's1']);
    const [first, middle, last] = angry;
    const near = await api<NeighboursAnswer>(
      'GET',
      `sessions/${middle?.id}/neighbours?period=24h&sort=friction`,
    );
    expect(near.body).toEqual({ before: first?.id ?? '', after: last?.id ?? '' });
    const like = await api<SimilarAnswer>('GET', `sessions/${first?.id}/similar?period=24h`);
    expect(like.body.items.map(({ session }) => session.clientSessionId)).toEqual(['s2']);
    expect(like.body.items[0]?.similarity.parts).toEqual({ pages: 2 / 3, friction: 0, entry: 1, device: 1 });
  });

  test('name the values that they can be filtered by', async () => {
    const values = async (query: string) =>
      (await api<ValuesAnswer>('GET', `values?period=24h&${query}`)).body.items.map(
        ({ value, count }) => `${value} ${count}`,
      );
    expect(await values('dimension=page')).toEqual(['/ 2', '/cart 2', '/blog 1', '/pay 1']);
    expect(await values('dimension=device&filter=page:is:/pay')).toEqual(['mobile 1']);
    expect(await values('dimension=prop.plan')).toEqual(['pro 1']);
    const number = await api<ErrorBody>('GET', 'values?dimension=rage');
    expect(number).toMatchObject({ status: 400, body: { code: 'bad_parameter' } });
    expect((await api<ErrorBody>('GET', 'sessions?sort=oldest')).body.message).toContain('newest, friction');
    expect((await api<ErrorBody>('GET', 'sessions/zzz/similar')).status).toBe(404);
  });
});
