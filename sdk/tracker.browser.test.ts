// The tracker in a real browser: what a visitor does against what arrives at the collector.

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { decodeVlq } from '../src/contract/vlq.ts';
import { PATH_STEP_MS, PATH_STEP_PX } from '../src/contract/wire.ts';
import { openBrowser } from '../test/support/browser.ts';
import { checkBatches } from '../test/support/checked-batches.ts';
import { tracked } from '../test/support/visitor.ts';
import type { Options } from './core/options.ts';
import { eventsOf, openSite, type Site } from './test-site.ts';

const BODY = `
<header><a href="/pricing?ref=top" id="pricing">Pricing</a></header>
<main>
  <section class="hero is-active"><h2>Fresh   Bread</h2>
    <button id="buy" class="btn css-1x2y3z"><svg width="20" height="20"><path d="M0 0h20v20z"/></svg> <span>Buy now</span></button>
    <div data-private><button id="pin">1</button></div>
    <label id="terms"><input type="checkbox" name="terms"> I agree</label>
    <input name="q"><input type="password" id="secret">
  </section>
  <section style="height:3000px" id="long">Long</section>
</main><footer>End</footer>`;

setDefaultTimeout(60_000);

const QUICK = { batch: { flushIntervalMs: 300 } };
let options: Partial<Options> = QUICK;
let attributes = '';
let before = '';
let browser: Browser;
let site: Site;
let context: BrowserContext;

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite(
    (
      path,
    ) => `<!doctype html><title>Page ${path}</title><style>body{margin:0}#buy{width:200px;height:100px;border:0}</style>
${before}<script defer src="/heat.js" data-project="heat_w_test" data-options='${JSON.stringify(options)}' ${attributes}></script>${BODY}`,
  );
});
afterAll(async () => {
  await browser?.close();
  site?.close();
});
afterEach(async () => {
  await context?.close();
  attributes = before = '';
  options = QUICK;
  site.answers.length = site.refused.length = 0;
});

async function visit(path = '/', prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  const page = await context.newPage();
  await prepare?.(page);
  site.batches.length = 0;
  await page.goto(site.url + path);
  return page;
}

/** What the server's own checker refuses of what arrived, and the clicks that it keeps. */
const rejected = () => checkBatches(site.batches).flatMap((one) => one.rejected);
const keptClicks = () =>
  checkBatches(site.batches).flatMap(({ batch }) => batch.events.filter(({ type }) => type === 'click'));

test('a visit arrives as pageview, click with element and offset, move and scroll', async () => {
  const page = await visit('/?token=abc&q=1');
  await page.mouse.move(300, 300);
  await page.locator('#buy path').click({ position: { x: 5, y: 5 } });
  await page.locator('#buy').click({ position: { x: 100, y: 50 } });
  await page.mouse.wheel(0, 800);
  const isScrolled = () => eventsOf(site, 'scroll').some(({ scrollY }) => scrollY === 800);
  await site.until(() => eventsOf(site, 'click').length === 2 && isScrolled());

  expect(rejected()).toEqual([]);
  const [batch] = site.batches;
  expect(batch).toMatchObject({ v: 1, key: 'heat_w_test', views: [[1000, 700, 1, 1000, 700]] });
  expect(batch?.pages).toEqual([{ url: `${site.url}/?&q=1`, title: 'Page /', referrer: '' }]);
  expect(site.events()[0]).toMatchObject({ type: 'pageview', i: 0, t: 0 });
  const clicks = eventsOf(site, 'click');
  const box = await page.locator('#buy').boundingBox();
  await page.goto('about:blank');
  await site.until(() => eventsOf(site, 'move').length);
  expect(clicks[1]?.doc?.[0]).toBe(1000);
  // The browser gives whole pixels of boxes that may begin between two.
  for (const offset of (keptClicks()[1]?.f.r ?? [0]) as number[])
    expect(Math.abs(offset - 128)).toBeLessThan(4);
  expect(clicks[1]?.box?.slice(2)).toEqual([200, 100]);
  expect(clicks[1]?.box?.[1]).toBe(Math.round((box?.y ?? 0) + 800));
  const carrier = site.batches.find(({ events }) => events.some(({ i }) => i === clicks[1]?.i));
  expect(carrier?.elements?.[clicks[1]?.e as number]).toEqual({
    tag: 'button',
    id: 'buy',
    text: expect.any(Number),
    heading: expect.any(Number),
    path: 'main>section>button',
    // What of it will be there tomorrow is told by the server.
    classes: 'btn css-1x2y3z',
  });
  expect(clicks[0]?.e).toBe(clicks[1]?.e as number);
  const [first] = eventsOf(site, 'scroll').filter(({ sections }) => sections?.length);
  expect(first?.sections?.length).toBe(4);
  expect(eventsOf(site, 'scroll').pop()).toMatchObject({ scrollY: 800, deepest: 1500 });
});

test('the way of a scroll is told sample by sample, each piece once', async () => {
  const page = await visit();
  await tracked(page);
  const beganMs = Date.now() - PATH_STEP_MS;
  for (const y of [120, 240, 480, 360, 700]) {
    await page.evaluate((top) => scrollTo({ top, behavior: 'instant' }), y);
    await page.waitForTimeout(200);
  }
  await site.until(() => eventsOf(site, 'scroll').some(({ scrollY }) => scrollY === 700));
  const samples = site.batches.flatMap(({ session: { startedAt }, events }) =>
    events.flatMap((event) => {
      if (event.type !== 'scroll' || !event.steps) return [];
      const steps = decodeVlq(event.steps, 2_000) ?? [];
      let [at, y] = [startedAt + event.t, 0];
      const found: [at: number, y: number][] = [];
      for (let n = 0; n < steps.length; n += 2) {
        at += (steps[n] as number) * PATH_STEP_MS;
        y += (steps[n + 1] as number) * PATH_STEP_PX;
        found.push([at, y]);
      }
      return found;
    }),
  );
  const ys = samples.map(([, y]) => y).filter((y, n, all) => y !== all[n - 1]);
  expect(ys).toEqual([120, 240, 480, 360, 700]);
  for (const [n, [at]] of samples.entries()) {
    expect(at).toBeGreaterThanOrEqual(samples[n - 1]?.[0] ?? beganMs);
    expect(at).toBeLessThanOrEqual(Date.now() + PATH_STEP_MS);
  }
});

test('single-page routes are pageviews, the same address is none', async () => {
  const page = await visit();
  // Stays are told by the part that comes a moment later.
  await tracked(page);
  await page.evaluate(() => {
    history.replaceState({ a: 1 }, '');
    history.pushState({}, '', '/a?x=1');
    document.title = 'Route A';
    history.replaceState({}, '', location.href);
    location.hash = 'part';
  });
  await page.evaluate(() => history.pushState({}, '', '/b'));
  await page.goBack();
  await site.until(() => eventsOf(site, 'pageview').length === 4);
  const pages = site.batches
    .flatMap((batch) =>
      batch.events.flatMap(({ type, i, p = 0 }) => (type === 'pageview' ? [{ i, ...batch.pages[p] }] : [])),
    )
    .sort((a, b) => a.i - b.i);
  expect(pages.map((one) => one.url?.slice(site.url.length))).toEqual(['/', '/a?x=1', '/b', '/a?x=1']);
  expect(pages[1]?.title).toBe('Route A');
  expect(eventsOf(site, 'leave')).toHaveLength(3);
  expect(eventsOf(site, 'pageview')[1]?.from).toBe(`${site.url}/`);
  expect(rejected()).toEqual([]);
});

test('a click that leaves the page arrives, and the next page belongs to the same session', async () => {
  const page = await visit();
  await page.locator('#pricing').click();
  await site.until(() => eventsOf(site, 'pageview').length === 2);
  expect(eventsOf(site, 'click')).toHaveLength(1);
  expect(new Set(site.batches.map(({ session }) => session.id)).size).toBe(1);
  expect(new Set(site.batches.map(({ ids }) => ids)).size).toBe(2);
});

test('private parts and passwords are not recorded, a label is one click, a key click stands in the centre', async () => {
  const page = await visit();
  await page.locator('#pin').click();
  await page.locator('#secret').click();
  await page.keyboard.type('hunter2');
  const label = await page.locator('#terms').boundingBox();
  await page.mouse.click((label?.x ?? 0) + 60, (label?.y ?? 0) + 8);
  await page.locator('#buy').focus();
  await page.keyboard.press('Enter');
  await page.evaluate(() => document.getElementById('buy')?.click());
  await site.until(() => eventsOf(site, 'click').length > 1);
  const tags = site.batches.flatMap(({ elements, events }) =>
    events.flatMap((event) => (event.type === 'click' ? [elements?.[event.e as number]?.tag] : [])),
  );
  expect(tags).toEqual(['label', 'button']);
  expect(keptClicks()[1]?.f.r).toEqual([128, 128]);
  expect(JSON.stringify(site.batches)).not.toContain('hunter2');
});

test('calls made before the script has loaded are replayed, and a second tag starts no second tracker', async () => {
  before = `<script>window.heat=window.heat||function(){(heat.q=heat.q||[]).push(arguments)};
heat('identify','u1',{plan:'pro'});heat('event','early',{a:[1]})</script>
<script defer src="/heat.js" data-project="heat_w_test"></script>`;
  await visit();
  await site.until(() => eventsOf(site, 'custom').length);
  expect(eventsOf(site, 'custom')).toMatchObject([{ name: 'early', props: { a: [1] } }]);
  expect(eventsOf(site, 'pageview')).toHaveLength(1);
  expect(site.batches.at(-1)?.user).toEqual({ id: 'u1', traits: { plan: 'pro' } });
});

test('refused batches are sent again with the same ids, after the time asked for', async () => {
  site.answers.push({ status: 503, headers: { 'retry-after': '1' } });
  await visit();
  await site.until(() => site.refused.length === 1);
  const startMs = Date.now();
  await site.until(() => site.batches.length);
  expect(Date.now() - startMs).toBeGreaterThan(900);
  expect(site.batches[0]?.ids).toBe(site.refused[0]?.ids as string);
  expect(site.batches[0]?.events.slice(0, 1)).toEqual(site.refused[0]?.events.slice(0, 1) as never);
});

test('batches that are bad are dropped with a single warning, and cost no other', async () => {
  site.answers.push({ status: 400 }, { status: 413 });
  const page = await visit();
  const warnings: string[] = [];
  page.on('console', (message) => warnings.push(message.text()));
  await page.evaluate(() => {
    for (const name of ['a', 'b', 'c'])
      (window as never as { heat(...call: unknown[]): void }).heat('event', name);
  });
  await site.until(() => site.refused.length === 1);
  await page.evaluate(() => (window as never as { heat(...call: unknown[]): void }).heat('event', 'later'));
  await site.until(() => site.refused.length === 2);
  await page.evaluate(() => (window as never as { heat(...call: unknown[]): void }).heat('event', 'last'));
  await site.until(() => eventsOf(site, 'custom').some(({ name }) => name === 'last'));
  expect(warnings.filter((text) => text.startsWith('heat:'))).toHaveLength(1);
});

test('sampling 0 sends nothing and lasts for the session', async () => {
  attributes = 'data-sampling="0"';
  const page = await visit();
  await page.locator('#buy').click();
  await page.goto(`${site.url}/next`);
  await page.close({ runBeforeUnload: true });
  expect(site.batches).toEqual([]);
});

test('a script error is tied to the click before it', async () => {
  const page = await visit();
  await page.evaluate(() =>
    document.getElementById('buy')?.addEventListener('click', () =>
      setTimeout(() => {
        throw new Error('out of bread');
      }),
    ),
  );
  await page.locator('#buy').click();
  await site.until(() => eventsOf(site, 'error').length && eventsOf(site, 'click').length);
  const [click] = eventsOf(site, 'click');
  expect(eventsOf(site, 'error')[0]).toMatchObject({
    message: 'Uncaught Error: out of bread',
    after: click?.i,
  });
});

test('the module starts the same tracker', async () => {
  const page = await visit('/', (one) => one.route('**/heat.js', (route) => route.abort()));
  await page.evaluate(async () => {
    const path = '/heat.mjs';
    const { init } = await import(path);
    const tracker = init({ projectKey: 'heat_w_module', endpoint: '/' });
    tracker.track('by module');
    await tracker.flush();
    if (tracker !== init({ projectKey: 'heat_w_module' })) throw new Error('two trackers');
  });
  await site.until(() => eventsOf(site, 'custom').length);
  expect(site.batches[0]?.key).toBe('heat_w_module');
});

test('half an hour is the idle time unless the site says otherwise', async () => {
  const minutes = (count: number) => count * 60_000;
  const page = await visit('/', (one) => one.clock.install());
  const act = async () => {
    await page.locator('#buy').click();
    await page.clock.runFor(3_000);
  };
  const sessions = () => new Set(site.batches.map(({ session }) => session.id)).size;
  // The clock that jumps may give up a request before its answer; what is sent again has the same number.
  const clicked = () => new Set(eventsOf(site, 'click').map(({ i }) => i)).size;
  await act();
  await site.until(() => clicked() === 1);
  await page.clock.fastForward(minutes(29));
  await act();
  await site.until(() => clicked() === 2);
  expect(sessions()).toBe(1);
  expect(eventsOf(site, 'pageview')).toHaveLength(1);
  await page.clock.fastForward(minutes(31));
  await act();
  await site.until(() => clicked() === 3);
  expect(sessions()).toBe(2);
  expect(eventsOf(site, 'pageview')).toHaveLength(2);
});

test('a page that is only being prepared is no visit until it is shown', async () => {
  const page = await visit('/', (one) =>
    one.addInitScript(() =>
      Object.defineProperty(document, 'prerendering', { value: true, configurable: true }),
    ),
  );
  await page.waitForTimeout(600);
  expect(site.batches).toEqual([]);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  await page.evaluate(() => {
    Object.defineProperty(document, 'prerendering', { value: false });
    document.dispatchEvent(new Event('prerenderingchange'));
  });
  await site.until(() => eventsOf(site, 'pageview').length === 1);
});

test('what was clicked may be a text, an icon, or gone before anybody looks at it', async () => {
  const page = await visit();
  await page.evaluate(() => {
    for (const type of ['pointerdown', 'mousedown'])
      document.getElementById('pricing')?.addEventListener(type, (event) => event.preventDefault());
    const [text] = document.querySelector('footer')?.childNodes ?? [];
    text?.addEventListener('click', () => {});
    // Runs before the tracker hears of the click: it has left the document by then.
    window.addEventListener('pointerup', ({ target }) => {
      if (target instanceof SVGElement) setTimeout(() => target.closest('svg')?.remove());
    });
  });
  await page.locator('footer').click();
  await page.locator('#buy path').click({ position: { x: 5, y: 5 } });
  await site.until(() => eventsOf(site, 'click').length === 2);
  const tags = site.batches.flatMap(({ events, elements }) =>
    events.flatMap((event) => (event.type === 'click' ? [elements?.[event.e as number]?.tag] : [])),
  );
  expect(tags).toEqual(['footer', 'button']);
  expect(rejected()).toEqual([]);
});

test('a click inside a shadow root is described by what was hit there', async () => {
  const page = await visit();
  await page.evaluate(() => {
    const host = document.body.insertBefore(document.createElement('shop-cart'), document.body.firstChild);
    host.attachShadow({ mode: 'open' }).innerHTML = '<div><button name="pay"><b>Pay</b></button></div>';
  });
  await page.locator('shop-cart b').click();
  await site.until(() => eventsOf(site, 'click').length);
  const batch = site.batches.find(({ events }) => events.some(({ type }) => type === 'click'));
  expect(batch?.elements?.[eventsOf(site, 'click')[0]?.e as number]).toMatchObject({
    tag: 'button',
    name: 'pay',
    path: 'shop-cart>div>button',
  });
});

test('nothing of the tracker ever throws into the page', async () => {
  const errors: string[] = [];
  const page = await visit('/', async (one) => {
    one.on('pageerror', (error) => errors.push(error.message));
    await one.addInitScript(() => {
      Object.defineProperty(window, 'sessionStorage', {
        get: () => {
          throw new Error('forbidden');
        },
      });
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new Error('forbidden');
        },
      });
    });
  });
  await page.evaluate(() => {
    const { heat } = window as never as { heat(...call: unknown[]): void };
    const circular: { self?: unknown } = {};
    circular.self = circular;
    heat('event', 'circular', circular);
    heat('event', 'big', { n: BigInt(1) });
    heat('no such call');
    heat();
    heat('event', 'good');
  });
  await page.locator('#buy').click();
  await site.until(() => eventsOf(site, 'custom').length && eventsOf(site, 'click').length);
  expect(eventsOf(site, 'custom').map(({ name }) => name)).toEqual(['good']);
  expect(new Set(site.batches.map(({ session }) => session.id)).size).toBe(1);
  expect(errors).toEqual([]);
});

test('visible sections are timed, and leaving a page tells them once more without the unseen', async () => {
  const page = await visit();
  await site.until(() => eventsOf(site, 'scroll').length === 1);
  await page.waitForTimeout(300);
  await page.evaluate(() => history.pushState({}, '', '/other'));
  await site.until(() => eventsOf(site, 'leave').length);
  const [first, last] = eventsOf(site, 'scroll');
  // The long section and the header are in view, the footer is not.
  expect(first?.sections).toHaveLength(4);
  expect(last?.sections).toHaveLength(3);
  for (const [, visibleMs] of last?.sections ?? []) expect(visibleMs).toBeGreaterThan(200);
});
