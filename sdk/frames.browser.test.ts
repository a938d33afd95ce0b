// What frameworks and component libraries do to a page, each in the few lines that matter, in a real browser: layers
// that swallow a click, redirects, smooth scrolling, effects, banners. Verdicts on widgets are rows of test/browser.

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../test/support/browser.ts';
import { tracked } from '../test/support/visitor.ts';
import { eventsOf, openSite, type Site } from './test-site.ts';

setDefaultTimeout(60_000);

let browser: Browser;
let site: Site;
let body = '';
let attributes = '';
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite(
    () => `<!doctype html><title>App</title><style>body{margin:0}</style>
      <script defer src="/heat.js" data-project="hw_frames" ${attributes} data-flush-interval-ms="100"></script>${body}`,
  );
});
afterAll(async () => {
  await browser?.close();
  site?.close();
});
afterEach(async () => {
  await page?.context().close();
  attributes = '';
});

async function visit(html: string): Promise<void> {
  body = html;
  page = await (await browser.newContext({ viewport: { width: 1000, height: 700 } })).newPage();
  site.batches.length = 0;
  await page.goto(site.url);
  await tracked(page);
  await site.until(() => eventsOf(site, 'pageview').length);
}

/** As a person does: the button is held for a moment. */
async function press(selector: string): Promise<void> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} has no box`);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.waitForTimeout(60);
  await page.mouse.up();
}

/** The id of what a click was told of; the page is left, so that nobody waits for a verdict. */
async function clickedId(): Promise<string | undefined> {
  await page.goto('about:blank');
  await site.until(() => eventsOf(site, 'click').length);
  const ids = site.batches.flatMap(({ events, elements = [] }) =>
    events.flatMap((event) => (event.type === 'click' ? [elements[Number(event.e)]?.id] : [])),
  );
  return ids[0];
}

test.each([
  [
    'takes the mouse from the page',
    `onpointerdown="document.body.style.pointerEvents='none';list.hidden=false"`,
  ],
  [
    'lays itself over the page',
    `onmousedown="const cover=document.createElement('div');cover.style.cssText='position:fixed;inset:0';document.body.append(cover)"`,
  ],
])('a click whose press opens a layer that %s is told of what was pressed', async (_, does) => {
  await visit(`<header><button id="it" ${does}>Pick</button></header><p id="list" hidden>One</p>`);
  await press('#it');
  expect(await clickedId()).toBe('it');
});

test('a press that is taken back elsewhere is no click on what was pressed', async () => {
  await visit('<header><button id="it">No</button></header><p style="margin-top:300px">Text</p>');
  await page.mouse.move(20, 10);
  await page.mouse.down();
  await page.waitForTimeout(60);
  await page.mouse.move(200, 400, { steps: 4 });
  await page.mouse.up();
  expect(await clickedId()).toBeUndefined();
});

test.each([
  ['in the same task', `history.pushState({}, '', '/old'); history.replaceState({}, '', '/new')`],
  [
    'a moment later',
    `history.pushState({}, '', '/old'); setTimeout(() => history.replaceState({}, '', '/new'), 20)`,
  ],
])('a route that sends on by replaceState %s is one page view', async (_, script) => {
  await visit('<p>App</p>');
  // What is sent in between frames the view: the tracker has to have nothing left to send.
  await site.until(() => eventsOf(site, 'scroll').some(({ sections }) => sections));
  await page.evaluate('new Promise((done) => setTimeout(done, 400))');
  await page.evaluate(script);
  await page.waitForFunction("location.pathname === '/new'");
  await page.evaluate("heat('event', 'end')");
  await site.until(() => eventsOf(site, 'custom').length);
  const views = site.batches.flatMap(({ events, pages }) =>
    events.flatMap((event) =>
      event.type === 'pageview' ? [[new URL(pages[event.p ?? 0]?.url ?? '').pathname, event.from]] : [],
    ),
  );
  expect(views).toEqual([
    ['/', undefined],
    ['/new', `${site.url}/`],
  ]);
});

test('the address that a site was entered by keeps its campaign, though the page takes it away at once', async () => {
  body = `<script>
    const timer = setInterval(() => {
      if (!window.__heat?.hw_frames) return;
      clearInterval(timer);
      history.replaceState({}, '', '/');
    });
  </script>`;
  page = await (await browser.newContext()).newPage();
  site.batches.length = 0;
  await page.goto(`${site.url}/?utm_source=mail`);
  await page.waitForFunction('!location.search');
  await page.evaluate("heat('event', 'end')");
  await site.until(() => eventsOf(site, 'custom').length);
  const views = site.batches.flatMap(({ events, pages }) =>
    events.flatMap((event) => (event.type === 'pageview' ? [pages[event.p ?? 0]?.url] : [])),
  );
  expect(views).toEqual([`${site.url}/?utm_source=mail`, `${site.url}/`]);
});

test('a route on which nobody scrolled is as deep as the window, however smoothly it is scrolled to its top', async () => {
  // Long enough for the window to have moved when it is asked for its place.
  attributes = 'data-flush-interval-ms="1000"';
  await visit('<div style="height:6000px">Long</div>');
  const drawn = () =>
    page.evaluate(
      'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))',
    );
  await page.evaluate("scrollTo({ top: 4000, behavior: 'instant' })");
  await drawn();
  await page.evaluate("history.pushState({}, '', '/next'); scrollTo({ top: 0, behavior: 'smooth' })");
  await page.waitForFunction('scrollY === 0');
  await drawn();
  await page.goto('about:blank');
  const deepest = (path: string) =>
    site.batches.flatMap(({ events, pages }) =>
      events.flatMap((event) =>
        event.type === 'scroll' && pages[event.p ?? 0]?.url.endsWith(path) ? [event.deepest ?? 0] : [],
      ),
    );
  await site.until(() => deepest('/').length && deepest('/next').length);
  expect([Math.max(...deepest('/')), Math.max(...deepest('/next'))]).toEqual([4700, 700]);
});

/** Heights that the page of a path was told to have, and where its sections end. */
function heightsOf(path: string): number[] {
  return site.batches.flatMap(({ events, pages }) =>
    events.flatMap((event) =>
      event.type === 'scroll' && pages[event.p ?? 0]?.url.endsWith(path)
        ? [event.docHeight ?? 0, ...(event.sections ?? []).map(([, , top, height]) => top + height)]
        : [],
    ),
  );
}

/** Content that makes the page as high as it says. */
const content = (px: number) => `<section style="height:${px}px;display:flow-root"><h2>${px}</h2></section>`;

test('a route whose content comes later than its address is looked at when it is there', async () => {
  attributes = 'data-flush-interval-ms="1000"';
  await visit(`<main id="app">${content(3000)}</main>`);
  // A flush is near when the route begins, and the content comes after it.
  await page.evaluate("heat('event', 'wakes')");
  await page.evaluate('new Promise((done) => setTimeout(done, 850))');
  await page.evaluate(
    `history.pushState({}, '', '/next'); setTimeout(() => { app.innerHTML = '${content(1500)}' }, 500)`,
  );
  await site.until(() => heightsOf('/next').length > 1);
  expect(Math.max(...heightsOf('/next'))).toBe(1500);
});

test('an event leaves within the interval, though a route comes on which nothing is recorded', async () => {
  attributes =
    'data-flush-interval-ms="500" data-pageview="false" data-scroll="false" data-move="false" data-vitals="false"';
  await visit("<p>App</p><script>addEventListener('load', () => heat('page'))</script>");
  // Framed, and the flush under way to it, when the route comes.
  await page.evaluate("heat('event', 'bought'); new Promise((done) => setTimeout(done, 150))");
  await page.evaluate("history.pushState({}, '', '/next')");
  await site.until(() => site.events().some(({ type }) => type === 'custom'));
});

test('a page that is gone before its router tells so (Astro, $.load) keeps its own height', async () => {
  attributes = 'data-flush-interval-ms="1000"';
  await visit(`<main id="app">${content(2000)}</main>`);
  await page.evaluate(`history.pushState({}, '', '/short'); app.innerHTML = '${content(900)}'`);
  await press('#app');
  await page.evaluate(`app.innerHTML = '${content(3000)}'; history.pushState({}, '', '/next')`);
  await page.goto('about:blank');
  await site.until(() => heightsOf('/short').length && heightsOf('/next').length);
  expect(new Set(heightsOf('/short'))).toEqual(new Set([900]));
});

test('a route keeps its title, whether its router names the next page before its address (Solid) or after', async () => {
  await visit('<h1 id="it">Shop</h1>');
  for (const path of ['one', 'two']) {
    await press('#it');
    await page.evaluate(`document.title = '${path} early'; history.pushState({}, '', '/${path}'); void 0`);
  }
  await page.evaluate(
    "history.pushState({}, '', '/three'); setTimeout(() => { document.title = 'late' }, 80)",
  );
  await page.waitForFunction("document.title === 'late'");
  await press('#it');
  await page.evaluate("document.title = 'End'; history.pushState({}, '', '/end')");
  await page.goto('about:blank');
  const titles = () =>
    Object.fromEntries(
      site.batches.flatMap(({ pages }) => pages.map(({ url, title }) => [new URL(url).pathname, title])),
    );
  await site.until(() => titles()['/end']);
  expect(titles()).toEqual({
    '/': 'App',
    '/one': 'one early',
    '/two': 'two early',
    '/three': 'late',
    '/end': 'End',
  });
});

test('a route that nobody presses on has its own title, though it comes late and the next route soon', async () => {
  attributes = 'data-flush-interval-ms="1500"';
  await visit('<p>App</p>');
  await page.evaluate(
    `history.pushState({}, '', '/late'); setTimeout(() => { document.title = 'Late' }, 150)`,
  );
  await page.evaluate('new Promise((done) => setTimeout(done, 700))');
  await page.evaluate("history.back(); setTimeout(() => { document.title = 'App' }, 150)");
  await page.waitForFunction("document.title === 'App'");
  await page.goto('about:blank');
  const titles = () =>
    new Set(
      site.batches.flatMap(({ pages }) =>
        pages.flatMap(({ url, title }) => (url.endsWith('/late') ? [title] : [])),
      ),
    );
  await site.until(() => titles().size > 0);
  expect([...titles()]).toEqual(['Late']);
});

test('a tracker of the module that was shut down starts again (effects that run twice, parts that come back)', async () => {
  await visit('<p>App</p>');
  await page.evaluate(async () => {
    const { init } = await import(`${location.origin}/heat.mjs`);
    const options = { projectKey: 'hw_again', batch: { flushIntervalMs: 50 } };
    init(options).shutdown();
    init(options).track('alive');
  });
  await site.until(() => eventsOf(site, 'custom').some(({ name }) => name === 'alive'));
});

test('shutting down twice what was shut down takes nothing from what was started since', async () => {
  await visit('<p>App</p>');
  const isSame = await page.evaluate(async () => {
    const { init } = await import(`${location.origin}/heat.mjs`);
    const options = { projectKey: 'hw_twice' };
    const first = init(options);
    first.shutdown();
    const second = init(options);
    first.shutdown();
    return init(options) === second && first !== second;
  });
  expect(isSame).toBe(true);
});

test('where everybody is asked on every page, who agrees on two pages is one visitor', async () => {
  attributes = 'data-consent="denied"';
  body = '<p>App</p>';
  page = await (await browser.newContext()).newPage();
  site.batches.length = 0;
  for (const count of [1, 2]) {
    await page.goto(`${site.url}/${count}`);
    await page.evaluate("heat('optIn')");
    await site.until(() => eventsOf(site, 'pageview').length === count);
  }
  const ids = new Set(site.batches.map(({ visitorId }) => visitorId));
  expect(ids.size).toBe(1);
  expect([...ids][0]).toBeTruthy();
});
