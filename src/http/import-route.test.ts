// Imports over HTTP: who may, what is taken, and what a bad request gets.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { gzipSync } from 'node:zlib';
import {
  addKey,
  addProject,
  type CallOptions,
  openTestHeat,
  type TestHeat,
} from '../../test/support/test-heat.ts';
import type { Page, PageRow, ProjectView } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import type { ImportAnswer } from '../contract/import-line.ts';
import type { ScrollAnswer } from '../contract/scroll-answer.ts';

let heat: TestHeat;
let shop: Awaited<ReturnType<typeof addProject>>;

beforeAll(async () => {
  heat = await openTestHeat();
  shop = await addProject(heat, 'Shop');
});
afterAll(() => heat.close());

async function post(options: CallOptions, query = '') {
  const path = `/api/v1/projects/${shop.id}/import${query}`;
  const answer = await heat.call('POST', path, { bearer: shop.apiKey, ...options });
  return { status: answer.status, body: (await answer.json()) as ImportAnswer & ErrorBody };
}

const LINE = { timestamp: '2019-04-01T08:00:00Z', page: 'https://shop.example/', visitor: 'v-1' };
const lastEvent = async () => {
  await heat.applyAll();
  const answer = await heat.call('GET', `/api/v1/projects/${shop.id}`, { bearer: shop.apiKey });
  const { lastEventAtMs, lastHeardAtMs } = (await answer.json()) as ProjectView;
  return [lastEventAtMs, lastHeardAtMs];
};

test('POST …/import checks with ?dryRun=1, and stores without it, as a list or an object, gzip or not', async () => {
  const taken = { accepted: 1, types: { pageview: 1 }, firstAtMs: Date.UTC(2019, 3, 1, 8), nameless: 0 };
  expect((await post({ json: [LINE] }, '?dryRun=1')).body).toMatchObject(taken);
  expect(await lastEvent()).toEqual([null, null]);
  const body = gzipSync(JSON.stringify({ events: [LINE, { page: '/' }] })) as Uint8Array<ArrayBuffer>;
  const { status, body: answer } = await post({ body });
  expect([status, answer]).toEqual([
    200,
    expect.objectContaining({
      ...taken,
      rejected: [{ index: 1, code: 'bad_time', message: expect.any(String) }],
    }),
  ]);
  expect(await lastEvent()).toEqual([taken.firstAtMs, null]);
  await heat.call('POST', '/api/v1/events/track', { bearer: shop.apiKey, json: { name: 'x', userId: 'u' } });
  expect(await lastEvent()).toEqual([heat.clock.nowMs(), heat.clock.nowMs()]);
});

test('pageviews that tell no height stand in no depth, until something is known of them', async () => {
  const own = await addProject(heat, 'Depths');
  const bearer = own.apiKey;
  const at = heat.clock.nowMs() - 3_600_000;
  const line = { page: 'https://shop.example/a', type: 'pageview' };
  const lineOf = (visitor: string, more: object) => ({
    ...line,
    visitor,
    sessionId: visitor,
    timestamp: at,
    ...more,
  });
  const scrolled = {
    type: 'scroll',
    timestamp: at + 5,
    view: [1000, 700, 1],
    fields: { scrollDepthPct: 33, scrollY: 300, docHeight: 3000 },
  };
  const take = async (events: object[]) => {
    const path = `/api/v1/projects/${own.id}/import`;
    expect((await heat.call('POST', path, { bearer, json: { events } })).status).toBe(200);
    await heat.applyAll();
    const ask = async <T>(question: string): Promise<T> =>
      (await (await heat.call('GET', `/api/v1/projects/${own.id}/${question}`, { bearer })).json()) as T;
    const [page] = (await ask<Page<PageRow>>('pages?period=24h')).items;
    const answer = await ask<ScrollAnswer>(`scroll?period=24h&page=${page?.page}`);
    const { pageviews, unmeasured, depth, reach } = answer;
    return { all: page?.pageviews, pageviews, unmeasured, depth, top: reach[0]?.[1] };
  };
  const none = { pageviews: 0, unmeasured: 2, depth: null, top: undefined };
  expect(await take([lineOf('a', {}), lineOf('b', {})])).toEqual({ all: 2, ...none });
  // Never scrolled, but of a known height.
  const known = { pageviews: 1, unmeasured: 2, depth: { medianPx: 800, meanPx: 800 }, top: 1 };
  expect(await take([lineOf('c', { view: [1000, 800, 1] })])).toEqual({ all: 3, ...known });
  const more = { pageviews: 2, unmeasured: 1, depth: { medianPx: 1000, meanPx: 900 }, top: 1 };
  expect(await take([lineOf('a', scrolled)])).toEqual({ all: 3, ...more });
  expect(await take([lineOf('a', scrolled), lineOf('b', {})])).toEqual({ all: 3, ...more });
});

test('GET …/import tells of each key how many of its events were new, once they are applied', async () => {
  const [own, other] = [await addKey(heat, shop.no, 'admin'), await addKey(heat, shop.no, 'admin')];
  const told = async (bearer: string) => {
    const answer = await heat.call('GET', `/api/v1/projects/${shop.id}/import`, { bearer });
    return [answer.status, await answer.json()];
  };
  const lineOf = (at: number) => ({ ...LINE, timestamp: Date.UTC(2018, 1, 1) + at, visitor: `told-${at}` });
  await post({ json: [lineOf(1), lineOf(2), lineOf(2)], bearer: own.secret });
  expect(await told(own.secret)).toEqual([200, { stored: 0, known: 0, forgotten: 0 }]);
  await heat.applyAll();
  expect(await told(own.secret)).toEqual([200, { stored: 2, known: 1, forgotten: 0 }]);
  await post({ json: [lineOf(1), lineOf(2), lineOf(3)], bearer: own.secret });
  await heat.applyAll();
  expect(await told(own.secret)).toEqual([200, { stored: 3, known: 3, forgotten: 0 }]);
  // What comes live with the same key is no import.
  const event = { name: 'buy', sessionId: 'live', eventId: 'live-1' };
  await heat.call('POST', '/api/v1/events/track', { bearer: own.secret, json: event });
  await heat.applyAll();
  expect(await told(own.secret)).toEqual([200, { stored: 3, known: 3, forgotten: 0 }]);
  expect(await told(other.secret)).toEqual([200, { stored: 0, known: 0, forgotten: 0 }]);
  expect((await told((await addKey(heat, shop.no, 'write')).secret))[0]).toBe(401);
});

test('POST …/import is for who administers the project', async () => {
  const write = await addKey(heat, shop.no, 'write');
  const foreign = await addProject(heat, 'Foreign');
  const statuses = [shop.writeKey, write.secret, foreign.apiKey].map(
    async (bearer) => (await post({ json: [LINE], bearer })).status,
  );
  expect(await Promise.all(statuses)).toEqual([401, 401, 404]);
});

const BAD: [string, CallOptions, string, number][] = [
  ['no list', { json: { events: 7 } }, '', 400],
  ['an empty list', { json: [] }, '', 400],
  ['too many lines', { json: Array.from({ length: 1_001 }, () => LINE) }, '', 413],
  ['no JSON', { body: 'events' }, '', 400],
  ['a form', { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, '', 415],
  ['an unknown parameter', { json: [LINE] }, '?dry=1', 400],
  ['a flag that is none', { json: [LINE] }, '?dryRun=perhaps', 400],
];
for (const [name, options, query, wanted] of BAD) {
  test(`POST …/import refuses ${name}`, async () => {
    const { status, body } = await post(options, query);
    expect([status, typeof body.code]).toEqual([wanted, 'string']);
  });
}
