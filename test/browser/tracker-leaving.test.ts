// Nothing is lost when a visitor goes: tabs that close right after a click, with little or much waiting, and networks
// that are gone for a while.

import { afterAll, afterEach, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { eventually, type ProjectAdded } from '../support/heat-process.ts';
import { type Pages, servePages } from '../support/pages.ts';
import { type Lab, namesOf, openLab } from '../support/tracker-lab.ts';

let lab: Lab;
let pages: Pages;
let tag = '';

beforeAll(async () => {
  lab = await openLab();
  pages = servePages((path) => `<title>Page</title>${tag}<button id="buy">Buy</button><p>${path}</p>`);
}, 120_000);
afterEach(() => lab.door.decide(() => ({ kind: 'pass' })));
afterAll(async () => {
  await pages?.stop();
  await lab?.close();
});

/** Opens a page of a project of its own, once its tracker runs. */
async function open(name: string, options: object = {}): Promise<{ page: Page; project: ProjectAdded }> {
  const project = await lab.addProject(name);
  tag = lab.tag(project, options);
  const page = await lab.visit(`${pages.origin}/${name}`);
  await page.waitForFunction('window.heat?.isLive ?? window.heat');
  return { page, project };
}

/** Records events of `bytes` each, called 0, 1, 2 and so on. */
const record = (page: Page, count: number, bytes = 0) =>
  page.evaluate(
    `for (let n = 0; n < ${count}; n += 1) heat('event', String(n), { fill: 'x'.repeat(${bytes}) })`,
  );
const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n));

/** Clicks and closes the tab at once. */
async function clickAndClose(page: Page): Promise<void> {
  const { x, y } = (await page.locator('#buy').boundingBox()) ?? { x: 0, y: 0 };
  await page.mouse.click(x + 5, y + 5);
  await page.close({ runBeforeUnload: true });
}

test.each([1, 40, 300])(
  'a tab closed right after a click with %d events waiting: all are there',
  async (count) => {
    const { page, project } = await open(`closed-${count}`);
    await record(page, count);
    await clickAndClose(page);
    const kept = await lab.until(project, (all) => all[0]?.session.clicks && namesOf(all).length >= count);
    expect(kept).toHaveLength(1);
    expect(namesOf(kept)).toEqual(numbers(count));
    expect(kept[0]?.session).toMatchObject({ pageviews: 1, clicks: 1 });
  },
);

test('more bytes than a browser takes from a closing tab: they left while it was open', async () => {
  const { page, project } = await open('bytes', { batch: { flushIntervalMs: 60_000 } });
  for (let n = 0; n < 40; n += 1) {
    await page.evaluate(`heat('event', '${n}', { fill: 'x'.repeat(4000) })`);
    await page.waitForTimeout(10);
  }
  await clickAndClose(page);
  const kept = await lab.until(project, (all) => all[0]?.session.clicks && namesOf(all).length >= 40);
  expect(namesOf(kept)).toEqual(numbers(40));
});

test('more bytes at once than a browser takes: a kept queue sends the rest from the next page, once', async () => {
  const { page, project } = await open('kept-queue', { batch: { storage: 'localStorage' } });
  await record(page, 40, 4000);
  await clickAndClose(page);
  await Bun.sleep(200);
  const next = await page.context().newPage();
  await next.goto(`${pages.origin}/kept-queue-2`);
  const kept = await lab.until(project, (all) => all[0]?.session.clicks && namesOf(all).length >= 40);
  await Bun.sleep(300);
  expect(namesOf(await lab.read(project))).toEqual(numbers(40));
  expect(kept[0]?.session.clicks).toBe(1);
  await page.context().close();
});

test('two tabs keep what they cannot send side by side: neither loses or doubles anything', async () => {
  const { page, project } = await open('tabs', {
    batch: { storage: 'localStorage', flushIntervalMs: 100 },
    session: { persist: 'browser' },
  });
  const other = await page.context().newPage();
  await other.goto(`${pages.origin}/tabs-2`);
  await other.waitForFunction('window.heat');
  await lab.until(project, (all) => all[0]?.session.pageviews === 2);
  // The part that keeps the queue comes a moment later.
  await page.waitForTimeout(300);
  await page.context().setOffline(true);
  for (const [at, tab] of [page, other, page, other].entries()) await tab.evaluate(`heat('event', '${at}')`);
  await page.waitForTimeout(200);
  await page.close({ runBeforeUnload: true });
  await Bun.sleep(200);
  await other.context().setOffline(false);
  const third = await other.context().newPage();
  await third.goto(`${pages.origin}/tabs-3`);
  const kept = await lab.until(project, (all) => namesOf(all).length >= 4);
  await Bun.sleep(500);
  // Clocks of two tabs may differ by some ms: the order between them is not asked for.
  expect(namesOf(await lab.read(project)).sort()).toEqual(['0', '1', '2', '3']);
  expect(kept).toHaveLength(1);
  await other.context().close();
});

test('a tab closed while a slow server has not answered: what was under way is there once', async () => {
  const { page, project } = await open('under-way', { batch: { flushIntervalMs: 50 } });
  let asked = 0;
  lab.door.decide((passage) => {
    if (!passage.text.includes('"early"')) return { kind: 'pass' };
    asked += 1;
    return asked === 1 ? { kind: 'refuse' } : { kind: 'slow', ms: 400 };
  });
  await page.evaluate(`heat('event', 'early')`);
  await eventually(async () => asked >= 2);
  await page.evaluate(`heat('event', 'late')`);
  await page.close({ runBeforeUnload: true });
  await lab.until(project, (all) => namesOf(all).length >= 2);
  await Bun.sleep(500);
  expect(namesOf(await lab.read(project))).toEqual(['early', 'late']);
});

test('hidden while a request hangs: what else waits does not wait for its end', async () => {
  const { page, project } = await open('hidden', { batch: { flushIntervalMs: 50 } });
  let asked = 0;
  lab.door.decide((passage) => {
    if (!passage.text.includes('"early"')) return { kind: 'pass' };
    asked += 1;
    return { kind: 'hang' };
  });
  await page.evaluate(`heat('event', 'early')`);
  await eventually(async () => asked > 0);
  await page.evaluate(`heat('event', 'late')`);
  await page.evaluate(setHidden(true));
  // Long before the tracker gives the request up.
  await lab.until(project, (all) => namesOf(all).includes('late'));
  await page.context().close();
});

test('hidden while a request is under way: a beacon that the server fails on costs nothing', async () => {
  const { page, project } = await open('beacon', { batch: { flushIntervalMs: 50 } });
  let asked = 0;
  let refused = 0;
  lab.door.decide(({ text }) => {
    if (text.includes('"early"')) {
      asked += 1;
      return { kind: 'slow', ms: 1500 };
    }
    return text.includes('"late"') && refused++ === 0 ? { kind: 'answer', status: 500 } : { kind: 'pass' };
  });
  await page.evaluate(`heat('event', 'early')`);
  await eventually(async () => asked > 0);
  await page.evaluate(`heat('event', 'late')`);
  await page.evaluate(setHidden(true));
  const kept = await lab.until(project, (all) => namesOf(all).length >= 2);
  expect(namesOf(kept)).toEqual(['early', 'late']);
  await page.context().close();
});

test('offline and back: what happened meanwhile is there once and in order', async () => {
  const { page, project } = await open('offline', { batch: { flushIntervalMs: 100 } });
  await lab.until(project, (all) => all.length);
  await page.context().setOffline(true);
  for (const name of ['a', 'b', 'c']) {
    await page.evaluate(`heat('event', '${name}')`);
    await page.waitForTimeout(150);
  }
  await page.locator('#buy').click();
  await page.context().setOffline(false);
  const kept = await lab.until(project, (all) => namesOf(all).length >= 3 && all[0]?.session.clicks);
  expect(namesOf(kept)).toEqual(['a', 'b', 'c']);
  expect(kept[0]?.session).toMatchObject({ clicks: 1, pageviews: 1 });
  await page.context().close();
});

test('hidden while offline, as a phone in a pocket: what happened is there when it comes back', async () => {
  const { page, project } = await open('pocket', { batch: { flushIntervalMs: 100 } });
  await lab.until(project, (all) => all.length);
  await page.context().setOffline(true);
  await page.evaluate(`heat('event', 'underground')`);
  await page.evaluate(setHidden(true));
  await page.waitForTimeout(300);
  await page.context().setOffline(false);
  await page.evaluate(setHidden(false));
  await page.evaluate(`heat('event', 'above')`);
  const kept = await lab.until(project, (all) => namesOf(all).length >= 2);
  expect(namesOf(kept)).toEqual(['underground', 'above']);
  await page.context().close();
});

/** Makes the page believe that it is hidden or shown. */
const setHidden = (isHidden: boolean) => `
  Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true });
  Object.defineProperty(document, 'visibilityState', { value: '${isHidden ? 'hidden' : 'visible'}', configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));`;
