// The API as its users meet it: from set-up through a click to a heatmap, then the rows of what it refuses.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import {
  addProject,
  type CallOptions,
  cookieOf,
  OWNER,
  openTestHeat,
  type SignedUp,
  signUpOwner,
  type TestHeat,
} from '../../test/support/test-heat.ts';
import type { HeatmapAnswer, Page, PageRow, ProjectCreated, SessionRowView } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import type { ScrollAnswer } from '../contract/scroll-answer.ts';
import { compileChecker } from './input.ts';
import { ROUTES } from './route-table.ts';

let heat: TestHeat;
let owner: SignedUp;
let project: { id: string; writeKey: string; apiKey: string };

beforeAll(async () => {
  heat = await openTestHeat({ flags: { publicUrl: 'https://heat.example.com' } });
  owner = await signUpOwner(heat);
  project = await addProject(heat, 'My shop');
  const visit = {
    sdk: { name: 'heat', version: '1' },
    sentAt: heat.clock.nowMs(),
    session: { id: 's1', startedAt: heat.clock.nowMs() - 5000, lastSeenAt: heat.clock.nowMs() },
    visitorId: 'visitor-1',
    v: 1,
    ids: 'abcdefgh',
    t0: heat.clock.nowMs() - 5000,
    pages: [{ url: 'https://shop.example.com/item?id=7', title: 'Tea, "green"' }],
    views: [[1280, 720, 1]],
    elements: [{ tag: 'button', id: 'buy' }],
    events: [
      { i: 0, t: 0, type: 'pageview' },
      {
        i: 1,
        t: 900,
        type: 'click',
        x: 640,
        y: 300,
        e: 0,
        r: [128, 64],
        box: [600, 280, 80, 40],
        doc: [1280, 2000],
      },
      { i: 2, t: 1900, type: 'custom', name: '=cmd|calc', props: { a: 1 } },
    ],
  };
  const sent = await heat.call('POST', '/ingest', {
    json: visit,
    headers: {
      'x-project-key': project.writeKey,
      'user-agent':
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36',
    },
  });
  expect(await sent.json()).toMatchObject({
    ok: true,
    projectId: 'my-shop',
    sessionId: 's1',
    accepted: 3,
    rejected: [],
  });
  await heat.applyAll();
});
afterAll(() => heat.close());

const read = async <T>(path: string, options: CallOptions = {}): Promise<T> => {
  const answer = await heat.call('GET', path, { bearer: project.apiKey, ...options });
  expect(answer.status).toBe(200);
  const body = (await answer.json()) as T;
  checkAnswer('GET', path, body);
  return body;
};

/** What a route answers must be what its schema, and so the OpenAPI document, says. */
function checkAnswer(method: string, path: string, body: unknown): void {
  const pathname = path.split('?')[0] ?? '';
  const route = ROUTES.find(
    (one) =>
      one.method === method && new RegExp(`^${one.path.replaceAll(/:[^/]+/g, '[^/]+')}$`).test(pathname),
  );
  if (!route?.answer) throw new Error(`${method} ${path} has no answer schema`);
  compileChecker(route.answer, 'body')(body);
}

describe('reports', () => {
  const base = '/api/v1/projects/my-shop';

  test('show what was sent', async () => {
    const pages = await read<Page<PageRow>>(`${base}/pages?period=24h`);
    expect(pages.items).toMatchObject([{ path: '/item?id=7', pageviews: 1, clicks: 1 }]);
    const map = await read<HeatmapAnswer>(
      `${base}/heatmap?period=24h&kind=click&page=${pages.items[0]?.page}`,
    );
    expect(map.meta).toMatchObject({ total: 1, onElements: 1 });
    expect(map.elements).toMatchObject([{ label: 'button#buy', count: 1 }]);
    const scroll = await read<ScrollAnswer>(`${base}/scroll?period=24h&page=${pages.items[0]?.page}`);
    expect(scroll).toMatchObject({ pageviews: 1, depth: { medianPx: 720, meanPx: 720 }, folds: [[800, 1]] });
    const moves = await read<HeatmapAnswer>(
      `${base}/heatmap?period=24h&kind=move&weight=dwell&page=${pages.items[0]?.page}`,
    );
    expect(moves.meta.total).toBe(0);
    const sessions = await read<Page<SessionRowView>>(`${base}/sessions?period=24h`);
    expect(sessions.items).toMatchObject([{ clientSessionId: 's1', events: 3, browser: 'Chrome' }]);
    const journey = await read<{ events: { type: string }[] }>(`${base}/sessions/${sessions.items[0]?.id}`);
    expect(journey.events.map(({ type }) => type)).toEqual(['pageview', 'click', 'custom']);
    const overview = await read<{ totals: object }>(
      `${base}/overview?period=24h&filter=browser:is:Chrome&filter=device:is:desktop`,
    );
    expect(overview.totals).toMatchObject({ sessions: 1, clicks: 1, pageviews: 1 });
  });

  test('leave as a download', async () => {
    for (const [format, type] of [
      ['csv', 'text/csv'],
      ['ndjson', 'application/x-ndjson'],
      ['json', 'application/json'],
    ]) {
      const answer = await heat.call('GET', `${base}/export/sessions?period=24h&format=${format}`, {
        bearer: project.apiKey,
      });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toContain(type ?? '');
      expect(answer.headers.get('content-disposition')).toBe(
        `attachment; filename="heat-my-shop-sessions.${format}"; filename*=UTF-8''heat-my-shop-sessions.${format}`,
      );
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(await answer.text()).toContain('s1');
    }
  });

  test('leave as a download of one map', async () => {
    const { items } = await read<Page<PageRow>>(`${base}/pages?period=24h`);
    for (const [format, said] of [
      ['csv', 'button#buy'],
      ['ndjson', '"row":"bin"'],
      ['json', '"meta"'],
    ]) {
      const path = `${base}/export/heatmap?period=24h&page=${items[0]?.page}&format=${format}`;
      const answer = await heat.call('GET', path, { bearer: project.apiKey });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-disposition')).toContain(`"heat-my-shop-clicks.${format}"`);
      expect(await answer.text()).toContain(said ?? '');
    }
    const refused = await heat.call('GET', `${base}/export/heatmap?page=zz&format=csv`, {
      bearer: project.apiKey,
    });
    expect([refused.status, ((await refused.json()) as ErrorBody).code]).toEqual([404, 'page_not_found']);
  });

  test('stop exporting when the reader goes, and run no more than two at once', async () => {
    const open = () => heat.call('GET', `${base}/export/sessions?period=24h`, { bearer: project.apiKey });
    const running = [await open(), await open()];
    const third = await open();
    expect([third.status, third.headers.get('retry-after')]).toEqual([429, String(LIMITS.retryAfterSeconds)]);
    for (const { body } of running) await body?.cancel();
    const fourth = await open();
    expect(fourth.status).toBe(200);
    await fourth.text();
  });
});

describe('the dashboard', () => {
  const own = { origin: 'https://heat.example.com', 'x-heat': '1' };

  test('signs in with a cookie that only https pages of this host have', async () => {
    const answer = await heat.call('POST', '/api/v1/auth/sign-in', {
      json: { email: OWNER.email, password: OWNER.password },
    });
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-heat=[\w.-]+; Path=\/; Max-Age=1209600; HttpOnly; SameSite=Strict; Secure$/,
    );
    const user = await heat.call('GET', '/api/v1/user', { headers: { cookie: cookieOf(answer) } });
    expect(await user.json()).toMatchObject({ email: OWNER.email, owner: true });
  });

  test('writes only from its own pages', async () => {
    const write = (headers: Record<string, string>) =>
      heat.call('PATCH', '/api/v1/projects/my-shop', {
        json: { name: 'My shop' },
        headers: { cookie: owner.cookie, ...headers },
      });
    expect((await write(own)).status).toBe(200);
    expect((await write({ 'x-heat': '1', 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    for (const headers of [
      {},
      { 'x-heat': '1' },
      { origin: own.origin },
      { ...own, origin: 'https://evil.example' },
    ]) {
      const answer = await write(headers as Record<string, string>);
      expect([answer.status, ((await answer.json()) as ErrorBody).code]).toEqual([403, 'cross_site']);
    }
  });

  test('signs out: the cookie goes and is worth nothing', async () => {
    const signedIn = await heat.call('POST', '/api/v1/auth/sign-in', {
      json: { email: OWNER.email, password: OWNER.password },
    });
    const cookie = cookieOf(signedIn);
    const out = await heat.call('POST', '/api/v1/auth/sign-out', { headers: { cookie, ...own } });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await heat.call('GET', '/api/v1/user', { headers: { cookie } })).status).toBe(401);
  });

  test('does not fall back to the cookie when the header is bad', async () => {
    const answer = await heat.call('GET', '/api/v1/user', { bearer: 'x', headers: { cookie: owner.cookie } });
    expect(answer.status).toBe(401);
  });
});

test('projects and keys live through their whole life', async () => {
  const as = { bearer: owner.token };
  const made = await heat.call('POST', '/api/v1/projects', {
    ...as,
    json: { name: 'Second', origins: ['https://a.example'] },
  });
  expect(made.status).toBe(201);
  const created = (await made.json()) as ProjectCreated;
  checkAnswer('POST', '/api/v1/projects', created);
  expect(created.snippet).toContain('https://heat.example.com/heat.js');
  const path = `/api/v1/projects/${created.project.id}`;
  expect(
    await (await heat.call('GET', '/api/v1/projects/current', { bearer: created.apiKey })).json(),
  ).toEqual(created.project);

  const key = await heat.call('POST', `${path}/keys`, {
    ...as,
    json: { name: 'reader', scope: 'read', expiresAt: '2027-01-01T00:00:00Z' },
  });
  const { key: view, secret } = (await key.json()) as {
    key: { id: string; expiresAtMs: number };
    secret: string;
  };
  expect([key.status, view.expiresAtMs]).toEqual([201, Date.UTC(2027, 0, 1)]);
  const seen = await heat.call('GET', path, { bearer: secret });
  expect(await seen.json()).toMatchObject({ id: created.project.id, writeKey: '' });
  expect((await heat.call('DELETE', `${path}/keys/${view.id}`, as)).status).toBe(204);
  expect((await heat.call('GET', path, { bearer: secret })).status).toBe(401);
  const keys = (await (await heat.call('GET', `${path}/keys`, as)).json()) as Page<unknown>;
  expect(keys.total).toBe(2);
  expect(JSON.stringify(keys)).not.toContain(secret);

  const rotated = (await (await heat.call('POST', `${path}/write-key`, as)).json()) as { writeKey: string };
  expect(rotated.writeKey).not.toBe(created.project.writeKey);
  expect((await heat.call('DELETE', path, as)).status).toBe(204);
  expect((await heat.call('GET', path, as)).status).toBe(404);
});

test('the log names no credential, body or query', async () => {
  const lines = heat.logged.join('');
  for (const secret of [owner.token, project.apiKey, project.writeKey, OWNER.password, OWNER.email]) {
    expect(lines).not.toContain(secret);
  }
});

test('/heatmap without a page says that it is missing and where to find one', async () => {
  const answer = await heat.call('GET', `/api/v1/projects/${project.id}/heatmap`, { bearer: project.apiKey });
  const body = (await answer.json()) as ErrorBody;
  expect([answer.status, body.code]).toEqual([400, 'bad_query']);
  expect(body.message).toStartWith('The query parameter "page" is missing: Id of a page');
  expect(body.details).toEqual({ field: 'page' });
});

test('/openapi describes every route, and every answer it names has a schema', async () => {
  const answer = await heat.call('GET', '/openapi', { bearer: project.apiKey });
  const document = (await answer.json()) as { paths: Record<string, Record<string, { responses: object }>> };
  for (const { method, path } of ROUTES.filter((one) => !one.path.includes('*'))) {
    const operation = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    expect(Object.keys(operation?.responses ?? {})).toContain('default');
  }
  expect(JSON.stringify(document)).toContain('bounceRate');
});

test('/metrics answers an admin key with Prometheus text', async () => {
  const answer = await heat.call('GET', '/metrics', { bearer: project.apiKey });
  const text = await answer.text();
  expect(text).toContain('# TYPE heat_ingest_events_total counter\nheat_ingest_events_total 3\n');
  expect(text).toMatch(/^heat_unhandled_rejections_total \d+$/m);
  expect(
    text
      .split('\n')
      .every((line) => line === '' || /^(# (HELP|TYPE) \w+ .+|\w+(\{.*\})? -?[\d.]+)$/.test(line)),
  ).toBe(true);
});

test('/health and /health/ready answer, HEAD as well', async () => {
  expect(await (await heat.call('GET', '/health')).json()).toEqual({ status: 'ok', version: 'dev' });
  expect((await heat.call('HEAD', '/health')).status).toBe(200);
  expect(await (await heat.call('GET', '/health/ready')).json()).toEqual({ status: 'ready', lagBytes: 0 });
});

test('/health/ready and /metrics tell of an applier in trouble and of what is kept aside', async () => {
  heat.applying.trouble = 'storage_full';
  heat.applying.setAside = 2;
  const answer = await heat.call('GET', '/health/ready');
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([503, 'storage_full']);
  expect((await heat.call('GET', '/health')).status).toBe(200);
  const metrics = await (
    await heat.call('GET', '/metrics', { bearer: (await addProject(heat, 'M')).apiKey })
  ).text();
  expect(metrics).toContain('\nheat_set_aside_events_total 2\n');
  expect(metrics).toContain('\nheat_applying_failing 1\n');
  expect(metrics).toMatch(/\nheat_file_bytes\{file="catalog\.db"\} [1-9]\d+\n/);
  expect(metrics).toContain('heat_file_bytes{file="events.db-wal"}');
  heat.applying.trouble = null;
  expect((await heat.call('GET', '/health/ready')).status).toBe(200);
});

test('/health/ready keeps traffic away for a while after a failed write, then lets it try again', async () => {
  const { stats } = heat.rooms.journal;
  const failedAtMs = heat.clock.nowMs();
  heat.rooms.journal.stats = () => ({ ...stats(), failing: 'storage_full', failedAtMs });
  const ready = async () => (await heat.call('GET', '/health/ready')).status;
  expect(await ready()).toBe(503);
  heat.clock.advance(LIMITS.failingShownMs);
  expect(await ready()).toBe(200);
  heat.rooms.journal.stats = stats;
});
