// The recorder of pages in a real browser: when it is loaded, what leaves the page, and what does not.

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ReplayUpload } from '../src/contract/replay-chunk.ts';
import { openBrowser } from '../test/support/browser.ts';
import { bundleTracker, fileOf } from './build-tracker.ts';
import { fnv1a } from './core/hash.ts';

setDefaultTimeout(60_000);

const BODY = `<h1>Welcome Anna Secretname</h1>
  <input id="name" value="preset value"><input type="password" id="pin"><textarea id="note"></textarea>
  <input type="hidden" name="form" value="hidden value"><div id="rich" contenteditable></div>
  <a href="/account?token=secretvalue">Account</a>
  <div data-private>private words</div><div class="mine">blocked words</div><p class="soft">masked words</p>
  <canvas id="c" width="20" height="20"></canvas><ul id="list"></ul>`;

/** Before the tracker: what waits for seconds waits for tenths, and the clock can be moved on by `skippedMs`. */
const HASTENED = `<script>{
  const [later, now] = [setTimeout, Date.now];
  window.skippedMs = 0;
  window.setTimeout = (work, ms, ...rest) => later(work, ms >= 1000 ? ms / 10 : ms, ...rest);
  Date.now = () => now() + skippedMs;
}</script>`;
/** Longer than what waits does, hastened. */
const LONG_MS = 900;

let browser: Browser;
let site: Awaited<ReturnType<typeof openRecordingSite>>;
let contexts: BrowserContext[] = [];
let attributes = '';

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), openRecordingSite()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  contexts = [];
  site.uploads.length = 0;
  site.asked.clear();
  site.status = 200;
});

async function openRecordingSite() {
  const parts = ['script', 'more', 'replay', 'module'] as const;
  const texts = await Promise.all(parts.map(bundleTracker));
  const files = new Map(parts.map((part, at) => [`/${fileOf(part)}`, texts[at]]));
  const uploads: ReplayUpload[] = [];
  const asked = new Set<string>();
  const state = { status: 200, batches: 0 };
  const server = Bun.serve({
    port: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      asked.add(pathname);
      const script = files.get(pathname);
      if (script) return new Response(script, { headers: { 'content-type': 'text/javascript' } });
      if (pathname === '/ingest') state.batches++;
      if (pathname === '/ingest') return new Response('{}');
      if (pathname === '/replay') {
        uploads.push(JSON.parse(await textOf(request)) as ReplayUpload);
        return new Response('{}', { status: state.status });
      }
      const tag =
        pathname === '/module'
          ? `<script type="module">import { init } from '/heat.mjs'; init({ projectKey: 'hw_test', capture: { replay: true } });</script>`
          : `<script src="/heat.js" data-project="hw_test" ${attributes}></script>`;
      return new Response(`<!doctype html><html><head>${HASTENED}${tag}</head><body>${BODY}</body></html>`, {
        headers: { 'content-type': 'text/html' },
      });
    },
  });
  return Object.assign(state, { url: server.url.origin, uploads, asked, stop: () => server.stop(true) });
}

/** The body, inflated when it was sent compressed. */
async function textOf(request: Request): Promise<string> {
  const bytes = await request.bytes();
  return new TextDecoder().decode(bytes[0] === 0x1f ? Bun.gunzipSync(bytes) : bytes);
}

const hasPart = (part: string) =>
  `performance.getEntriesByType('resource').some(({ name }) => name.includes('/heat-${part}'))`;
const SESSION_ID = "sessionStorage.getItem('heat:hw_test:session').split(' ')[0]";
const [HAS_MORE, HAS_RECORDER] = [hasPart('more'), hasPart('replay')];

async function visit(withAttributes: string, path = '/'): Promise<Page> {
  attributes = withAttributes;
  const context = await browser.newContext();
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(site.url + path);
  return page;
}
async function until(check: () => unknown): Promise<void> {
  for (const deadline = Date.now() + 30_000; !check(); await Bun.sleep(25))
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${check}`);
}
const records = () => site.uploads.flatMap(({ events }) => events);
const told = () => JSON.stringify(records());

test('what init() of the module starts anew after shutdown() is recorded as well', async () => {
  const page = await visit('', '/module');
  const wholes = () => records().filter(({ type }) => type === 2).length;
  await until(wholes);
  await page.evaluate(async () => {
    const { init } = await import(`${location.origin}/heat.mjs`);
    const options = { projectKey: 'hw_test', capture: { replay: true } };
    init(options).shutdown();
    init(options);
  });
  await until(() => wholes() > 1);
});

test('records the page and its changes, without anything typed or private', async () => {
  const page = await visit(
    `data-replay="true" data-block-selectors=".mine" data-mask-text-selectors=".soft"`,
  );
  await until(() => records().some(({ type }) => type === 2));
  await page.fill('#name', 'typed name');
  await page.fill('#pin', 'typed pin');
  await page.fill('#note', 'typed note');
  await page.locator('#rich').pressSequentially('typed letter');
  await page.evaluate(() => {
    const item = document.createElement('li');
    item.textContent = 'added later';
    document.getElementById('list')?.append(item);
    (document.getElementById('c') as HTMLCanvasElement).getContext('2d')?.fillRect(0, 0, 9, 9);
  });
  await page.waitForTimeout(300);
  await page.goto('about:blank');
  await until(() => told().includes('added later'));
  for (const text of [
    'typed name',
    'typed pin',
    'typed note',
    'typed',
    'letter',
    'hidden value',
    'secretvalue',
    'preset value',
    'private words',
    'blocked words',
    'masked words',
  ])
    expect([text, told().includes(text)]).toEqual([text, false]);
  expect(told()).toContain('Welcome Anna');
  // No mouse, no click and no canvas: events tell these, or nothing does.
  const sources = records().flatMap(({ type, data }) =>
    type === 3 ? [(data as { source: number }).source] : [],
  );
  for (const source of [1, 2, 6, 9]) expect(sources).not.toContain(source);
  expect(site.uploads.map(({ index }) => index)).toEqual(site.uploads.map((_, at) => at));
  expect(new Set(site.uploads.map(({ recording, session }) => `${recording} ${session.id}`)).size).toBe(1);
});

test('a site that has installed the module is recorded as well', async () => {
  const page = await visit('', '/module');
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await until(() => told().includes('Welcome Anna'));
  expect(faults).toEqual([]);
});

test('all text is masked when the site says so', async () => {
  await visit(`data-replay='{"enabled": true, "maskAllText": true}'`);
  await until(() => records().some(({ type }) => type === 2));
  expect(told()).not.toMatch(/Welcome|Secretname|masked words/);
});

test.each([
  ['without being asked for', ''],
  ['for a session that is not in the sample', `data-replay='{"enabled": true, "sampleRate": 0}'`],
  ['before consent', `data-replay="true" data-consent="required"`],
])('is not even loaded %s', async (_when, given) => {
  const page = await visit(given);
  await page.click('h1');
  // The click is told by then, unless nothing is.
  if (given.includes('consent')) await page.waitForTimeout(LONG_MS);
  else await until(() => site.asked.has('/ingest'));
  expect([...site.asked].filter((path) => /replay/.test(path))).toEqual([]);
});

test('begins with consent and ends with it', async () => {
  const page = await visit(`data-replay="true" data-consent="required"`);
  await page.evaluate("heat('optIn')");
  await until(() => records().some(({ type }) => type === 2));
  await page.evaluate("heat('optOut')");
  const before = site.uploads.length;
  await page.evaluate("document.body.append('after the no')");
  await page.waitForTimeout(LONG_MS);
  await page.goto('about:blank');
  await page.waitForTimeout(300);
  expect(told()).not.toContain('after the no');
  expect(site.uploads.length).toBe(before);
});

test('the sample is the session’s own, the same on every page of it', async () => {
  const seen = new Set<boolean>();
  for (let n = 0; n < 4 || (n < 40 && seen.size < 2); n++) {
    const page = await visit('data-replay="0.5"');
    for (let load = 0; load < 2; load++) {
      if (load > 0) await page.reload();
      await page.waitForFunction(HAS_MORE);
      const before = site.batches;
      await page.click('h1');
      // What makes a batch has been asked for its session: whether it is recorded is decided.
      await until(() => site.batches > before);
      const id = String(await page.evaluate(SESSION_ID));
      const isSampled = fnv1a(`replay ${id}`) / 2 ** 32 < 0.5;
      if (isSampled) await page.waitForFunction(HAS_RECORDER);
      expect(await page.evaluate(HAS_RECORDER)).toBe(isSampled);
      seen.add(isSampled);
    }
    await page.context().close();
  }
  expect(seen.size).toBe(2);
});

test('a server that does not record is not asked again', async () => {
  site.status = 403;
  const page = await visit('data-replay="true"');
  await until(() => site.uploads.length === 1);
  await page.evaluate("document.body.append('more')");
  await page.waitForTimeout(LONG_MS);
  await page.goto('about:blank');
  await page.waitForTimeout(300);
  expect(site.uploads).toHaveLength(1);
});

test('a page that changes too much is let go, and taken anew when it has calmed down', async () => {
  const page = await visit('data-replay="true"');
  await until(() => records().some(({ type }) => type === 2));
  await page.evaluate(() => {
    const list = document.getElementById('list') as HTMLElement;
    for (let n = 0; n < 60; n++)
      setTimeout(() => {
        list.textContent = '';
        for (let item = 0; item < 200; item++) {
          const entry = document.createElement('li');
          entry.textContent = `entry ${n} ${item} of a list that never stands still`;
          list.append(entry);
        }
      }, n * 15);
  });
  await page.waitForFunction("list.textContent.includes('entry 59 199')");
  await page.evaluate("skippedMs = 13_000; document.body.append('calm again')");
  await page.waitForTimeout(300);
  await page.evaluate("document.body.append('at last')");
  await until(() => told().includes('calm again'));
  const whole = records().filter(({ type }) => type === 2);
  expect(whole.length).toBe(2);
  expect(JSON.stringify(whole[1])).toContain('entry 59');
  expect(told().length).toBeLessThan(2_500_000);
});
