// Every GET route, public or read with a key, against hostile query values, paths and headers: 2xx or the one envelope.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { judgeAll } from '../../test/support/hostile-answers.ts';
import { type Door, type Doors, openDoors, SHOP } from '../../test/support/hostile-doors.ts';
import { HOSTILE_HEADERS, HOSTILE_PATHS } from '../../test/support/hostile-requests.ts';
import { HOSTILE_TEXTS } from '../../test/support/hostile-texts.ts';
import { compactBody, compactEvents } from '../../test/support/ingest-bodies.ts';
import { openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { Page, PageRow, SessionRowView } from '../contract/api.ts';
import type { RouteDeclaration } from './route.ts';
import { ROUTES } from './route-table.ts';

let heat: TestHeat;
let doors: Doors;
let page: string;
let sid: string;

beforeAll(async () => {
  heat = await openTestHeat();
  doors = await openDoors(heat);
  const now = heat.clock.nowMs();
  const body = compactBody(Object.values(compactEvents), { sentAt: now, t0: now - 10_000 });
  const sent = await heat.call('POST', `/ingest?key=${doors.project.writeKey}`, {
    json: body,
    headers: { origin: SHOP },
  });
  expect(sent.status).toBe(200);
  await heat.applyAll();
  const one = `/api/v1/projects/${doors.project.id}`;
  const [pages, sessions] = await Promise.all([
    get(`${one}/pages?bots=1`).then((answer) => answer.json() as Promise<Page<PageRow>>),
    get(`${one}/sessions?bots=1`).then((answer) => answer.json() as Promise<Page<SessionRowView>>),
  ]);
  page = pages.items[0]?.page ?? '';
  sid = sessions.items[0]?.id ?? '';
  expect([page, sid]).not.toContain('');
});
afterAll(() => heat.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  heat.call('GET', path, { bearer: doors.project.apiKey, headers });

const READ = ROUTES.filter(
  ({ method, access, path }) =>
    method === 'GET' && typeof access === 'object' && access.project === 'read' && path.includes('/:id/'),
);
/** What a question needs to get further than to its first missing parameter. */
const NEEDED: Readonly<Record<string, string>> = { dimension: 'page', metric: 'events' };

/** Texts that a query can carry; each parameter that all questions share meets another part of them on each route. */
const SHARED = ['period', 'from', 'to', 'tz', 'compare', 'filter', 'segment', 'bots'];
const FULLY_ASKED = ['/overview', '/sessions'];

function valuesFor(route: RouteDeclaration, name: string) {
  const isFull = !SHARED.includes(name) || FULLY_ASKED.some((end) => route.path.endsWith(end));
  const first = READ.indexOf(route);
  return isFull ? HOSTILE_TEXTS : HOSTILE_TEXTS.filter((_, at) => at % 8 === first % 8);
}

function addressOf(route: RouteDeclaration, given: Record<string, string>): string {
  const known = Object.keys((route.query?.properties ?? {}) as object);
  const query = new URLSearchParams();
  for (const name of known) {
    const value = given[name] ?? (name === 'page' ? page : NEEDED[name]);
    if (value !== undefined && (name in given || name !== 'page' || !route.path.includes('sessions')))
      query.set(name, value);
  }
  const path = route.path.replace(':id', doors.project.id).replace(':sid', sid).replace(':dimension', 'page');
  return `${path}?${query}`;
}

test('there are more than 150 texts', () => expect(HOSTILE_TEXTS.length).toBeGreaterThan(150));

describe('each query parameter hostile', () => {
  test.each(READ.filter(({ query }) => query).map((route) => [route.path, route] as const))(
    '%s',
    async (_, route) => {
      const asked = Object.keys((route.query?.properties ?? {}) as object).flatMap((name) =>
        valuesFor(route, name).map((value) => ({
          name: `${name} = ${value.name}`,
          sent: value.text,
          ask: () => get(addressOf(route, { [name]: value.text })),
        })),
      );
      expect((await judgeAll(asked)).faults.slice(0, 20)).toEqual([]);
    },
  );

  test('each query parameter of the public doors', async () => {
    const asked = ['GET /snapshots', 'GET /snapshots/wanted'].flatMap((name) => {
      const [method = '', path = ''] = name.split(' ');
      const { options } = doors.byRoute.get(name) as Door;
      return ['token', 'key', 'url', 'width'].flatMap((parameter) =>
        HOSTILE_TEXTS.map(({ name: which, text }) => ({
          name: `${name} ${parameter} = ${which}`,
          sent: text,
          ask: () => {
            heat.clock.advance(60_000);
            const good = { key: doors.project.writeKey, url: `${SHOP}/`, width: '390', token: 'x' };
            return heat.call(
              method,
              `${path}?${new URLSearchParams({ ...good, [parameter]: text })}`,
              options,
            );
          },
        })),
      );
    });
    expect((await judgeAll(asked)).faults.slice(0, 20)).toEqual([]);
  });

  test('floods of parameters are refused', async () => {
    const one = `/api/v1/projects/${doors.project.id}/overview`;
    const many = (text: string, times: number) => Array(times).fill(text).join('&');
    const queries = [
      many('filter=path:is:/', 500),
      many('a=1', 2_000),
      many('period=7d', 2),
      many('&', 5_000),
      many('=', 3_000),
      many('%', 3_000),
      `period=${'%00'.repeat(2_000)}`,
      `${'x'.repeat(8_000)}=1`,
      `filter[]=path:is:/&filter[__proto__]=x`,
      '__proto__[isAdmin]=1',
      'constructor.prototype.x=1',
      '%ff=%fe&%c0%80=1',
      '?'.repeat(8_000),
      `tz=${'x'.repeat(100_000)}`,
    ];
    const asked = queries.map((query, at) => ({
      name: `query ${at + 1}`,
      ask: () => get(`${one}?${query}`),
    }));
    expect((await judgeAll(asked)).faults).toEqual([]);
    for (const [at, query] of queries.entries())
      expect([at, (await get(`${one}?${query}`)).status >= 400]).toEqual([at, true]);
  });
});

describe('each part of a path hostile', () => {
  const named = ROUTES.filter(
    ({ method, path, access }) => method === 'GET' && path.includes('/:') && typeof access === 'object',
  );
  test.each(named.map((route) => [route.path, route] as const))('%s', async (_, route) => {
    const names = route.path.split('/').filter((part) => part.startsWith(':'));
    const asked = names.flatMap((name) =>
      HOSTILE_TEXTS.filter(({ text }) => text.isWellFormed()).map(({ name: which, text }) => ({
        name: `${name} = ${which}`,
        sent: text,
        ask: () => {
          const path = route.path.replace(name, () => encodeURIComponent(text));
          return get(path.replace(':id', doors.project.id).replace(':sid', sid).replaceAll(/:\w+/g, 'x'));
        },
      })),
    );
    expect((await judgeAll(asked)).faults.slice(0, 20)).toEqual([]);
  });

  test('tricks with paths find nothing', async () => {
    const asked = HOSTILE_PATHS.map((path) => ({
      name: path.slice(0, 60),
      ask: () => heat.call('GET', path),
    }));
    const { faults, count } = await judgeAll(asked);
    expect(faults).toEqual([]);
    expect(count).toBeGreaterThan(35);
    for (const path of HOSTILE_PATHS) {
      const text = await (await heat.call('GET', path)).text();
      expect([path, /root:|\[extensions\]|sqlite format/i.test(text)]).toEqual([path, false]);
    }
  });
});

test('each public route with hostile headers', async () => {
  const asked = [...doors.byRoute].flatMap(([name, { path, options, body }]) =>
    HOSTILE_HEADERS.map(([which, headers]) => ({
      name: `${name} with ${which}`,
      ask: async () => {
        heat.clock.advance(60_000);
        const json = name.startsWith('POST ') ? ((await body?.()) ?? compactBody()) : undefined;
        const all = { ...options?.headers, ...headers };
        return heat.call(name.split(' ')[0] ?? '', await path(), { ...options, json, headers: all });
      },
    })),
  );
  const { faults, count } = await judgeAll(asked);
  expect(faults.slice(0, 20)).toEqual([]);
  expect(count).toBeGreaterThan(1_000);
});

describe('each public route with hostile queries', () => {
  test.each(
    ROUTES.filter(({ access }) => access === 'public').map((route) => [`${route.method} ${route.path}`]),
  )('%s', async (name) => {
    const { path, options } = doors.byRoute.get(name) as Door;
    const address = await path();
    const mark = address.includes('?') ? '&' : '?';
    const json = name.startsWith('POST ') ? { json: {} } : {};
    const asked = HOSTILE_TEXTS.flatMap(({ name: which, text }) => {
      const encoded = encodeURIComponent(text.toWellFormed());
      return [`${mark}x=${encoded}`, `${mark}${encoded}=1`].map((query) => ({
        name: `${name} ${which} ${query.slice(0, 20)}`,
        sent: text,
        ask: () => {
          heat.clock.advance(60_000);
          return heat.call(name.split(' ')[0] ?? '', address + query, { ...options, ...json });
        },
      }));
    });
    const { faults, count } = await judgeAll(asked);
    expect(faults.slice(0, 20)).toEqual([]);
    // With its headers, and the bodies of hostile-bodies.test.ts, this is what each of them meets.
    expect(count + HOSTILE_HEADERS.length).toBeGreaterThanOrEqual(300);
  });
});

test('nothing of all this was a fault of our own', () => {
  expect(heat.logged.filter((line) => line.includes('request failed'))).toEqual([]);
  expect(Object.keys({})).toEqual([]);
  expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
});
