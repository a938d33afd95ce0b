// Real pages scrolled to known depths at two viewport heights, through the tracker and the built executable: reach, folds,
// sections in view and rests of the mouse come back as they were, and the dashboard draws them.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { HeatmapAnswer, Page as List, PageRow } from '../../src/contract/api.ts';
import type { ScrollAnswer } from '../../src/contract/scroll-answer.ts';
import { openBrowser } from '../support/browser.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type Serving,
} from '../support/heat-process.ts';
import { type Site, serveSite } from '../support/site.ts';
import { leave, openVisitor } from '../support/visitor.ts';

const PAGE = `<!doctype html><html><head><title>Long</title><style>body { margin: 0 } section { height: 1000px }</style></head>
<body><section id="one"></section><section id="two"></section><section id="three"></section><section id="four"></section></body></html>`;

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;
let site: Site;
let folder: string;
let snippet = '';
let get: <T>(path: string) => Promise<T>;

beforeAll(async () => {
  [heat, browser, folder] = await Promise.all([
    makeHeatFolder(),
    openBrowser(),
    mkdtemp(join(tmpdir(), 'heat-site-')),
  ]);
  await Bun.write(join(folder, 'long.html'), PAGE);
  site = serveSite(folder, () => snippet);
  const project = await addProject(heat, 'Long', [site.origin]);
  serving = await heat.serve();
  snippet = `<script defer src="${serving.url}/heat.js" data-project="${project.writeKey}"></script>`;
  get = async <T>(path: string) => {
    const answer = await fetch(`${serving.url}/api/v1/projects/${project.id}/${path}`, {
      headers: { authorization: `Bearer ${project.apiKey}` },
    });
    return (await answer.json()) as T;
  };
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await site?.stop();
  await heat?.remove();
  await rm(folder, { recursive: true, force: true });
});

/** One pageview of one visitor, who does `act` on it and leaves. */
async function visit(height: number, act: (page: Page) => Promise<unknown>): Promise<void> {
  const visitor = await openVisitor(browser, { width: 1280, height });
  const page = await visitor.newPage();
  await page.goto(`${site.origin}/long.html`);
  await page.waitForFunction('window.heat');
  await page.waitForTimeout(400);
  await act(page);
  await page.waitForTimeout(400);
  await leave(page);
}

async function scrollTo(page: Page, ...tops: number[]): Promise<void> {
  for (const top of tops) {
    await page.evaluate(`scrollTo(0, ${top})`);
    await page.waitForTimeout(300);
  }
}

test('reach, folds, sections and rests are those of the visits', async () => {
  await Promise.all([
    visit(600, async (page) => {
      await page.mouse.move(640, 301);
      await page.waitForTimeout(700);
      await page.mouse.move(200, 500);
      await page.mouse.move(100, 550);
    }),
    visit(600, (page) => scrollTo(page, 900, 0)),
    visit(1000, (page) => scrollTo(page, 1000)),
    visit(1000, (page) => scrollTo(page, 3000)),
  ]);
  const deepest = [600, 1500, 2000, 4000];
  const id = await eventually(async () => (await get<List<PageRow>>('pages?period=24h')).items[0]?.page);
  const scroll = await eventually(async () => {
    const answer = await get<ScrollAnswer>(`scroll?period=24h&page=${id}`);
    const reached = deepest.map((depth) => answer.reach.find(([to]) => to === depth)?.[1]);
    return answer.pageviews === 4 && Bun.deepEquals(reached, [1, 0.75, 0.5, 0.25]) && answer;
  });

  expect(scroll.stepPx).toBe(20);
  for (const [depth, share] of scroll.reach) {
    expect([depth, share]).toEqual([depth, deepest.filter((own) => own >= depth).length / 4]);
  }
  expect(scroll.depth).toEqual({ medianPx: 2000, meanPx: 2025 });
  expect(scroll.medianPct).toBe(50);
  expect(scroll.folds).toEqual([
    [600, 2],
    [1000, 2],
  ]);
  const sections = scroll.sections.map(({ label, box, reach, views }) => [
    label,
    box?.[1],
    box?.[3],
    reach,
    views,
  ]);
  expect(sections).toEqual([
    ['section#one', 0, 1000, 1, 4],
    ['section#two', 1000, 1000, 0.75, 2],
    ['section#four', 3000, 1000, 0.25, 1],
  ]);
  for (const { totalMs, views } of scroll.sections) {
    expect(totalMs).toBeGreaterThan(250 * views);
    expect(totalMs).toBeLessThan(20_000 * views);
  }

  const phones = await get<ScrollAnswer>(`scroll?period=24h&page=${id}&filter=device:is:mobile`);
  expect([phones.pageviews, phones.reach]).toEqual([0, []]);
  const filtered = await get<ScrollAnswer>(`scroll?period=24h&page=${id}&filter=device:is:desktop`);
  expect(filtered.reach).toEqual(scroll.reach);

  const moves = await get<HeatmapAnswer>(`heatmap?period=24h&kind=move&page=${id}`);
  expect(moves.points).toContainEqual([0.5, 296, 1]);
  const dwell = await get<HeatmapAnswer>(`heatmap?period=24h&kind=move&weight=dwell&page=${id}`);
  const rested = dwell.points.find(([x, y]) => x === 0.5 && y === 296)?.[2] ?? 0;
  expect(rested).toBeGreaterThanOrEqual(650);
  expect(rested).toBeLessThan(20_000);
  const reached = await get<HeatmapAnswer>(`heatmap?period=24h&kind=scroll&page=${id}`);
  expect(reached.points.find(([, y]) => y === 1500)).toEqual([0, 1500, 3]);
}, 60_000);

test('the dashboard draws reach as lines at the depths of the shares, and says who got where', async () => {
  const link = await eventually(async () => /http:\S+\/setup#\S+/.exec(serving.stdout())?.[0]);
  const owner = await openVisitor(browser, { width: 1440, height: 1000 });
  const page = await owner.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML/.test(message.text())) faults.push(message.text());
  });
  await page.goto(link);
  await page.fill('#name', 'Ada');
  await page.fill('#email', 'ada@example.com');
  await page.fill('#password', 'correct horse battery');
  await page.click('button:has-text("Create account")');
  await eventually(async () => !page.url().includes('/setup'));
  await page.goto(`${serving.url}/p/long/heatmaps?period=24h&kind=scroll`);
  const rules = page.locator('heat-scroll-frame .rule');
  await rules.first().waitFor();
  const frame = (await page.locator('heat-scroll-frame .page').boundingBox())!;
  const scale = frame.height / 4000;
  for (const [at, depth] of [1500, 2000, 4000].entries()) {
    const { y } = (await rules.nth(at).boundingBox())!;
    expect(Math.abs(y - frame.y - depth * scale)).toBeLessThanOrEqual(2);
  }
  await page.mouse.move(frame.x + 300, frame.y + 700 * scale);
  await page.getByText('75 % got here').waitFor();
  await page.getByRole('button', { name: 'Attention' }).click();
  await page.locator('heat-scroll-frame .band[data-section]').first().waitFor({ state: 'attached' });
  expect(await page.locator('heat-section-list tbody tr').count()).toBe(3);
  expect(faults).toEqual([]);
}, 60_000);
