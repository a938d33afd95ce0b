// Overlay links over HTTP: what a page that was opened by one may read, and everything that it may not.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { PageLink } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import type { OverlayAnswer } from '../contract/overlay.ts';

const ORIGIN = 'https://shop.example';
const PAGE = `${ORIGIN}/pricing`;

let heat: TestHeat;
let mine: Awaited<ReturnType<typeof addProject>>;
let foreign: Awaited<ReturnType<typeof addProject>>;

beforeAll(async () => {
  heat = await openTestHeat();
  mine = await addProject(heat, 'Mine');
  await heat.rooms.projects.update(mine.id, { origins: [ORIGIN] }, 'terminal');
  foreign = await addProject(heat, 'Foreign');
  const now = heat.clock.nowMs();
  const device = { ua: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0', platform: 'Linux', language: 'en' };
  const common = { path: PAGE, viewport: { w: 1280, h: 800, dpr: 1 }, device };
  const element = { tag: 'button', id: 'buy', path: 'main>button' };
  const events = [
    { eventId: 'a', type: 'pageview', ts: now - 5000, to: PAGE, title: 'Pricing', ...common },
    { eventId: 'b', type: 'click', ts: now - 4000, x: 100, y: 50, rx: 128, ry: 128, element, ...common },
    { eventId: 'c', type: 'scroll', ts: now - 3000, scrollY: 900, scrollDepthPct: 60, ...common },
  ];
  const session = { id: 's1', startedAt: now - 6000, lastSeenAt: now };
  const sent = await heat.call('POST', '/ingest', {
    json: { sdk: { name: 'test', version: '1' }, key: mine.writeKey, sentAt: now, session, events },
    headers: { origin: ORIGIN },
  });
  expect(await sent.json()).toMatchObject({ ok: true, accepted: 3 });
  await heat.applyAll();
});
afterAll(() => heat.close());

async function linkOf(url = PAGE, project = mine, range: object = {}): Promise<string> {
  const answer = await heat.call('POST', `/api/v1/projects/${project.id}/overlay-links`, {
    bearer: project.apiKey,
    json: { url, ...range },
  });
  expect(answer.status).toBe(201);
  return /[#&]heat=(overlay\.[\w.-]+)$/.exec(((await answer.json()) as PageLink).url)?.[1] ?? '';
}

type Asked = { token: string; key?: string; url?: string; origin?: string; more?: object };
const ask = ({ token, key = mine.writeKey, url = PAGE, origin = ORIGIN, more = {} }: Asked) =>
  heat.call('POST', '/overlay', { json: { token, key, url, ...more }, headers: origin ? { origin } : {} });
const codeOf = async (answer: Response) => `${answer.status} ${((await answer.json()) as ErrorBody).code}`;
const read = async (asked: Asked) => {
  const answer = await ask(asked);
  expect(answer.status).toBe(200);
  return (await answer.json()) as OverlayAnswer;
};

describe('an overlay link', () => {
  test('reads the maps of its page from its origin, and nothing that is not drawn', async () => {
    const token = await linkOf();
    const answer = await ask({ token });
    expect([answer.headers.get('access-control-allow-origin'), answer.headers.get('vary')]).toEqual([
      ORIGIN,
      'origin',
    ]);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    const map = (await answer.json()) as OverlayAnswer;
    expect(map).toMatchObject({ kind: 'click', period: '30d', device: null, path: '/pricing', total: 1 });
    expect(map.elements).toEqual([
      {
        element: map.elements[0]?.element ?? '',
        label: 'button#buy',
        descriptor: { tag: 'button', id: 'buy', landmark: 'main', path: 'main>button' },
        count: 1,
        bins: [[528, 1]],
      },
    ]);
    expect(Object.keys(map).sort()).toEqual(
      'bandPx bands cell cells device elements fromMs kind path period timeZone toMs total'.split(' '),
    );
  });

  test('reads every kind, range and device class of it', async () => {
    const token = await linkOf();
    expect(await read({ token, more: { kind: 'rage', period: '7d' } })).toMatchObject({
      kind: 'rage',
      period: '7d',
      total: 0,
    });
    expect(await read({ token, more: { device: 'mobile' } })).toMatchObject({ device: 'mobile', total: 0 });
    expect(await read({ token, more: { device: 'all' } })).toMatchObject({ device: null, total: 1 });
    const scrolled = await read({ token, more: { kind: 'scroll' } });
    expect(scrolled).toMatchObject({ kind: 'scroll', total: 1, elements: [] });
    expect(scrolled.bands.find(([top]) => top === 1000)).toEqual([1000, 1]);
    expect(scrolled.bands.at(-1)?.[0]).toBeLessThanOrEqual(1700);
    expect(await read({ token, more: { kind: 'attention' } })).toMatchObject({
      kind: 'attention',
      bands: [],
    });
    expect(await codeOf(await ask({ token, more: { kind: 'tears' } }))).toBe('400 bad_parameter');
    expect(await codeOf(await ask({ token, more: { period: '5y' } }))).toBe('400 bad_parameter');
  });

  test('opens in the range it was made for, until another is asked for', async () => {
    const week = await linkOf(PAGE, mine, { period: '7d' });
    expect(await read({ token: week })).toMatchObject({ period: '7d', total: 1 });
    expect(await read({ token: week, more: { period: '24h' } })).toMatchObject({ period: '24h' });
    const toMs = Math.floor(heat.clock.nowMs() / 900_000) * 900_000 - 86_400_000;
    const days = { from: String(toMs - 86_400_000), to: String(toMs) };
    const before = await linkOf(PAGE, mine, days);
    const map = await read({ token: before });
    expect(map).toMatchObject({ period: null, fromMs: toMs - 86_400_000, toMs, timeZone: 'UTC', total: 0 });
    for (const wrong of [{ period: '5y' }, { period: '7d', ...days }, { to: days.to }]) {
      const answer = await heat.call('POST', `/api/v1/projects/${mine.id}/overlay-links`, {
        bearer: mine.apiKey,
        json: { url: PAGE, ...wrong },
      });
      expect(answer.status).toBe(400);
    }
  });

  test('is refused everywhere else', async () => {
    const token = await linkOf();
    const snapshot = await heat.call('POST', `/api/v1/projects/${mine.id}/snapshot-links`, {
      bearer: mine.apiKey,
      json: { url: PAGE },
    });
    const taking = /heat=([\w.-]+)$/.exec(((await snapshot.json()) as PageLink).url)?.[1] ?? '';
    const rows: [asked: Asked, expected: string][] = [
      [{ token: `${token}x` }, '401 bad_overlay_link'],
      [{ token: 'overlay.e30.x' }, '401 bad_overlay_link'],
      [{ token: '' }, '401 bad_overlay_link'],
      [{ token: taking }, '401 bad_overlay_link'],
      [{ token: taking.replace('snapshot', 'overlay') }, '401 bad_overlay_link'],
      [{ token, key: foreign.writeKey }, '401 bad_overlay_link'],
      [{ token, origin: 'https://evil.example' }, '401 bad_overlay_link'],
      [{ token, origin: '' }, '401 bad_overlay_link'],
      [{ token, url: `${ORIGIN}/account` }, '403 another_page'],
      [{ token, url: 'https://evil.example/pricing' }, '403 another_page'],
      [{ token, url: 'nowhere' }, '400 bad_address'],
      [{ token: await linkOf(PAGE, foreign) }, '401 bad_overlay_link'],
      [{ token, more: { page: 'x' } }, '400 bad_body'],
    ];
    for (const [asked, expected] of rows)
      expect({ asked, answer: await codeOf(await ask(asked)) }).toEqual({ asked, answer: expected });
  });

  test('reads all pages of a template, on each of them', async () => {
    const changed = await heat.call('POST', `/api/v1/projects/${mine.id}/templates`, {
      bearer: mine.apiKey,
      json: { pattern: '/:page' },
    });
    expect(changed.status).toBe(201);
    const token = await linkOf(`${ORIGIN}/about`);
    expect(await read({ token, url: `${ORIGIN}/about` })).toMatchObject({ path: '/:page', total: 1 });
    expect(await read({ token })).toMatchObject({ path: '/:page', total: 1 });
    expect(await codeOf(await ask({ token, url: `${ORIGIN}/a/b` }))).toBe('403 another_page');
  });

  test('opens nothing of the API', async () => {
    const bearer = await linkOf();
    for (const path of ['', '/heatmap?page=x', '/sessions', '/snapshots'])
      expect(await codeOf(await heat.call('GET', `/api/v1/projects/${mine.id}${path}`, { bearer }))).toBe(
        '401 bad_credential',
      );
  });

  test('is over with its time, with a new write key, and when all links are ended', async () => {
    const early = await linkOf();
    heat.clock.advance(LIMITS.overlayLinkMs - 1);
    expect((await ask({ token: early })).status).toBe(200);
    heat.clock.advance(1);
    expect(await codeOf(await ask({ token: early }))).toBe('401 bad_overlay_link');

    const ended = await linkOf();
    const answer = await heat.call('DELETE', `/api/v1/projects/${mine.id}/page-links`, {
      bearer: mine.apiKey,
    });
    expect(answer.status).toBe(204);
    expect(await codeOf(await ask({ token: ended }))).toBe('401 bad_overlay_link');
    heat.clock.advance(1);
    const fresh = await linkOf();
    expect((await ask({ token: fresh })).status).toBe(200);

    const { writeKey } = await heat.rooms.projects.rotateWriteKey(mine.id, 0, 'terminal');
    expect(await codeOf(await ask({ token: fresh }))).toBe('401 bad_overlay_link');
    expect(await codeOf(await ask({ token: fresh, key: writeKey }))).toMatch(/^200/);
  });

  test('is not made for pages of other origins', async () => {
    const answer = await heat.call('POST', `/api/v1/projects/${mine.id}/overlay-links`, {
      bearer: mine.apiKey,
      json: { url: 'https://evil.example/' },
    });
    expect(await codeOf(answer)).toBe('400 origin_not_allowed');
  });

  test('may be asked about by a browser before it asks', async () => {
    const answer = await heat.call('OPTIONS', '/overlay', { headers: { origin: ORIGIN } });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN]);
    expect(answer.headers.get('access-control-allow-headers')).toStartWith('content-type');
  });
});
