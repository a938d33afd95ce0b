// The tracker among others: a second one, itself again, routers and libraries that patch the same functions, browsers
// that forbid storage, frames in a sandbox, and pages that come back from the browser's cache.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { type Pages, servePages } from '../support/pages.ts';
import { type Lab, namesOf, openLab, typesOf } from '../support/tracker-lab.ts';

const QUICK = { batch: { flushIntervalMs: 100 } };

let lab: Lab;
let pages: Pages;
/** What a path is answered with. */
const bodies = new Map<string, string>();

beforeAll(async () => {
  lab = await openLab();
  pages = servePages((path) => `<title>Page</title>${bodies.get(path) ?? '<p>Empty</p>'}`);
}, 120_000);
afterAll(async () => {
  await pages?.stop();
  await lab?.close();
});

const BUTTON = '<button id="buy">Buy</button>';

async function visit(path: string, body: string, prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  bodies.set(path, body);
  const page = await lab.visit(pages.origin + path, prepare);
  await page.waitForTimeout(100);
  return page;
}

async function leave(page: Page): Promise<void> {
  await page.close({ runBeforeUnload: true });
  await Bun.sleep(100);
}

const count = (types: string[], type: string) => types.filter((one) => one === type).length;

test('two projects on one page: each gets its own sessions, users and events', async () => {
  const [first, second] = [await lab.addProject('First'), await lab.addProject('Second')];
  const page = await visit(
    '/two',
    lab.tag(first, QUICK) + lab.tag(second, QUICK, 'data-global="other"') + BUTTON,
  );
  await page.waitForFunction('window.heat && window.other');
  await page.evaluate(`heat('identify', 'ada'); heat('event', 'mine'); other('event', 'yours')`);
  await page.locator('#buy').click();
  await page.evaluate(`other('optOut')`);
  await page.evaluate(`heat('event', 'still mine')`);
  await leave(page);
  const [mine] = await lab.until(first, (all) => namesOf(all).length === 2 && all[0]?.session.clicks);
  expect(namesOf(mine ? [mine] : [])).toEqual(['mine', 'still mine']);
  expect(mine?.session).toMatchObject({ userId: 'ada', clicks: 1, pageviews: 1 });
  const yours = await lab.read(second);
  expect(namesOf(yours)).not.toContain('mine');
  for (const { session } of yours) {
    expect(session.userId).toBeNull();
    expect(session.clientSessionId).not.toBe(mine?.session.clientSessionId);
  }
  // No request carried events of both.
  const keys = [first.writeKey, second.writeKey];
  for (const { text } of lab.door.passages)
    expect(keys.filter((key) => text.includes(key)).length).toBeLessThan(2);
});

test('the same project twice, by two tags and by the module, counts once', async () => {
  const project = await lab.addProject('Twice');
  const module = `<script type="module">
    import { init } from '${lab.serving.url}/heat.mjs';
    init({ projectKey: '${project.writeKey}', endpoint: '${lab.door.url}/' }).track('by module');
  </script>`;
  const page = await visit('/twice', lab.tag(project, QUICK) + lab.tag(project, QUICK) + module + BUTTON);
  await page.locator('#buy').click();
  await page.evaluate(`heat('event', 'once')`);
  await page.evaluate(`history.pushState({}, '', '/twice/route')`);
  await leave(page);
  const kept = await lab.until(project, (all) => namesOf(all).length > 1 && all[0]?.session.pageviews === 2);
  expect(kept).toHaveLength(1);
  expect(namesOf(kept).sort()).toEqual(['by module', 'once']);
  expect(kept[0]?.session).toMatchObject({ clicks: 1, pageviews: 2 });
  expect(count(typesOf(kept[0]), 'leave')).toBe(2);
});

test('with every kind of storage forbidden a visit is still one session, and the page sees no error', async () => {
  const project = await lab.addProject('Forbidden');
  const faults: string[] = [];
  const page = await visit(
    '/forbidden',
    lab.tag(project, { ...QUICK, session: { persist: 'browser' }, batch: { storage: 'localStorage' } }) +
      BUTTON,
    async (one) => {
      one.on('pageerror', (error) => faults.push(String(error)));
      await one.addInitScript(`for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
        Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });`);
    },
  );
  await page.locator('#buy').click();
  await page.evaluate(`heat('event', 'a')`);
  await page.evaluate(`history.pushState({}, '', '/forbidden/2'); heat('event', 'b')`);
  await leave(page);
  const kept = await lab.until(project, (all) => namesOf(all).length === 2);
  expect(kept).toHaveLength(1);
  expect(kept[0]?.session).toMatchObject({ clicks: 1, pageviews: 2 });
  expect(faults).toEqual([]);
});

test('in a sandboxed frame of another origin clicks arrive, without any storage', async () => {
  const project = await lab.addProject('Sandbox');
  bodies.set('/framed', lab.tag(project, QUICK) + BUTTON);
  const other = pages.origin.replace('localhost', '127.0.0.1');
  const page = await visit(
    '/framing',
    `<iframe sandbox="allow-scripts" src="${other}/framed" width="300" height="200"></iframe>`,
  );
  const frame = page.frameLocator('iframe');
  await frame.locator('#buy').click();
  const kept = await lab.until(project, (all) => all[0]?.session.clicks);
  expect(kept).toHaveLength(1);
  expect(kept[0]?.session).toMatchObject({ clicks: 1, pageviews: 1, entry: '/framed' });
  await page.context().close();
});

test('what is private stays so inside shadow roots, however deep', async () => {
  const project = await lab.addProject('Shadows');
  const box = `<script>customElements.define('x-box', class extends HTMLElement { connectedCallback() {
    const root = this.attachShadow({ mode: 'open' });
    root.innerHTML = this.hasAttribute('deep') ? '<x-box></x-box>' : '<button>Card</button>';
  } })</script>`;
  const page = await visit(
    '/shadows',
    `${lab.tag(project, QUICK)}${box}<div data-private><x-box></x-box><x-box deep></x-box></div><x-box id="open"></x-box>${BUTTON}`,
  );
  for (const button of await page.locator('x-box button').all()) await button.click();
  await page.locator('#buy').click();
  await leave(page);
  const [kept] = await lab.until(project, (all) => (all[0]?.session.clicks ?? 0) > 1);
  const clicked = kept?.events.flatMap(({ type, label }) => (type === 'click' ? [label] : []));
  expect(clicked).toHaveLength(2);
  expect(lab.door.passages.filter(({ text }) => text.includes(project.writeKey)).join()).not.toContain(
    'private',
  );
});

test('libraries that patch history before and after: each of them is called, each route is one pageview', async () => {
  const project = await lab.addProject('Patched');
  const patch = (name: string) => `<script>{
    const original = history.pushState;
    history.pushState = function (...args) { (window.calls ??= []).push('${name}'); return original.apply(this, args); };
  }</script>`;
  const page = await visit(
    '/patched',
    patch('before') + lab.tag(project, QUICK).replace('defer', '') + BUTTON,
  );
  await page.evaluate(patch('after').replace(/<\/?script>/g, ''));
  await page.evaluate(`history.pushState({ n: 1 }, '', '/patched/1')`);
  expect(await page.evaluate('[calls, history.state, location.pathname]')).toEqual([
    ['after', 'before'],
    { n: 1 },
    '/patched/1',
  ]);
  // A router that keeps the function it found first, and one that calls it with nonsense.
  const fault = await page.evaluate(
    `(() => { try { history.pushState({}, '', 'http://elsewhere.example/'); } catch (error) { return error.name; } })()`,
  );
  expect(fault).toBe('SecurityError');
  await page.evaluate(`history.pushState({}, '', '/patched/2')`);
  await leave(page);
  const kept = await lab.until(project, (all) => all[0]?.session.pageviews === 3);
  expect(kept[0]?.events.flatMap(({ type, path }) => (type === 'pageview' ? [path] : []))).toEqual([
    '/patched',
    '/patched/1',
    '/patched/2',
  ]);
});

type Unkept = { notRestoredExplanations: { type: string; reason: string }[] };

/**
 * Leaves the page for another one and comes back; answers whether it was restored as it was left, and why not. A full
 * Chromium restores it; the headless shell of @sparticuz/chromium cannot, whatever its flags: restoring asks the window
 * that the page is in (WebContentsDelegate::IsBackForwardCacheSupported), and that of the shell always says no.
 */
async function comeBack(
  page: Page,
): Promise<{ isKept: boolean; because: Unkept['notRestoredExplanations'] }> {
  const devtools = await page.context().newCDPSession(page);
  const because: Unkept['notRestoredExplanations'] = [];
  devtools.on('Page.backForwardCacheNotUsed', (told) =>
    because.push(...(told as Unkept).notRestoredExplanations),
  );
  await devtools.send('Page.enable');
  await page.evaluate('window.isKept = true; undefined');
  await page.goto(`${pages.origin}/elsewhere`);
  await page.goBack();
  const isKept = (await page.evaluate('!!window.isKept')) as boolean;
  for (const deadline = Date.now() + 20_000; !isKept && !because.length; await Bun.sleep(20))
    if (Date.now() > deadline) throw new Error('Chromium does not say why it kept no page');
  return { isKept, because };
}

test('nothing of the tracker keeps the browser from restoring a page; one that is restored is a new pageview', async () => {
  const project = await lab.addProject('Restored');
  const browser = await openBrowser({ keepsPages: true });
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    bodies.set('/restored', lab.tag(project, QUICK) + BUTTON);
    bodies.set('/unload', '<script>addEventListener("unload", () => {})</script>');
    await page.goto(`${pages.origin}/restored`);
    await page.locator('#buy').click();
    await lab.until(project, (all) => all[0]?.session.clicks);
    const { isKept, because } = await comeBack(page);
    const ofThePage = because.filter(({ type }) => type !== 'Circumstantial');
    expect(ofThePage).toEqual([]);
    if (!isKept) expect(because.map(({ reason }) => reason)).toContain('BackForwardCacheDisabledForDelegate');
    // Restored or loaded anew, the way back shows the page for a second time.
    const [kept] = await lab.until(project, (all) => all[0]?.session.pageviews === 2);
    expect(kept?.session.clicks).toBe(1);
    // A page that does keep the browser from it is told apart.
    await page.goto(`${pages.origin}/unload`);
    const unload = await comeBack(page);
    expect(unload.isKept).toBe(false);
    expect(unload.because.map(({ reason }) => reason)).toContain('UnloadHandlerExistsInMainFrame');
  } finally {
    await browser.close();
  }
});

/** What a page that is kept and restored is told, where the Chromium of the tests can keep none. */
const tell = (name: string) =>
  `dispatchEvent(new PageTransitionEvent('${name}', { persisted: true })); undefined`;

test('a page that comes back from the cache of the browser is a new pageview of the same session', async () => {
  const project = await lab.addProject('Cached');
  const page = await visit('/cached', lab.tag(project, QUICK) + BUTTON);
  await page.locator('#buy').click();
  await page.evaluate(tell('pagehide'));
  await page.waitForTimeout(150);
  await page.evaluate(tell('pageshow'));
  await page.locator('#buy').click();
  await leave(page);
  const kept = await lab.until(
    project,
    (all) => all[0]?.session.clicks === 2 && all[0].session.pageviews === 2,
  );
  expect(kept).toHaveLength(1);
  const steps = kept[0]?.events.flatMap(({ type }) => (/pageview|click|leave/.test(type) ? [type] : []));
  expect(steps).toEqual(['pageview', 'click', 'leave', 'pageview', 'click', 'leave']);
});
