// `heat demo` as a newcomer meets it: a link that opens the dashboard signed in, a shop that tracks itself, and real
// clicks that land on the same elements as the made-up ones.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import recorded from '../../demo/layout.json' with { type: 'json' };
import type { HeatmapAnswer, Page as List, PageRow } from '../../src/contract/api.ts';
import { openBrowser } from '../support/browser.ts';
import { eventually, type HeatFolder, makeHeatFolder, type Serving } from '../support/heat-process.ts';
import { clickAt, openVisitor } from '../support/visitor.ts';

const PROJECT = '/api/v1/projects/kettle-leaf-demo';

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;
let owner: BrowserContext;
let dashboard: Page;

beforeAll(async () => {
  heat = await makeHeatFolder();
  [serving, browser] = await Promise.all([
    heat.serve(['--visits', '120', '--days', '20', '--no-traffic'], { command: 'demo' }),
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

test('the printed link opens the dashboard signed in, with something to see', async () => {
  const link = await eventually(async () => /http:\S+\/sign-in#\S+/.exec(serving.stdout())?.[0]);
  await dashboard.goto(link);
  await dashboard.waitForURL('**/p/kettle-leaf-demo/overview**');
  const overview = await ask<{
    totals: { visitors: number; sessions: number; pageviews: number; rageClicks: number };
  }>('overview?period=30d');
  expect(overview.totals.sessions).toBe(120);
  expect(overview.totals.visitors).toBeGreaterThan(20);
  expect(overview.totals.pageviews).toBeGreaterThan(120);
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

test('the recorded layout is what the tracker sees today (else run: bun demo/record-layout.ts)', async () => {
  const built = await Bun.build({
    entrypoints: [join(import.meta.dir, '../../demo/describe-page.ts')],
    format: 'iife',
    target: 'browser',
  });
  const page = await owner.newPage();
  for (const path of ['/demo/', '/demo/cart.html', '/demo/tea-smoke-house.html']) {
    await page.goto(`${serving.url}${path}`);
    await page.evaluate((await built.outputs[0]?.text()) ?? '');
    const seen = await page.evaluate<{ elements: { descriptor: unknown }[] }>('describePage()');
    const kept = recorded.desktop.find((one) => one.path === path);
    expect(seen.elements.map((element) => element.descriptor)).toEqual(
      kept?.elements.map((element) => element.descriptor) ?? [],
    );
  }
}, 60_000);
