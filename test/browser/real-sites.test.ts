// The main job on pages that nobody here wrote: real clicks in a real Chromium, through the built executable, read back
// over the API: every click on its element with its offsets, the closed tab's last events, the journey in order.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import type {
  HeatmapAnswer,
  JourneyAnswer,
  JourneyEvent,
  Page as List,
  PageRow,
  SessionRowView,
} from '../../src/contract/api.ts';
import { OFFSET_BINS } from '../../src/contract/element.ts';
import { openBrowser } from '../support/browser.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from '../support/heat-process.ts';
import { readApi } from '../support/read-back.ts';
import { packageFolder, type Site, serveSite } from '../support/site.ts';
import { type Clicked, clickAt, leave, openVisitor } from '../support/visitor.ts';

const SITES = [
  { name: 'clean-blog', folder: 'startbootstrap-clean-blog/dist' },
  { name: 'creative', folder: 'startbootstrap-creative/dist' },
] as const;
const WIDTHS = [
  { width: 1360, height: 800 },
  { width: 800, height: 900 },
] as const;

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;

beforeAll(async () => {
  heat = await makeHeatFolder();
  [serving, browser] = await Promise.all([heat.serve(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await heat?.remove();
});

const api = <T>(project: ProjectAdded, path: string) => readApi<T>(serving.url, project, path);

describe('on sites that nobody here wrote', () => {
  test('clean-blog: clicks at two widths land on their elements, the closed tab loses nothing', async () => {
    const { project, site } = await openSite('clean-blog');
    const clicked: { selector: string; at: Clicked }[] = [];
    for (const viewport of WIDTHS) {
      const context = await openVisitor(browser, viewport);
      const page = await context.newPage();
      await page.goto(`${site.origin}/index.html`);
      await page.waitForFunction('window.heat');
      clicked.push({
        selector: 'h2.post-title',
        at: await clickAt(page, '.post-preview h2.post-title', 0.3, 0.5),
      });
      await page.waitForURL('**/post.html');
      await page.mouse.wheel(0, 1500);
      await page.waitForTimeout(400);
      await page.mouse.wheel(0, 400);
      await page.waitForTimeout(400);
      clicked.push({ selector: 'p', at: await clickAt(page, 'article p', 0.25, 0.5) });
      // The tab closes at once: what is pending must leave with it.
      await leave(page);
    }

    const sessions = await eventually(async () => {
      const list = await api<List<SessionRowView>>(project, 'sessions?period=24h');
      return list.items.length === 2 && list.items.every((session) => session.clicks === 2) ? list : null;
    });
    expect(sessions.total).toBe(2);
    for (const session of sessions.items) {
      expect(session).toMatchObject({
        pageviews: 2,
        entry: '/index.html',
        exit: '/post.html',
        browser: 'Chrome',
        device: 'desktop',
        isBot: false,
      });
      const journey = await api<JourneyAnswer>(project, `sessions/${session.id}`);
      expectOrdered(journey.events);
      const steps = journey.events.filter((event) => event.type === 'pageview' || event.type === 'click');
      expect(steps.map((event) => `${event.type} ${event.path}`)).toEqual([
        'pageview /index.html',
        'click /index.html',
        'pageview /post.html',
        'click /post.html',
      ]);
      expect(
        journey.events.filter((event) => event.type === 'scroll' && event.path === '/post.html').length,
      ).toBeGreaterThan(0);
      const viewW = Number(journey.device.screenW);
      expect(viewW).toBeGreaterThan(0);
    }

    const pages = await api<List<PageRow>>(project, 'pages?period=24h');
    expect(pages.items.map((page) => [page.path, page.pageviews, page.clicks]).sort()).toEqual([
      ['/index.html', 2, 2],
      ['/post.html', 2, 2],
    ]);
    const home = pages.items.find((page) => page.path === '/index.html') as PageRow;
    const map = await api<HeatmapAnswer>(project, `heatmap?period=24h&page=${home.page}`);
    expect(map.meta).toMatchObject({ total: 2, onElements: 2, withoutElement: 0, ignored: 0 });
    // Two widths, one element: the headline's link.
    expect(map.elements).toHaveLength(1);
    expect(map.elements[0]?.descriptor).toMatchObject({ tag: 'a', href: '/post.html' });
    const bins = map.elements[0]?.bins ?? [];
    expect(bins.reduce((sum, [, count]) => sum + count, 0)).toBe(2);
    for (const [bin] of bins) expect(Math.floor(bin / OFFSET_BINS)).toBeLessThan(OFFSET_BINS);
    await site.stop();
  }, 90_000);

  test('creative: each click keeps its place inside the element that was clicked', async () => {
    const { project, site } = await openSite('creative');
    const selectors = ['.masthead a.btn', '#about a.btn', '#services h3', 'a.navbar-brand'];
    const context = await openVisitor(browser, WIDTHS[0]);
    const page = await context.newPage();
    await page.goto(`${site.origin}/index.html`);
    await page.waitForFunction('window.heat');
    const expected: { box: DOMRectLike; at: Clicked }[] = [];
    for (const [n, selector] of selectors.entries()) {
      const at = await clickAt(page, selector, 0.2 + n * 0.15, 0.4);
      expected.push({ box: await describedBox(page, selector), at });
      await page.waitForTimeout(1200);
    }
    await leave(page);

    const clicks = await eventually(async () => {
      const [session] = (await api<List<SessionRowView>>(project, 'sessions?period=24h')).items;
      if (!session || session.clicks < selectors.length) return null;
      const journey = await api<JourneyAnswer>(project, `sessions/${session.id}`);
      return journey.events.filter((event) => event.type === 'click');
    });
    expect(clicks).toHaveLength(selectors.length);
    for (const [n, click] of clicks.entries()) {
      const { box, at } = expected[n] as (typeof expected)[number];
      const fields = click.fields as { x: number; y: number; r: [number, number] };
      expect(Math.abs(fields.x - at.x)).toBeLessThanOrEqual(1);
      expect(Math.abs(fields.y - at.y)).toBeLessThanOrEqual(1);
      expect(Math.abs(fields.r[0] / 255 - (at.x - box.x) / box.width)).toBeLessThan(0.02);
      expect(Math.abs(fields.r[1] / 255 - (at.y - box.y) / box.height)).toBeLessThan(0.06);
      expect(click.label).not.toBeNull();
    }
    await site.stop();
  }, 90_000);
});

type DOMRectLike = { x: number; y: number; width: number; height: number };

/** Page box of the interactive element around the match, or of the match itself: what the tracker describes. */
async function describedBox(page: import('playwright-core').Page, selector: string): Promise<DOMRectLike> {
  return page.evaluate(`(() => {
    const found = document.querySelector(${JSON.stringify(selector)});
    const box = (found.closest('a, button') ?? found).getBoundingClientRect();
    return { x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height };
  })()`);
}

async function openSite(
  name: (typeof SITES)[number]['name'],
): Promise<{ project: ProjectAdded; site: Site }> {
  const folder = SITES.find((site) => site.name === name)?.folder ?? '';
  let snippet = '';
  const site = serveSite(packageFolder(folder), () => snippet);
  const project = await addProject(heat, name, [site.origin]);
  snippet = (await heat.run(['snippet', '--project', project.id, '--url', serving.url])).stdout;
  expect(snippet).toContain('<script');
  return { project, site };
}

function expectOrdered(events: JourneyEvent[]): void {
  for (let n = 1; n < events.length; n += 1)
    expect((events[n] as JourneyEvent).tsMs).toBeGreaterThanOrEqual((events[n - 1] as JourneyEvent).tsMs);
}
