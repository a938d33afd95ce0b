// Where sections are told to stand, and for how long they were in view, in a real browser.

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../test/support/browser.ts';
import { eventsOf, openSite, type Site } from './test-site.ts';

setDefaultTimeout(60_000);

let browser: Browser;
let site: Site;

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite(
    () => `<!doctype html><title>Sections</title><style>body{margin:0}section{height:900px}
      #bar{position:fixed;top:0;height:40px;width:100%}#note{position:fixed;bottom:10px;height:50px}
      #lead{height:200px}#menu{position:sticky;top:40px;height:60px}</style>
      <script defer src="/heat.js" data-project="heat_w_test" data-options='{"batch":{"flushIntervalMs":300}}'></script>
      <header id="bar">Bar</header><section id="lead">Lead</section><nav id="menu">Menu</nav>
      <section id="one">One</section><section id="two">Two</section><section id="three">Three</section>
      <aside id="note">Note</aside>`,
  );
});
afterAll(async () => {
  await browser?.close();
  site?.close();
});

/** Top as it was told last and all the time in view of each section, by the id of its element. */
function told(): { [id: string]: { top: number; ms: number } } {
  const sections: { [id: string]: { top: number; ms: number } } = {};
  for (const { events, elements } of site.batches)
    for (const event of events)
      for (const [at, ms, top] of (event.type === 'scroll' && event.sections) || []) {
        const id = elements?.[at]?.id ?? '';
        sections[id] = { top, ms: ms + (sections[id]?.ms ?? 0) };
      }
  return sections;
}

test('what is fixed or sticks is told where it stands before anybody scrolls, and is in view all the time', async () => {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  const page = await context.newPage();
  await page.goto(site.url);
  await site.until(() => eventsOf(site, 'scroll').some(({ sections }) => sections?.length));
  await page.waitForTimeout(400);
  const first = told();
  await page.evaluate(() => scrollTo({ top: 1500, behavior: 'instant' }));
  await page.waitForTimeout(600);
  await page.evaluate(() => history.pushState({}, '', '/next'));
  await site.until(() => eventsOf(site, 'leave').length);
  const last = told();
  const tops = { bar: 0, lead: 0, menu: 200, one: 260, two: 1160, three: 2060, note: 640 };
  for (const [id, top] of Object.entries(tops))
    for (const one of [first, last]) if (one[id]) expect({ id, top: one[id].top }).toEqual({ id, top });
  expect(Object.keys(last).sort()).toEqual(Object.keys(tops).sort());
  // In view all along, other than the lead, which was scrolled away, and the third, which came late.
  const { lead, menu, bar, note, three } = last;
  for (const one of [menu, bar, note]) expect(one?.ms).toBeGreaterThan((lead?.ms ?? 0) + 400);
  expect(three?.ms).toBeGreaterThan(400);
  await context.close();
});
