// The headers of every answer that heat can give: each route of the table refused, answered and asked for nonsense, the
// built files, the frames and what no route knows; over http and over https.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { type TempDir, tempDir } from '../../test/support/temp-dir.ts';
import { addKey, addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import { LIMITS } from '../contract/limits.ts';
import type { RouteDeclaration } from './route.ts';
import { ROUTES } from './route-table.ts';

const FILES: Record<string, string> = {
  'index.html': '<!doctype html><title>heat</title>',
  'snapshot-frame.html': '<!doctype html>',
  'snapshot-frame-quirks.html': '<p>',
  'heat.js': 'tracker();',
  'heat-snapshot.mjs': 'export {};',
  'assets/main-1a2b3c4d.js': 'dashboard();',
  'demo/index.html': '<!doctype html><title>shop</title>',
};
const PAGES = ['/', '/sign-in', '/p/shop/overview', '/index.html', '/nothing-of-the-kind'];
const HSTS = 'strict-transport-security';

let dir: TempDir;
const heats = new Map<'http' | 'https', TestHeat>();
/** Reads, and changes nothing while all routes are asked. */
let readKey: string;
let adminKey: string;
let projectId: string;

beforeAll(async () => {
  dir = tempDir();
  for (const [name, text] of Object.entries(FILES)) await Bun.write(dir.join('public', name), text);
  const publicDir = dir.join('public');
  for (const scheme of ['http', 'https'] as const) {
    const heat = await openTestHeat({ publicDir, flags: { publicUrl: `${scheme}://heat.example` } });
    heats.set(scheme, heat);
    if (scheme === 'http') continue;
    const project = await addProject(heat, 'Shop');
    projectId = project.id;
    adminKey = project.apiKey;
    readKey = (await addKey(heat, project.no, 'read')).secret;
  }
});
afterAll(async () => {
  for (const heat of heats.values()) await heat.close();
  dir[Symbol.dispose]();
});

const at = (scheme: 'http' | 'https'): TestHeat => heats.get(scheme) as TestHeat;

/** What is wrong with the headers of an answer, beside the exceptions that its test names. */
function faultsOf({ headers, status }: Response): string[] {
  const policy = headers.get('content-security-policy') ?? '';
  const isForSites = headers.get('cross-origin-resource-policy') === 'cross-origin';
  const wanted: [name: string, holds: boolean][] = [
    ['nosniff', headers.get('x-content-type-options') === 'nosniff'],
    [
      'referrer-policy',
      /^(no-referrer|strict-origin-when-cross-origin)$/.test(headers.get('referrer-policy') ?? ''),
    ],
    ['opener-policy', headers.get('cross-origin-opener-policy') === 'same-origin'],
    [
      'resource-policy',
      /^(same-origin|cross-origin)$/.test(headers.get('cross-origin-resource-policy') ?? ''),
    ],
    ['default-src', /^default-src '(none|self)'/.test(policy)],
    ['framed by nobody', policy.includes("frame-ancestors 'none'")],
    ['no inline script', !/unsafe-eval|script-src[^;]*unsafe/.test(policy)],
    ['request id', (headers.get('x-request-id') ?? '') !== ''],
    ['credentials for none', headers.get('access-control-allow-credentials') === null],
    ['no banner', headers.get('server') === null && headers.get('x-powered-by') === null],
    // Not where a site's own host answers: the tracker's files and doors stand below paths of theirs.
    ['https only', headers.get(HSTS) === (isForSites ? null : `max-age=${LIMITS.httpsOnlySeconds}`)],
    [
      'envelope',
      status < 400 || status === 503 || headers.get('content-type') === 'application/json; charset=utf-8',
    ],
  ];
  return wanted.filter(([, holds]) => !holds).map(([name]) => name);
}

const pathOf = (route: RouteDeclaration) =>
  route.path.replace(':id', projectId).replaceAll(/:\w+/g, 'x').replace('*', 'x');
const named = ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const);

describe('each route over https', () => {
  test.each(named)('%s', async (_, route) => {
    const asked = [
      {},
      { bearer: readKey },
      { bearer: readKey, json: {} },
      { bearer: 'x', headers: { origin: 'https://evil.example' } },
    ];
    for (const options of asked) {
      const { json, ...rest } = options as { json?: object };
      const mayHaveBody = route.method !== 'GET';
      const answer = await at('https').call(route.method, pathOf(route), {
        ...rest,
        ...(mayHaveBody && json ? { json } : {}),
      });
      expect([options, answer.status, faultsOf(answer)]).toEqual([options, answer.status, []]);
      await answer.body?.cancel();
    }
  });
});

test('pages, files and errors over https', async () => {
  const html = { headers: { accept: 'text/html' } };
  for (const path of [
    ...PAGES,
    '/heat.js',
    '/heat-snapshot.mjs',
    '/assets/main-1a2b3c4d.js',
    '/demo/',
    '/demo',
  ]) {
    const answer = await at('https').call('GET', path, html);
    expect([path, answer.status < 400, faultsOf(answer)]).toEqual([path, true, []]);
  }
  const wrong: [string, string, number][] = [
    ['GET', '/api/v1/nothing', 404],
    ['GET', '/assets/../../etc/passwd', 404],
    ['DELETE', '/ingest', 405],
    ['PUT', '/nowhere', 404],
  ];
  for (const [method, path, status] of wrong) {
    const answer = await at('https').call(method, path);
    expect([path, answer.status, faultsOf(answer)]).toEqual([path, status, []]);
  }
});

test('the dashboard runs and loads only its own, by a policy that says so', async () => {
  for (const path of PAGES) {
    const answer = await at('https').call('GET', path, { headers: { accept: 'text/html' } });
    const policy = new Map(
      (answer.headers.get('content-security-policy') ?? '').split('; ').map((part) => {
        const [name = '', ...sources] = part.split(' ');
        return [name, sources.join(' ')];
      }),
    );
    expect(Object.fromEntries(policy)).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'object-src': "'none'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
    });
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  }
});

test('the frames of snapshots and replays are sandboxed, run nothing, load nothing, and stand in our own pages only', async () => {
  for (const path of ['/snapshot-frame.html', '/snapshot-frame-quirks.html']) {
    const answer = await at('https').call('GET', path);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(faultsOf(answer)).toEqual(['framed by nobody']);
    for (const part of [
      "default-src 'none'",
      "script-src 'none'",
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'self'",
      'sandbox allow-same-origin',
    ])
      expect(policy.split('; ')).toContain(part);
  }
});

test('only the doors and files for other sites say that other origins may read them', async () => {
  const open: string[] = [];
  for (const [name, route] of named) {
    const answer = await at('https').call(route.method, pathOf(route), {
      headers: { origin: 'https://evil.example' },
    });
    if (answer.headers.has('access-control-allow-origin')) open.push(name);
    await answer.body?.cancel();
  }
  expect(open.map((name) => name.split(' ')[1]?.split('/')[1])).toEqual(
    open.map(() => expect.stringMatching(/^(ingest|replay|snapshots|overlay)$/)),
  );
  expect(open.length).toBeGreaterThanOrEqual(9);
});

test('nothing is said of https over http, unless a trusted proxy says that the browser came by https', async () => {
  for (const [method, path] of [
    ['GET', '/'],
    ['GET', '/api/v1/user'],
    ['POST', '/ingest'],
    ['PUT', '/nowhere'],
    ['GET', '/heat.js'],
  ] as const) {
    const answer = await at('http').call(method, path, { headers: { 'x-forwarded-proto': 'https' } });
    expect([path, answer.headers.get(HSTS)]).toEqual([path, null]);
  }
  const proxied = await openTestHeat({ flags: { trustProxy: 'loopback' } });
  const { url } = await proxied.server.start();
  for (const [proto, said] of [
    ['https', `max-age=${LIMITS.httpsOnlySeconds}`],
    ['http', null],
  ] as const) {
    for (const path of ['/health', '/nowhere', '/api/v1/user']) {
      const answer = await fetch(url + path, { method: 'GET', headers: { 'x-forwarded-proto': proto } });
      expect([path, proto, answer.headers.get(HSTS)]).toEqual([path, proto, said]);
    }
    const unrouted = await fetch(`${url}/nowhere`, {
      method: 'PUT',
      headers: { 'x-forwarded-proto': proto },
    });
    expect(unrouted.headers.get(HSTS)).toBe(said);
  }
  await proxied.close();
});

test('/metrics and /openapi tell nothing without a credential', async () => {
  for (const path of ['/metrics', '/openapi']) {
    expect((await at('https').call('GET', path)).status).toBe(401);
    expect((await at('https').call('GET', path, { bearer: adminKey })).status).toBe(200);
  }
});
