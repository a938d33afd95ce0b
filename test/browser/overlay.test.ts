// The heatmap over the live page: on a site that nobody here wrote, behind a strict policy and headers that refuse
// frames; who sees it, what it leaves, and everything that it is refused.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import type { Page as List, PageRow } from '../../src/contract/api.ts';
import { openBrowser } from '../support/browser.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from '../support/heat-process.ts';
import { boxesOf, choose, drawnBy, openOwner, pageLink, saidBy, until } from '../support/overlays.ts';
import { packageFolder, type Site, serveSite } from '../support/site.ts';
import { isInside, openDashboard } from '../support/snapshots.ts';
import { clickAt, leave, openVisitor } from '../support/visitor.ts';

const SELECTORS = ['.masthead h1', '.post-preview:nth-of-type(1) a', '.d-flex a.btn', 'a.navbar-brand'];
const SHOTS = process.env.OVERLAY_SHOTS;

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;
let site: Site;
let project: ProjectAdded;
let other: ProjectAdded;
let address = '';

beforeAll(async () => {
  heat = await makeHeatFolder();
  [serving, browser] = await Promise.all([heat.serve(), openBrowser()]);
  let snippet = '';
  site = serveSite(packageFolder('startbootstrap-clean-blog/dist'), () => snippet, strictHeaders);
  address = `${site.origin}/index.html`;
  project = await addProject(heat, 'blog', [site.origin]);
  other = await addProject(heat, 'other', [site.origin]);
  snippet = (await heat.run(['snippet', '--project', project.id, '--url', serving.url])).stdout;
  await visit();
  await eventually(async () => (await pageRow())?.clicks === SELECTORS.length);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await site?.stop();
  await heat?.remove();
});

/** Nobody may frame the page, only its own and heat's scripts run, and no style stands in its markup. */
function strictHeaders(): Record<string, string> {
  return {
    'x-frame-options': 'DENY',
    'content-security-policy': `default-src 'none'; script-src 'self' ${serving.url}; connect-src ${serving.url}; style-src 'self'; img-src 'self'; font-src 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'`,
  };
}

const linkOf = (of: ProjectAdded) => pageLink(serving, { project: of, part: 'overlay', url: address });

async function visit(): Promise<void> {
  const context = await openVisitor(browser, { width: 1360, height: 800 });
  for (const [at, selector] of SELECTORS.entries()) {
    const page = await context.newPage();
    await page.goto(address);
    await until(page, '!!window.heat');
    await clickAt(page, selector, 0.3 + at * 0.1, 0.4);
    await leave(page);
  }
}

async function pageRow(): Promise<PageRow | undefined> {
  const answer = await fetch(`${serving.url}/api/v1/projects/${project.id}/pages?period=24h`, {
    headers: { authorization: `Bearer ${project.apiKey}` },
  });
  return ((await answer.json()) as List<PageRow>).items.find((row) => row.path === '/index.html');
}

/** What breaks or is refused on a page while `work` is done there. */
async function faultsOf(page: Page, work: () => Promise<unknown>): Promise<string[]> {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted|Uncaught/i.test(message.text())) faults.push(message.text());
  });
  await work();
  return faults;
}

describe('the overlay', () => {
  test('draws every click on its element, at other widths, scrolled, and after the page has changed', async () => {
    for (const width of [1280, 768, 390]) {
      const { context, tab } = await openOwner(browser, { width, height: 800 });
      const link = await linkOf(project);
      // The site's markup has styles and scripts that its own policy refuses.
      const alone = await context.newPage();
      const usual = await faultsOf(alone, () => alone.goto(address, { waitUntil: 'networkidle' }));
      const faults = await faultsOf(tab, () => tab.goto(link, { waitUntil: 'networkidle' }));
      expect(await saidBy(tab)).toBe('4 clicks · 100 % placed · 0 % unsure · 0 % gone');
      expect(new URL(tab.url()).hash).toBe('');
      await onElements(tab);
      if (SHOTS) await tab.screenshot({ path: `${SHOTS}/live-${width}.png` });
      await tab.mouse.wheel(0, 700);
      await until(tab, 'scrollY > 300');
      await onElements(tab);
      await tab.evaluate(
        "(() => { const banner = document.createElement('div'); banner.textContent = 'New'; banner.className = 'p-5'; document.body.prepend(banner); })()",
      );
      await onElements(tab);
      expect(faults.filter((fault) => !usual.includes(fault))).toEqual([]);
      await context.close();
    }
  }, 60_000);

  async function onElements(tab: Page): Promise<void> {
    const [points, boxes] = [await drawnBy(tab), await boxesOf(tab, SELECTORS)];
    expect(points.map(({ state }) => state)).toEqual(SELECTORS.map(() => 'placed'));
    expect(points.filter((point) => !boxes.some((box) => isInside(point, box)))).toEqual([]);
    expect(boxes.filter((box) => points.some((point) => isInside(point, box)))).toHaveLength(
      SELECTORS.length,
    );
  }

  test('says that an element is gone once it is', async () => {
    const { context, tab } = await openOwner(browser);
    await tab.goto(await linkOf(project));
    await saidBy(tab);
    await tab.evaluate("document.querySelector('.masthead h1').remove()");
    await saidBy(tab, /25 % gone$/);
    expect((await drawnBy(tab)).map(({ state }) => state).sort()).toEqual([
      'gone',
      'placed',
      'placed',
      'placed',
    ]);
    await context.close();
  });

  test('shows nothing any more once a single-page app has gone to another page', async () => {
    const { context, tab } = await openOwner(browser);
    await tab.goto(await linkOf(project));
    await saidBy(tab, /placed/);
    await tab.evaluate("history.pushState({}, '', '/about.html'), document.body.append('About')");
    expect(await saidBy(tab, /another page/)).toContain('ask for one of this page');
    expect(await drawnBy(tab)).toEqual([]);
    await tab.evaluate("history.back(), document.body.append('Home')");
    expect(await saidBy(tab, /placed/)).toStartWith('4 clicks');
    await context.close();
  });

  test('draws nothing of what lies under a bar that clings to the window', async () => {
    const { context, tab } = await openOwner(browser);
    await tab.goto(await linkOf(project));
    await saidBy(tab);
    await tab.evaluate(
      "(() => { const bar = document.createElement('div'); Object.assign(bar.style, { position: 'fixed', inset: '0 0 auto', height: '400px', background: 'black' }); document.body.append(bar); })()",
    );
    const hidden = await boxesOf(tab, ['.masthead h1']);
    await saidBy(tab, /placed/);
    const points = await drawnBy(tab);
    expect(points.filter((point) => isInside(point, hidden[0] ?? null))).toEqual([]);
    await tab.mouse.wheel(0, 2_000);
    await until(tab, 'scrollY > 500');
    expect((await drawnBy(tab)).filter((point) => isInside(point, hidden[0] ?? null))).toHaveLength(1);
    await context.close();
  });

  test('shows colours where the clicks were, and none after Escape', async () => {
    const { context, tab } = await openOwner(browser);
    await tab.goto(await linkOf(project));
    await saidBy(tab);
    const [point] = (await drawnBy(tab)).filter(({ y }) => y < 700);
    const clip = { x: Number(point?.x) - 4, y: Number(point?.y) - 4, width: 8, height: 8 };
    // The picture is painted a frame after it was told.
    await tab.waitForTimeout(1_000);
    const withMap = await tab.screenshot({ clip });
    await tab.keyboard.press('Escape');
    expect(await tab.locator('heat-overlay').count()).toBe(0);
    const without = await tab.screenshot({ clip });
    expect(withMap.equals(without)).toBe(false);
    await context.close();
  });

  test('tells clicks and share of what is pointed at, and follows its controls', async () => {
    const { context, tab } = await openOwner(browser);
    await tab.goto(await linkOf(project));
    await saidBy(tab);
    await tab.hover('.masthead h1');
    const tip = "document.querySelector('heat-overlay').inside.querySelector('.tip')";
    expect(await tab.evaluate(`${tip}.textContent`)).toBe('div > h11 click, 25 %');
    if (SHOTS) await tab.screenshot({ path: `${SHOTS}/tip.png` });
    await choose(tab, 'What is shown', 'scroll');
    await saidBy(tab, /pageviews/);
    await tab.mouse.move(600, 300);
    await until(tab, `/of pageviews got here/.test(${tip}.textContent)`);
    if (SHOTS) await tab.screenshot({ path: `${SHOTS}/scroll.png` });
    await choose(tab, 'What is shown', 'rage');
    await saidBy(tab, /^0 rage clicks/);
    expect(await drawnBy(tab)).toEqual([]);
    await context.close();
  });

  test('is opened from the dashboard', async () => {
    const dashboard = await openDashboard(browser, serving);
    const row = await pageRow();
    await dashboard.goto(`${serving.url}/p/${project.id}/heatmaps?period=24h&page=${row?.page}`);
    await dashboard.locator('heat-canvas[data-points]').waitFor();
    await dashboard.click('button:has-text("Open on the site")');
    await dashboard.fill('#address', address);
    const [tab] = await Promise.all([
      dashboard.context().waitForEvent('page'),
      dashboard.click('button:has-text("Open the page")'),
    ]);
    await tab.locator('heat-overlay').waitFor({ state: 'attached' });
    expect((await drawnBy(tab)).length).toBe(SELECTORS.length);
    await dashboard.bringToFront();
    await dashboard.click('button:has-text("End all links")');
    await dashboard.locator('text=All links of this project are ended').waitFor();
    await dashboard.context().close();
  }, 30_000);
});

describe('nobody else', () => {
  test('notices anything: neither in the reports nor in storage nor on other visits', async () => {
    const before = await pageRow();
    const { context, tab } = await openOwner(browser);
    await tab.goto(await linkOf(project));
    await saidBy(tab);
    await clickAt(tab, '.masthead h1', 0.5, 0.5);
    await tab.keyboard.press('Escape');
    await clickAt(tab, '.masthead h1', 0.5, 0.5);
    await tab.evaluate("heat('event', 'nothing')");
    expect(
      await tab.evaluate('[localStorage.length, sessionStorage.length, document.cookie, history.state]'),
    ).toEqual([0, 0, '', null]);
    const asked: string[] = [];
    const visitor = await context.newPage();
    visitor.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await visitor.goto(address);
    await until(visitor, '!!window.heat');
    await visitor.waitForTimeout(500);
    expect(await visitor.locator('heat-overlay').count()).toBe(0);
    expect(asked.filter((path) => /heat-(overlay|map|snapshot)|^\/overlay/.test(path))).toEqual([]);
    await visitor.close({ runBeforeUnload: true });
    // The visitor's pageview came after all that the owner might have sent.
    const after = await eventually(async () => {
      const row = await pageRow();
      return row && row.pageviews > Number(before?.pageviews) ? row : undefined;
    });
    expect([after.pageviews, after.clicks]).toEqual([Number(before?.pageviews) + 1, Number(before?.clicks)]);
    await context.close();
  }, 30_000);
});

describe('a link that is not good', () => {
  const refusals: [what: string, link: () => Promise<string>, said: RegExp][] = [
    ['made up', async () => `${address}#heat=overlay.e30.c2ln`, /not valid here/],
    [
      'changed',
      async () => (await linkOf(project)).replace(/.$/, (end) => (end === 'A' ? 'B' : 'A')),
      /not valid here/,
    ],
    ['of another project', () => linkOf(other), /not valid here/],
    [
      'on another page',
      async () => (await linkOf(project)).replace('index.html', 'about.html'),
      /maps of another page/,
    ],
    [
      'on another origin',
      async () => (await linkOf(project)).replace('//localhost', '//127.0.0.1'),
      /not valid here/,
    ],
    [
      'ended',
      async () => {
        const link = await linkOf(project);
        await fetch(`${serving.url}/api/v1/projects/${project.id}/page-links`, {
          method: 'DELETE',
          headers: { authorization: `Bearer ${project.apiKey}` },
        });
        return link;
      },
      /not valid here/,
    ],
  ];
  test.each(refusals)('%s shows why, and nothing else', async (_, link, said) => {
    const { context, tab } = await openOwner(browser);
    await tab.goto(await link());
    expect(await saidBy(tab)).toMatch(said);
    expect(await drawnBy(tab)).toEqual([]);
    expect(tab.url()).not.toContain('heat=');
    await context.close();
  });
});
