// The real page under the map, on sites that nobody here wrote, behind headers that refuse frames and foreign scripts:
// the owner's snapshot through the signed link, real clicks at one width, the dots at others.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import type { Page as List, PageRow } from '../../src/contract/api.ts';
import { openBrowser } from '../support/browser.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type Serving,
} from '../support/heat-process.ts';
import { packageFolder, serveSite } from '../support/site.ts';
import {
  isInside,
  isSameShape,
  openDashboard,
  pageUnderMap,
  readMap,
  type Shape,
  shapesOf,
  takeSnapshot,
} from '../support/snapshots.ts';
import { clickAt, leave, openVisitor } from '../support/visitor.ts';

const SITES = [
  {
    name: 'creative',
    folder: 'startbootstrap-creative/dist',
    selectors: [
      '.masthead a.btn',
      '#about a.btn',
      '#services h3',
      'a.navbar-brand',
      '#portfolio .col-lg-4:nth-child(2) a',
    ],
  },
  {
    name: 'clean-blog',
    folder: 'startbootstrap-clean-blog/dist',
    selectors: ['.masthead h1', '.post-preview:nth-of-type(1) a', '.d-flex a.btn', 'a.navbar-brand'],
  },
] as const;
const CLICKED_AT = { width: 1360, height: 800 };
const WIDTHS = [360, 768, 1280, 2560];
const SHOTS = process.env.SNAPSHOT_SHOTS;

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;
let dashboard: Page;

beforeAll(async () => {
  heat = await makeHeatFolder();
  [serving, browser] = await Promise.all([heat.serve(), openBrowser()]);
  await addProject(heat, 'first');
  dashboard = await openDashboard(browser, serving);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await heat?.remove();
});

describe.each(SITES)('$name', ({ name, folder, selectors }) => {
  test('clicks made at one width are drawn on their elements at every other', async () => {
    let snippet = '';
    const site = serveSite(packageFolder(folder), () => snippet, strictHeaders);
    const project = await addProject(heat, name, [site.origin]);
    snippet = (await heat.run(['snippet', '--project', project.id, '--url', serving.url])).stdout;
    await visit(`${site.origin}/index.html`, selectors);
    const page = await eventually(async () => {
      const answer = await fetch(`${serving.url}/api/v1/projects/${project.id}/pages?period=24h`, {
        headers: { authorization: `Bearer ${project.apiKey}` },
      });
      const rows = ((await answer.json()) as List<PageRow>).items;
      return rows.find((row) => row.path === '/index.html' && row.clicks === selectors.length);
    });

    const faults = collectFaults(dashboard);
    const requests = collectFrameRequests(dashboard);
    await dashboard.goto(`${serving.url}/p/${project.id}/heatmaps?period=24h&page=${page.page}`);
    await dashboard.locator('heat-canvas[data-points]').waitFor();
    expect(await dashboard.locator('heat-boxes-note').count()).toBe(1);
    expect(await takeSnapshot(dashboard, `${site.origin}/index.html`)).toMatch(
      /^Snapshot taken\. You can close this tab\.$/,
    );
    await dashboard.locator('heat-page-view').waitFor();
    expect(await dashboard.locator('heat-boxes-note').count()).toBe(0);

    for (const width of WIDTHS) {
      const { points, boxes } = await readMap(dashboard, width, selectors);
      if (SHOTS) await dashboard.screenshot({ path: `${SHOTS}/${name}-${width}.png` });
      expect({ width, states: points.map(({ state }) => state) }).toEqual({
        width,
        states: points.map(() => 'placed'),
      });
      const strays = points.filter((point) => !boxes.some((box) => isInside(point, box)));
      expect({ width, strays }).toEqual({ width, strays: [] });
      const hit = boxes.filter((box) => points.some((point) => isInside(point, box)));
      expect({ width, hit: hit.length }).toEqual({ width, hit: selectors.length });
      const live = await readLive(`${site.origin}/index.html`, width);
      const built = await dashboard.evaluate<Shape[]>(`(${shapesOf})(${pageUnderMap})`);
      expect({ width, elements: built.length }).toEqual({ width, elements: live.length });
      const apart = live.filter((shape, at) => !isSameShape(shape, built[at]));
      expect({ width, apart }).toEqual({ width, apart: [] });
    }
    expect(await dashboard.locator('heat-placement .badge').textContent()).toContain('100 % placed');
    await expectScrollMap(dashboard);
    expect(requests()).toEqual([]);
    expect(faults()).toEqual([]);
    await site.stop();
  }, 120_000);
});

/** Maps of scrolling and attention lie over the same page, as high as it is. */
async function expectScrollMap(dashboard: Page): Promise<void> {
  const kinds = dashboard.getByRole('group', { name: 'Kind of map' });
  for (const kind of ['Scroll', 'Attention']) {
    await kinds.getByRole('button', { name: kind }).click();
    const frame = dashboard.locator('heat-scroll-frame');
    await frame.locator('heat-page-view').waitFor();
    if (kind === 'Scroll') await frame.locator('.rule').first().waitFor();
    expect(await frame.locator('heat-wireframe').count()).toBe(0);
    const [page, layer] = await Promise.all([
      frame.locator('heat-page-view').boundingBox(),
      frame.locator('.layer').boundingBox(),
    ]);
    expect(layer).toEqual(page);
    if (SHOTS) await dashboard.screenshot({ path: `${SHOTS}/${kind.toLowerCase()}.png` });
  }
}

async function visit(address: string, selectors: readonly string[]): Promise<void> {
  const context = await openVisitor(browser, CLICKED_AT);
  for (const [at, selector] of selectors.entries()) {
    const page = await context.newPage();
    await page.goto(address);
    await page.waitForFunction('window.heat');
    await clickAt(page, selector, 0.3 + at * 0.1, 0.4);
    await leave(page);
  }
}

/** Nobody may frame the page, and only its own and heat's scripts run. */
function strictHeaders(): Record<string, string> {
  return {
    'x-frame-options': 'DENY',
    'content-security-policy': `default-src 'self'; script-src 'self' ${serving.url}; connect-src 'self' ${serving.url}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'`,
  };
}

/** Errors of scripts and refusals of the content security policy. */
function collectFaults(page: Page): () => string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|Uncaught|sandboxed/i.test(message.text()))
      faults.push(message.text());
  });
  return () => faults;
}

/** What the frame of the snapshot asked the network for, beside its own empty page. */
function collectFrameRequests(page: Page): () => string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (
      request.frame() === page.mainFrame() ||
      url.startsWith('data:') ||
      /\/snapshot-frame(-quirks)?\.html$/.test(url)
    )
      return;
    asked.push(url);
  });
  return () => asked;
}

/** Boxes of all elements of the page itself, at this width and the height of the owner's window. */
async function readLive(address: string, width: number): Promise<Shape[]> {
  const context = await openVisitor(browser, { width, height: 1000 });
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForTimeout(500);
  const shapes = await page.evaluate<Shape[]>(`(${shapesOf})(document)`);
  await context.close();
  return shapes;
}
