// The recipes of docs/tracker.md in a real browser: policies, an own address, two projects, consent. The collector here
// only keeps what arrives.

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { WireEnvelope } from '../src/contract/wire.ts';
import { openBrowser } from '../test/support/browser.ts';
import { tracked } from '../test/support/visitor.ts';
import { buildTracker } from './build-tracker.ts';

setDefaultTimeout(60_000);

let browser: Browser;
let folder: string;
let heat: ReturnType<typeof Bun.serve>;
let site: ReturnType<typeof Bun.serve>;
let html = '';
let policy: string | null = null;
let batches: WireEnvelope[] = [];
/** Batches are refused for now. */
let isAway = false;
/** Paths asked for at heat. */
let asked: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heat-recipes-'));
  await buildTracker(folder);
  browser = await openBrowser();
  heat = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: (request) => answerAsHeat(request) });
  site = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: (request) => answerAsSite(request) });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await Promise.all([heat?.stop(true), site?.stop(true)]);
  await rm(folder, { recursive: true, force: true });
});

async function answerAsHeat(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const headers = { 'access-control-allow-origin': '*' };
  asked.push(pathname);
  if (/^\/(snapshots|overlay)$/.test(pathname))
    return Response.json({ message: 'no such link' }, { status: 403, headers });
  if (pathname !== '/ingest') return new Response(Bun.file(join(folder, pathname)), { headers });
  if (isAway) return new Response('', { status: 503, headers });
  const body = new Uint8Array(await request.arrayBuffer());
  const text = new TextDecoder().decode(body[0] === 0x1f ? Bun.gunzipSync(body) : body);
  batches.push(JSON.parse(text));
  return Response.json({ ok: true }, { headers });
}

/** The page, and below /t/ what the reverse proxies of the recipes do. */
async function answerAsSite(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const path = /^\/t(\/(?:ingest|replay|overlay|snapshots(?:\/\w+)?|(?:v1\/)?heat[\w.-]*\.m?js))$/.exec(
    pathname,
  )?.[1];
  if (path) {
    const { method } = request;
    const body = method === 'POST' ? await request.arrayBuffer() : null;
    return fetch(new URL(path + search, heat.url), { method, body });
  }
  const headers = { 'content-type': 'text/html', ...(policy ? { 'content-security-policy': policy } : {}) };
  return new Response(`<!doctype html><head><title>Shop</title>${html}</head><button>Buy</button>`, {
    headers,
  });
}

/** Opens the page with a head and a policy; nothing of earlier tests is left. */
async function visit(head: string, csp: string | null = null, fragment = ''): Promise<Page> {
  [html, policy, batches, asked] = [head, csp, [], []];
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://localhost:${site.port}/${fragment}`, { waitUntil: 'load' });
  return page;
}

async function arrived(check: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !check(); await Bun.sleep(25))
    if (Date.now() > deadline)
      throw new Error(`Waited in vain for ${check}: ${JSON.stringify({ asked, batches })}`);
}

const types = () => batches.flatMap(({ events }) => events.map(({ type }) => type));
const tag = (more = '') =>
  `<script defer src="${heat.url}heat.js" data-project="hw_a" data-flush-interval-ms="100" ${more}></script>`;

test.each([
  ['names the origin', () => `script-src ${heat.url.origin}; connect-src ${heat.url.origin}`, ''],
  ['has a nonce', () => `script-src 'nonce-r4nd0m'; connect-src ${heat.url.origin}`, 'nonce="r4nd0m"'],
  [
    'has a nonce and strict-dynamic',
    () => `script-src 'nonce-r4nd0m' 'strict-dynamic'; connect-src ${heat.url.origin}`,
    'nonce="r4nd0m"',
  ],
  [
    'wants trusted types and allows none',
    () =>
      `script-src 'nonce-r4nd0m' 'strict-dynamic'; connect-src ${heat.url.origin}; require-trusted-types-for 'script'; trusted-types 'none'`,
    'nonce="r4nd0m"',
  ],
])('heat.js and its parts run under a policy that %s', async (_, csp, attributes) => {
  const page = await visit(tag(attributes), `default-src 'none'; ${csp()}`);
  await page.mouse.move(50, 50);
  await page.mouse.move(80, 90);
  await page.click('button');
  await arrived(() => asked.includes('/heat-more.mjs') && types().includes('click'));
  await tracked(page);
  // What a second part adds, and what would have waited for company.
  await page.goto('about:blank');
  await arrived(() => types().includes('leave') && types().includes('move'));
  await page.context().close();

  // What an owner's link brings, and what that imports in turn.
  for (const [part, ...imported] of [
    ['snapshot', 'copy', 'describe'],
    ['overlay', 'find', 'describe', 'paint', 'panel'],
  ]) {
    const owners = await visit(
      tag(attributes),
      `default-src 'none'; ${csp()}`,
      `#heat=${part}.claims.signature`,
    );
    await arrived(() => [part, ...imported].every((one) => asked.includes(`/heat-${one}.mjs`)));
    await arrived(() => asked.some((path) => /^\/(snapshots|overlay)$/.test(path)));
    expect(batches).toEqual([]);
    await owners.context().close();
  }
});

test('where a policy refuses the parts, clicks and own events arrive all the same', async () => {
  const page = await visit(
    tag(),
    `default-src 'none'; script-src ${heat.url}heat.js; connect-src ${heat.url.origin}`,
  );
  await page.click('button');
  await page.evaluate("heat('event', 'bought', { value: 5 })");
  await page.goto('about:blank');
  await arrived(() => types().includes('click') && types().includes('custom'));
  expect(asked).not.toContain('/heat-more.mjs');
  await page.context().close();
});

test('a tag that a script puts into the page starts as any other', async () => {
  const page = await visit('');
  await page.evaluate((src) => {
    const script = document.createElement('script');
    Object.assign(script.dataset, { project: 'hw_late', flushIntervalMs: '100' });
    script.src = src;
    document.head.append(script);
  }, `${heat.url}heat.js`);
  await arrived(() => batches.some(({ key }) => key === 'hw_late') && types().includes('pageview'));
  await page.context().close();
});

test('under an own address everything goes there, parts and events too', async () => {
  const page = await visit(
    `<script defer src="/t/heat.js" data-project="hw_a" data-endpoint="/t/" data-flush-interval-ms="100"></script>`,
    `default-src 'self'`,
  );
  await page.click('button');
  await arrived(() => types().includes('click'));
  expect(new Set(asked)).toEqual(new Set(['/heat.js', '/heat-more.mjs', '/ingest']));
  await page.context().close();
});

test('routes of a router on the Navigation API alone are told by the line of the recipe, each once', async () => {
  const page = await visit(
    `${tag()}<script>
      navigation.addEventListener('currententrychange', ({ navigationType }) => {
        if (navigationType === 'push' || navigationType === 'replace') heat('page');
      });
      navigation.addEventListener('navigate', (event) => event.intercept({ handler: async () => {} }));
    </script>`,
  );
  await arrived(() => types().includes('pageview'));
  for (const go of ["navigation.navigate('/two')", "navigation.navigate('/three')", 'navigation.back()'])
    await page.evaluate(`${go}.finished.then(() => 0)`);
  const paths = () =>
    batches.flatMap(({ events, pages }) =>
      events.flatMap((event) =>
        event.type === 'pageview' ? [new URL(pages[event.p ?? 0]?.url ?? '').pathname] : [],
      ),
    );
  await arrived(() => paths().length === 4);
  expect(paths()).toEqual(['/', '/two', '/three', '/two']);
  await page.context().close();
});

test('two projects on a page keep their events apart', async () => {
  const page = await visit(tag() + tag('data-global="heatB"').replace('hw_a', 'hw_b'));
  await page.evaluate("heat('event', 'for a'); heatB('event', 'for b')");
  await arrived(() => types().filter((type) => type === 'custom').length === 2);
  const named = batches.flatMap(({ key, events }) =>
    events.flatMap((event) => (event.type === 'custom' ? [`${key} ${event.name}`] : [])),
  );
  expect(named.sort()).toEqual(['hw_a for a', 'hw_b for b']);
  await page.context().close();
});

test('a banner: nothing is sent or stored before the answer, and a refusal is remembered', async () => {
  const page = await visit(tag('data-consent="required"'));
  const stored = () => page.evaluate('[...Object.keys(localStorage), ...Object.keys(sessionStorage)]');
  await page.click('button');
  await page.waitForTimeout(400);
  expect([asked, await stored()]).toEqual([['/heat.js'], []]);
  await page.evaluate("heat('optIn')");
  await arrived(() => types().includes('pageview'));
  expect(await stored()).toEqual(expect.arrayContaining(['heat:hw_a:visitor', 'heat:hw_a:session']));
  await page.evaluate("heat('optOut')");
  await page.waitForTimeout(300);
  const before = batches.length;
  await page.reload();
  await page.click('button');
  await page.waitForTimeout(400);
  expect(batches.length).toBe(before);
  expect(await page.evaluate('Object.entries(localStorage)')).toEqual([['heat:hw_a:visitor', 'out']]);
  await page.context().close();
});

test('a refusal counts in every open tab at once, and nothing that waited stays', async () => {
  isAway = true;
  const page = await visit(tag('data-storage="localStorage"'));
  const other = await page.context().newPage();
  await other.goto(page.url());
  const keys = () => page.evaluate<string[]>('Object.keys(localStorage).sort()');
  const has = (count: number) =>
    page.waitForFunction(
      `Object.keys(localStorage).filter((key) => key.includes(':queue:')).length === ${count}`,
    );
  await has(2);
  await page.evaluate("heat('optOut')");
  await other.waitForFunction('!Object.keys(sessionStorage).length');
  await other.evaluate("heat('event', 'after the refusal')");
  // Tabs that are left write down what waits, and pages that follow read it.
  for (const one of [page, other]) await one.goto(`${page.url()}next`);
  await has(0);
  expect(await keys()).toEqual(['heat:hw_a:visitor']);
  isAway = false;
  const refused = batches.length;
  await other.evaluate("heat('optIn')");
  await arrived(() => batches.length > refused);
  expect(JSON.stringify(batches)).not.toContain('after the refusal');
  await page.context().close();
});

test.each([
  ['private part', '<section data-private><h2>Diagnosis</h2></section>', ''],
  ['masked part', '<section class="quiet"><h2>Diagnosis</h2></section>', 'data-mask-text-selectors=".quiet"'],
])('a heading in a %s is not even hashed for what stands below it', async (_, part, attributes) => {
  const page = await visit(tag(attributes));
  await page.evaluate(`document.body.insertAdjacentHTML('afterbegin', ${JSON.stringify(part)})`);
  await page.click('button');
  await arrived(() => types().includes('click'));
  const [button] = batches.flatMap(({ elements = [] }) =>
    elements.filter(({ path }) => path?.endsWith('button')),
  );
  expect(button?.text).toBeNumber();
  expect(button?.heading).toBeUndefined();
  await page.context().close();
});
