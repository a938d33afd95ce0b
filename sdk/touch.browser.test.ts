// A visitor at a phone, in a real browser: taps are clicks where they were made, however the page is scaled, and swipes
// are none. Carousels, drawers and keyboards were tried by hand, see docs/tracker.md.

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { openBrowser } from '../test/support/browser.ts';
import { eventsOf, openSite, type Site } from './test-site.ts';

setDefaultTimeout(60_000);

const FITTED = '<meta name="viewport" content="width=device-width, initial-scale=1">';

let browser: Browser;
let site: Site;
let head = '';
let page: Page;
let hand: CDPSession;

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite(
    () => `<!doctype html><title>Shop</title>${head}<style>body{margin:0}</style>
      <script defer src="/heat.js" data-project="hw_touch" data-flush-interval-ms="100"></script>
      <button id="it" style="position:absolute;left:40px;top:60px;width:100px;height:40px"
        onclick="this.textContent='Bought'">Buy</button><div style="height:3000px"></div>`,
  );
});
afterAll(async () => {
  await browser?.close();
  site?.close();
});
afterEach(async () => {
  await page?.context().close();
});

async function visit(meta: string): Promise<void> {
  head = meta;
  const context = await browser.newContext({
    viewport: { width: 390, height: 780 },
    hasTouch: true,
    isMobile: true,
  });
  page = await context.newPage();
  site.batches.length = 0;
  await page.goto(site.url);
  hand = await context.newCDPSession(page);
  await site.until(() => eventsOf(site, 'pageview').length);
}

/** A finger that goes down at the first place, along the others, and up. */
async function touch(...way: (readonly [x: number, y: number])[]): Promise<void> {
  for (const [n, [x, y]] of way.entries())
    await hand.send('Input.dispatchTouchEvent', {
      type: n ? 'touchMove' : 'touchStart',
      touchPoints: [{ x, y }],
    });
  await hand.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

test.each([
  ['that is zoomed', FITTED, 2],
  ['that was made for desks', '', 0],
])('a tap on a page %s is a click on what it met, there', async (_, meta, zoom) => {
  await visit(meta);
  if (zoom > 0) await hand.send('Emulation.setPageScaleFactor', { pageScaleFactor: zoom });
  await touch([65, 90]);
  await page.waitForFunction("it.textContent === 'Bought'");
  // Left, so that nobody waits for a verdict.
  await page.goto('about:blank');
  await site.until(() => eventsOf(site, 'click').length);
  expect(eventsOf(site, 'click')).toMatchObject([{ x: 65, y: 90, box: [40, 60, 100, 40] }]);
});

test('a swipe that begins on a button scrolls, and is no click', async () => {
  await visit(FITTED);
  await touch([90, 80], [90, 60], [90, 40], [90, 20], [90, 5]);
  await page.waitForFunction('scrollY > 10');
  await page.goto('about:blank');
  await site.until(() => eventsOf(site, 'scroll').some(({ deepest = 0 }) => deepest > 790));
  expect(eventsOf(site, 'click')).toEqual([]);
});
