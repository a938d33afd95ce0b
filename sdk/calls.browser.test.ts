// Every call that a site may make, in a real browser: by the function that the tag leaves on the window, and by what
// init() of the module answers.

import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../test/support/browser.ts';
import { membersOf } from './test-options.ts';
import { eventsOf, openSite, type Site } from './test-site.ts';

setDefaultTimeout(60_000);

const QUICK = { batch: { flushIntervalMs: 100 } };
const SLOW = { batch: { flushIntervalMs: 60_000 } };
const KEY = 'hw_calls';
const shown = new Set<string>();

let browser: Browser;
let site: Site;
let head = '';
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite(() => `<!doctype html><title>Shop</title>${head}<button>Buy</button>`);
});
afterAll(async () => {
  await browser?.close();
  site?.close();
});
afterEach(async () => {
  await page?.context().close();
});

const FORMS = {
  tag: (options: object) =>
    `<script src="/heat.js" data-project="${KEY}" data-options='${JSON.stringify(options)}'></script>
    <script>window.call = (name, ...given) => heat(name === 'track' ? 'event' : name, ...given)</script>`,
  module: (options: object) =>
    `<script type="module">import { init } from '/heat.mjs'; const tracker = init(${JSON.stringify({ projectKey: KEY, ...options })});
    window.call = (name, ...given) => tracker[name](...given)</script>`,
};

/** Events of the page's own, in the order in which they were recorded. */
const names = () =>
  eventsOf(site, 'custom')
    .sort((a, b) => a.i - b.i)
    .map(({ name }) => name);
const batchWith = (name: string) =>
  site.batches.find(({ events }) => events.some((event) => event.type === 'custom' && event.name === name));
const arrived = (name: string) => site.until(() => batchWith(name));

async function call(name: string, ...given: unknown[]): Promise<void> {
  shown.add(name);
  await page.evaluate(
    ([one, rest]) => (window as never as { call(...all: unknown[]): unknown }).call(one, ...rest),
    [name, given] as const,
  );
}

describe.each(Object.entries(FORMS))('by the %s', (_, formOf) => {
  const visit = async (options: object) => {
    head = formOf(options);
    page = await (await browser.newContext()).newPage();
    site.batches.length = 0;
    await page.goto(site.url);
    await page.waitForFunction('window.call');
  };

  test('identify() names who it is from now on, reset() forgets that and begins another session', async () => {
    await visit({ ...QUICK, session: { persist: 'browser' } });
    await call('track', 'before', { n: 1 });
    await arrived('before');
    await call('identify', 17, { plan: 'pro' });
    await call('track', 'known');
    await arrived('known');
    await call('reset');
    await call('track', 'after');
    await arrived('after');
    const [before, known, after] = ['before', 'known', 'after'].map(batchWith);
    expect(before?.user).toBeUndefined();
    expect(known?.user).toEqual({ id: '17', traits: { plan: 'pro' } });
    expect(after?.user).toBeUndefined();
    expect(known?.session.id).toBe(before?.session.id as string);
    expect(after?.session.id).not.toBe(known?.session.id as string);
    expect(known?.visitorId).toBeString();
    expect(after?.visitorId).not.toBe(known?.visitorId as string);
    expect(eventsOf(site, 'custom')[0]).toMatchObject({ name: 'before', props: { n: 1 } });
  });

  test('page() is a pageview, where the site tells them itself as well', async () => {
    await visit({ ...QUICK, capture: { pageview: false } });
    await page.evaluate("history.pushState({}, '', '/route')");
    await call('page');
    await call('track', 'last');
    await arrived('last');
    expect(eventsOf(site, 'pageview')).toHaveLength(1);
    expect(batchWith('last')?.pages).toMatchObject([{ url: `${site.url}/route` }]);
  });

  test('setAuthToken() goes along with what is sent from then on, until it is taken back', async () => {
    await visit(QUICK);
    await call('setAuthToken', 'a.b.c');
    await call('track', 'signed in');
    await arrived('signed in');
    await call('setAuthToken');
    await call('track', 'signed out');
    await arrived('signed out');
    expect(batchWith('signed in')).toMatchObject({ token: 'a.b.c' });
    expect(batchWith('signed out')).not.toHaveProperty('token');
  });

  test('flush() sends what waits', async () => {
    await visit(SLOW);
    await call('track', 'waiting');
    expect(names()).toEqual([]);
    await call('flush');
    await arrived('waiting');
  });

  test('shutdown() sends what waits and ends it', async () => {
    await visit(SLOW);
    await call('track', 'last words');
    await call('shutdown');
    await arrived('last words');
    await call('track', 'too late');
    await page.click('button');
    await page.goto('about:blank');
    await page.goto(site.url);
    await call('track', 'next page');
    await call('flush');
    await arrived('next page');
    expect(names()).toEqual(['last words', 'next page']);
    expect(eventsOf(site, 'click')).toEqual([]);
  });

  test('optIn() begins where consent is required, optOut() ends it and throws away what waits', async () => {
    await visit({ ...QUICK, privacy: { consent: 'required' } });
    await call('track', 'too early');
    await call('optIn');
    await call('track', 'agreed');
    await arrived('agreed');
    await call('track', 'not sent yet');
    await call('optOut');
    await call('track', 'refused');
    await call('optIn');
    await call('track', 'agreed again');
    await arrived('agreed again');
    expect(names().filter((name) => name !== 'not sent yet')).toEqual(['agreed', 'agreed again']);
  });
});

test('every call is shown', async () => {
  const text = await Bun.file(join(import.meta.dir, 'core/tracker.ts')).text();
  expect([...shown].sort()).toEqual(membersOf(text, 'Tracker').sort());
});
