// Built files and the dashboard's page, over a small folder like the one that build.ts makes: heat.js is there
// compressed only.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import { type TempDir, tempDir } from '../../test/support/temp-dir.ts';
import { openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';

const FILES: Record<string, string> = {
  'index.html': '<!doctype html><title>heat</title>',
  'heat.js': 'tracker();',
  'heat.mjs': 'export {};',
  'assets/main-1a2b3c4d.js': 'dashboard();',
  'demo/index.html': '<!doctype html><title>shop</title>',
  'demo/shop.css': 'body{}',
  'demo/recorded/layout.json.gz': 'recorded',
};
let dir: TempDir;
let heat: TestHeat;

beforeAll(async () => {
  dir = tempDir();
  for (const [name, text] of Object.entries(FILES)) {
    if (name !== 'heat.js') await Bun.write(dir.join('public', name), text);
    await Bun.write(dir.join('public', `${name}.br`), brotliCompressSync(text));
    await Bun.write(dir.join('public', `${name}.gz`), gzipSync(text));
  }
  await Bun.write(dir.join('secret'), 'outside');
  await Bun.write(dir.join('public', 'notes.unknown'), 'not served');
  heat = await openTestHeat({ publicDir: dir.join('public') });
});
afterAll(async () => {
  await heat.close();
  dir[Symbol.dispose]();
});

const HTML = { accept: 'text/html,application/xhtml+xml' };
const get = (path: string, headers: Record<string, string> = {}) => heat.call('GET', path, { headers });

describe('built files', () => {
  const served: [path: string, type: string, cache: string][] = [
    ['/', 'text/html', 'no-cache'],
    ['/index.html', 'text/html', 'no-cache'],
    ['/heat.js', 'text/javascript', 'public, max-age=3600'],
    ['/v1/heat.js', 'text/javascript', 'public, max-age=3600'],
    ['/heat.mjs', 'text/javascript', 'public, max-age=3600'],
    ['/assets/main-1a2b3c4d.js', 'text/javascript', 'public, max-age=31536000, immutable'],
  ];
  test.each(served)('%s is served as %s', async (path, type, cache) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain(type);
    expect(answer.headers.get('cache-control')).toBe(cache);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('etag')).toMatch(/^"[\w-]+"$/);
  });

  const encodings: [accept: string | null, encoding: string | null][] = [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['br;q=0', null],
    ['identity', null],
    [null, null],
  ];
  test.each(encodings)('answer accept-encoding %s with %s', async (accept, encoding) => {
    const answer = await get('/heat.js', accept === null ? {} : { 'accept-encoding': accept });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.headers.get('vary')).toBe('accept-encoding');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const plain =
      encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? Bun.gunzipSync(bytes) : bytes;
    expect(Buffer.from(plain).toString()).toBe('tracker();');
  });

  test("are the tracker's under v1/ too", async () => {
    const [today, kept] = [await get('/heat.js'), await get('/v1/heat.js')];
    expect([await kept.text(), kept.headers.get('etag')]).toEqual([
      await today.text(),
      today.headers.get('etag') ?? '',
    ]);
  });

  test('answer 304 to a client that has them, by variant', async () => {
    const etag = (await get('/heat.js', { 'accept-encoding': 'br' })).headers.get('etag') ?? '';
    const again = (tag: string, encoding: string) =>
      get('/heat.js', { 'if-none-match': tag, 'accept-encoding': encoding });
    expect((await again(etag, 'br')).status).toBe(304);
    expect((await again(`"x", W/${etag}`, 'br')).status).toBe(304);
    expect((await again('*', 'br')).status).toBe(304);
    expect((await again(etag, 'gzip')).status).toBe(200);
    expect((await again('"x"', 'br')).status).toBe(200);
  });

  test('let pages of any origin load the tracker, and nothing else', async () => {
    for (const path of ['/heat.js', '/v1/heat.js', '/heat.mjs']) {
      const { headers } = await get(path);
      expect([
        headers.get('access-control-allow-origin'),
        headers.get('cross-origin-resource-policy'),
      ]).toEqual(['*', 'cross-origin']);
    }
    const { headers } = await get('/assets/main-1a2b3c4d.js');
    expect([headers.get('access-control-allow-origin'), headers.get('cross-origin-resource-policy')]).toEqual(
      [null, 'same-origin'],
    );
  });
});

describe("the dashboard's page", () => {
  test.each(['/', '/sign-in', '/p/my-shop/heatmaps', '/p/my-shop/sessions/s.1', '/setup'])(
    'answers %s',
    async (path) => {
      const answer = await get(path, HTML);
      expect([answer.status, await answer.text()]).toEqual([200, FILES['index.html'] as string]);
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toContain('unsafe');
      expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    },
  );

  const nothing: [path: string, headers: Record<string, string>, status: number][] = [
    ['/sign-in', { accept: 'application/json' }, 404],
    ['/api/v1/nowhere', HTML, 404],
    ['/assets/old-00000000.js', HTML, 404],
    ['/demo/nowhere.html', HTML, 404],
    ['/ingest', HTML, 405],
    ['/favicon.ico', { accept: 'image/*' }, 404],
    ['/notes.unknown', {}, 404],
    ['/heat.js.br', {}, 404],
    ['/../secret', {}, 404],
    ['/..%2fsecret', {}, 404],
    ['/%2e%2e/secret', {}, 404],
    ['/assets/..%2f..%2fsecret', {}, 404],
    ['/__proto__', {}, 404],
  ];
  test.each(nothing)('is no answer to %s', async (path, headers, status) => {
    const answer = await get(path, headers);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ requestId: expect.any(String) });
  });

  const demo: [path: string, type: string][] = [
    ['/demo/', 'text/html; charset=utf-8'],
    ['/demo/index.html', 'text/html; charset=utf-8'],
    ['/demo/shop.css', 'text/css; charset=utf-8'],
  ];
  test.each(demo)('is another than that of the demo site at %s', async (path, type) => {
    for (let round = 0; round < 2; round += 1) {
      const answer = await get(path);
      const name = path.endsWith('/') ? 'demo/index.html' : path.slice(1);
      expect([answer.status, await answer.text()]).toEqual([200, FILES[name] as string]);
      expect(answer.headers.get('content-type')).toBe(type);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('x-request-id')).toBeTruthy();
    }
  });

  const climbing = [
    '/demo/../../secret',
    '/demo/..%2f..%2fsecret',
    '/demo/%2e%2e/%2e%2e/secret',
    '/demo/..\\..\\secret',
  ];
  const recorded = ['/demo/recorded/layout.json.gz', '/demo/recorded/layout.json', '/recorded/layout.json'];
  test.each([
    ...climbing,
    ...recorded,
    '/demo/index.html.br',
    '/demo/__proto__',
    '/demo/x/',
    '/demo//etc/passwd',
  ])('and the demo site have nothing at %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test('/demo leads to /demo/ by a relative redirect', async () => {
    const answer = await get('/demo');
    expect([answer.status, answer.headers.get('location')]).toEqual([308, '/demo/']);
  });
});

test('without built files heat still runs and says how to build', async () => {
  const bare = await openTestHeat();
  const answer = await bare.call('GET', '/', { headers: HTML });
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('bun build.ts');
  expect((await bare.call('GET', '/heat.js')).status).toBe(404);
  expect((await bare.call('GET', '/demo/')).status).toBe(404);
  expect((await bare.call('GET', '/health')).status).toBe(200);
  await bare.close();
});
