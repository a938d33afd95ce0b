// `heat demo` as a newcomer meets it: a link that opens the dashboard signed in, a shop that tracks itself, and real
// clicks that land on the same elements as the made-up ones.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { HeatmapAnswer, Page as List, PageRow, SnapshotView } from '../../src/contract/api.ts';
import type { SnapshotContent } from '../../src/contract/snapshot.ts';
import { loadLayouts } from '../../src/demo/layout.ts';
import { loadSnapshots } from '../../src/demo/snapshots.ts';
import { NEWEST } from '../../src/demo/story.ts';
import { openBrowser } from '../support/browser.ts';
import { eventually, type HeatFolder, makeHeatFolder, type Serving } from '../support/heat-process.ts';
import { isInside, readMap } from '../support/snapshots.ts';
import { clickAt, openVisitor } from '../support/visitor.ts';

const PROJECT = '/api/v1/projects/kettle-leaf-demo';
const recorded = loadSnapshots();

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;
let owner: BrowserContext;
let dashboard: Page;

beforeAll(async () => {
  heat = await makeHeatFolder();
  [serving, browser] = await Promise.all([
    heat.serve(['--visits', '300', '--days', '20', '--no-traffic'], { command: 'demo' }),
    openBrowser(),
  ]);
  owner = await openVisitor(browser, { width: 1440, height: 900 });
  dashboard = await owner.newPage();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await heat?.remove();
});

function ask<T>(path: string): Promise<T> {
  return dashboard.evaluate(`fetch('${PROJECT}/${path}').then((answer) => answer.json())`);
}

function tell<T>(path: string, body: unknown): Promise<T> {
  const init = `{ method: 'POST', headers: { 'content-type': 'application/json', 'x-heat': '1' }, body: '${JSON.stringify(body)}' }`;
  return dashboard.evaluate(`fetch('${PROJECT}/${path}', ${init}).then((answer) => answer.json())`);
}

test('the printed link opens the dashboard signed in, with something to see', async () => {
  const link = await eventually(async () => /http:\S+\/sign-in#\S+/.exec(serving.stdout())?.[0]);
  await dashboard.goto(link);
  await dashboard.waitForURL('**/p/kettle-leaf-demo/overview**');
  const overview = await ask<{
    totals: { visitors: number; sessions: number; pageviews: number; rageClicks: number };
  }>('overview?period=30d');
  expect(overview.totals.sessions).toBe(300);
  expect(overview.totals.visitors).toBeGreaterThan(20);
  expect(overview.totals.pageviews).toBeGreaterThan(300);
});

test('a real click in the shop joins the element that made-up visitors clicked', async () => {
  const [home] = (await ask<List<PageRow>>('pages?period=30d&search=demo')).items.filter(
    (page) => page.path === '/demo',
  );
  const countOf = async (): Promise<number> => {
    const map = await ask<HeatmapAnswer>(`heatmap?period=30d&page=${home?.page}`);
    const found = map.elements.filter((element) => element.descriptor.id === 'hero-shop');
    expect(found).toHaveLength(1);
    return found[0]?.count ?? 0;
  };
  const before = await countOf();
  expect(before).toBeGreaterThan(0);
  const visitor = await openVisitor(browser, { width: 1280, height: 800 });
  const page = await visitor.newPage();
  await page.goto(`${serving.url}/demo/`);
  await page.waitForFunction('window.heat');
  await clickAt(page, '#hero-shop', 0.5, 0.5);
  await page.waitForURL('**/demo/teas.html');
  await visitor.close();
  await eventually(async () => (await countOf()) === before + 1);
});

const AGAIN = 'else run: bun demo/record-shop.ts';
const PATHS = ['/demo/', '/demo/cart.html', '/demo/tea-smoke-house.html'];

test(`the recorded layout is what the tracker sees today (${AGAIN})`, async () => {
  const built = await Bun.build({
    entrypoints: [join(import.meta.dir, '../../demo/describe-page.ts')],
    format: 'iife',
    target: 'browser',
  });
  const layout = loadLayouts().get(NEWEST)?.get('desktop');
  const page = await owner.newPage();
  for (const path of PATHS) {
    await page.goto(`${serving.url}${path}`);
    await page.evaluate((await built.outputs[0]?.text()) ?? '');
    const seen = await page.evaluate<{ elements: { descriptor: unknown }[] }>('describePage()');
    expect(seen.elements.map(({ descriptor }) => descriptor)).toEqual(
      layout?.get(path)?.elements.map(({ descriptor }) => descriptor) ?? [],
    );
  }
  await page.close();
}, 60_000);

test(`the recorded snapshots are what their owner's browser takes today (${AGAIN})`, async () => {
  for (const path of PATHS) {
    const { url } = await tell<{ url: string }>('snapshot-links', { url: `${serving.url}${path}` });
    const tab = await owner.newPage();
    await tab.goto(url);
    await tab.locator('heat-notice [role=status]').filter({ hasText: 'Snapshot taken' }).waitFor();
    await tab.close();
    const [newest] = (await ask<List<SnapshotView>>('snapshots')).items;
    expect(newest?.url).toBe(`${serving.url}${path}`);
    const { nodes, styles, descriptors, title } = await ask<SnapshotContent>(`snapshots/${newest?.id}`);
    const kept = recorded.pages.findLast((page) => page.path === path);
    expect({ title, nodes, descriptors, styles }).toEqual({
      ...{ title: kept?.title ?? '', nodes: kept?.nodes ?? [], descriptors: kept?.descriptors ?? [] },
      styles: recorded.styles,
    });
  }
}, 60_000);

test('the first heatmap lies over the page: each dot on what was clicked, also from before the redeploy', async () => {
  const { items } = await ask<List<PageRow>>('pages?period=30d');
  const start = items.find(({ path }) => path === '/demo')?.page;
  const { elements } = await ask<HeatmapAnswer>(`heatmap?period=30d&page=${start}`);
  await dashboard.goto(`${serving.url}/p/kettle-leaf-demo/heatmaps?period=30d&page=${start}`);
  await dashboard.locator('heat-page-view').waitFor();
  for (const width of [1280, 390]) {
    const ids = ['hero-shop', 'hero-quiz', 'free-shipping'];
    const { points, boxes } = await readMap(
      dashboard,
      width,
      ids.map((id) => `#${id}`),
    );
    for (const [at, id] of ids.entries()) {
      const own = elements.find(({ descriptor }) => descriptor.id === id)?.element;
      const drawn = points.filter(({ elementId, state }) => elementId === own && state === 'placed');
      const strays = drawn.filter((point) => !isInside(point, boxes[at] ?? null));
      // The link about shipping was on the older page alone.
      expect({ id, width, isGone: drawn.length === 0, strays }).toEqual({
        id,
        width,
        isGone: id === 'free-shipping',
        strays: [],
      });
    }
  }
}, 60_000);
