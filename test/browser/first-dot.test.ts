// The newcomer's first minute, in a real Chromium against the built executable: the set-up link, a project, the snippet
// on somebody's page, "waiting" that turns by itself, and a dot on the heatmap where the click was, and nowhere else. Then
// his second look: the same page in a narrow window, and the map on a phone.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import type { HeatmapAnswer, Page as List, PageRow } from '../../src/contract/api.ts';
import { openBrowser } from '../support/browser.ts';
import { eventually, type HeatFolder, makeHeatFolder, type Serving } from '../support/heat-process.ts';
import { packageFolder, type Site, serveSite } from '../support/site.ts';
import { clickAt, leave, openVisitor, tracked } from '../support/visitor.ts';

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;
let site: Site;
let snippet = '';
/** Signed in, of the project My shop. */
let dashboard: Page;

beforeAll(async () => {
  heat = await makeHeatFolder();
  site = serveSite(packageFolder('startbootstrap-creative/dist'), () => snippet);
  [serving, browser] = await Promise.all([heat.serve(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await site?.stop();
  await heat?.remove();
});

test('from the set-up link to a dot where the click was', async () => {
  const owner = await openVisitor(browser, { width: 1440, height: 900 });
  dashboard = await owner.newPage();
  const faults = collectFaults(dashboard);

  const link = await eventually(async () => /http:\S+\/setup#\S+/.exec(serving.stdout())?.[0]);
  await dashboard.goto(`${link.slice(0, -4)}oops`);
  await dashboard.getByText('This set-up link does not work').waitFor();
  await dashboard.goto('about:blank');
  await dashboard.goto(link);
  await dashboard.fill('#name', 'Ada');
  await dashboard.fill('#email', 'ada@example.com');
  await dashboard.fill('#password', 'too short');
  await dashboard.click('button:has-text("Create account")');
  expect(await dashboard.getByText('it needs at least 12').count()).toBe(1);
  await dashboard.fill('#password', 'correct horse battery');
  await dashboard.click('button:has-text("Create account")');

  await dashboard.locator('#origins').waitFor();
  await dashboard.fill('#name', 'My shop');
  await dashboard.fill('#origins', site.origin);
  await dashboard.click('button:has-text("Create project")');
  await dashboard.getByText('Waiting for the first event').waitFor();
  snippet = await eventually(async () => {
    const text = await dashboard.evaluate(deepText);
    return /<script defer src="[^"]+\/heat\.js" data-project="hw_[^"]+"><\/script>/.exec(String(text))?.[0];
  });
  expect(snippet).toContain(new URL(serving.url).port);

  // A page that was forgotten among the origins: whoever waits is told, with the way to mend it.
  expect(await dashboard.getByRole('heading', { name: 'What was refused' }).count()).toBe(0);
  const [key] = /hw_\w+/.exec(snippet) ?? [];
  const headers = { origin: 'https://www.shop.example', 'x-project-key': key ?? '' };
  const forgotten = await fetch(`${serving.url}/ingest`, { method: 'POST', body: '{}', headers });
  expect(forgotten.status).toBe(403);
  const refused = dashboard.getByRole('list', { name: 'Refused' }).getByRole('listitem');
  await refused.getByText('1 request, last from www.shop.example').waitFor();
  expect(await refused.getByRole('link').getAttribute('href')).toBe('/p/my-shop/settings#origins');

  const visitor = await openVisitor(browser, { width: 1280, height: 800 });
  const page = await visitor.newPage();
  await page.goto(`${site.origin}/index.html`);
  await page.waitForFunction('window.heat');
  const clicked = await clickAt(page, '.masthead a.btn', 0.75, 0.5);
  await page.waitForTimeout(300);
  await page.close({ runBeforeUnload: true });
  await dashboard.getByText('The first event is here').waitFor({ timeout: 10_000 });

  await dashboard.goto(`${serving.url}/p/my-shop/heatmaps?period=24h`);
  await dashboard.locator('heat-canvas[data-points]').waitFor();
  const map = await dashboard.evaluate<{ map: HeatmapAnswer; pages: List<PageRow> }>(readMap);
  expect(map.map.meta.total).toBe(1);
  expect(map.map.elements[0]?.label).toContain('a');
  const { hot, cold } = await dashboard.evaluate<{ hot: number; cold: number }>(
    `(${sampleCanvas})(${JSON.stringify({ x: clicked.x, y: clicked.y, docW: map.map.wireframe.docW })})`,
  );
  expect(hot).toBeGreaterThan(40);
  expect(cold).toBe(0);

  await dashboard.goto(`${serving.url}/p/my-shop/sessions?period=24h`);
  await dashboard.locator('heat-session-table tbody tr').first().waitFor();
  expect(await dashboard.locator('heat-session-table tbody tr').count()).toBe(1);
  const exported = await heat.run(['export', 'sessions', '--project', 'my-shop']);
  expect(exported.stdout.trim().split('\n')).toHaveLength(2);
  expect(exported.stdout).toContain('/index.html');
  expect(faults()).toEqual([]);
}, 90_000);

test('clicks in a window made narrow stand on their elements in the layout of most clicks, and the rest is told', async () => {
  await visit(1280, ['.navbar-nav .nav-link', '.masthead a.btn']);
  await visit(500, ['.masthead a.btn', '.navbar-toggler']);
  expect(await lookAt('1,280 px wide', 5)).toEqual({
    badge: '80.0 % placed·20.0 % elsewhere',
    legend: '80 % on the map, 1 click not drawn',
    elsewhere: ['button.navbar-toggler'],
    frame: 'device desktop',
  });
});

test('a map without a snapshot says that it is not the page, until that is put away; on a phone it begins high up', async () => {
  await dashboard.setViewportSize({ width: 390, height: 844 });
  const stage = dashboard.locator('heat-map-frame heat-device .device');
  await dashboard.locator('heat-toolbar .row').waitFor();
  await eventually(async () => ((await stage.boundingBox())?.y ?? 900) < 450);
  const open = dashboard.getByRole('button', { name: 'Open on the site' });
  expect(await open.isVisible()).toBeFalse();
  await dashboard.getByRole('button', { name: 'View' }).click();
  await open.waitFor();
  await dashboard.reload();
  await open.waitFor();

  const note = dashboard.getByText('Not your page yet: boxes of what people clicked.');
  await dashboard.locator('heat-boxes-note').getByRole('button', { name: 'Take a snapshot' }).click();
  await dashboard.getByRole('heading', { name: 'Take a snapshot' }).waitFor();
  await dashboard.getByRole('button', { name: 'Cancel' }).click();
  expect(await note.isVisible()).toBeTrue();
  await dashboard.getByRole('button', { name: 'Put this line away' }).click();
  await note.waitFor({ state: 'detached' });
  await dashboard.reload();
  await dashboard.locator('heat-canvas[data-points]').waitFor();
  expect(await note.count()).toBe(0);
});

/** Somebody comes with a window so wide, clicks, and is gone. */
async function visit(width: number, selectors: readonly string[]): Promise<void> {
  const visitor = await openVisitor(browser, { width, height: 800 });
  const page = await visitor.newPage();
  await page.goto(`${site.origin}/index.html`);
  await tracked(page);
  for (const selector of selectors) await clickAt(page, selector, 0.5, 0.5);
  await leave(page);
}

/** What the dashboard says of the map once it has so many clicks, and is drawn so wide. */
async function lookAt(widthTold: string, clicks: number) {
  await eventually(async () => {
    const { map } = await dashboard.evaluate<{ map: HeatmapAnswer }>(readMap);
    return map.meta.total === clicks;
  });
  await dashboard.goto(`${serving.url}/p/my-shop/heatmaps?period=24h`);
  await dashboard.locator('heat-canvas[data-points]').waitFor();
  const textOf = async (selector: string) =>
    (await dashboard.locator(selector).textContent())?.replace(/\s+/g, ' ').trim();
  await eventually(async () => (await textOf('heat-device .wide')) === widthTold);
  const rows = dashboard.locator('heat-element-list .row', { hasText: 'in other layouts' });
  await dashboard.locator('heat-element-list .more').first().waitFor();
  return {
    badge: await textOf('heat-placement .badge'),
    legend: await textOf('heat-legend .told'),
    elsewhere: await rows.evaluateAll((all) => all.map((row) => row.getAttribute('title'))),
    frame: await dashboard.locator('heat-device .device').getAttribute('class'),
  };
}

/** Errors of scripts and refusals of the content security policy. */
function collectFaults(page: Page): () => string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|Uncaught/i.test(message.text())) faults.push(message.text());
  });
  return () => faults;
}

/** Text of the page through all shadow roots. */
const deepText = `(() => {
  const read = (node) => {
    if (node.nodeType === 3) return node.nodeValue;
    const inner = node.shadowRoot ? Array.from(node.shadowRoot.childNodes) : [];
    if (/^(STYLE|SCRIPT)$/.test(node.nodeName)) return '';
    return [...inner, ...node.childNodes].map(read).join('');
  };
  return read(document.body);
})()`;

const readMap = `(async () => {
  const get = async (path) => (await fetch('/api/v1/projects/my-shop/' + path)).json();
  const pages = await get('pages?period=24h');
  return { pages, map: await get('heatmap?period=24h&page=' + pages.items[0].page) };
})()`;

/** Highest opacity of the drawn heat near the click (frame scaled from page px), and further than 160 page px away. */
const sampleCanvas = `({ x, y, docW }) => {
  const find = (root) => {
    for (const node of root.querySelectorAll('*')) {
      if (node.localName === 'heat-canvas') return node.shadowRoot.querySelector('canvas');
      const inner = node.shadowRoot && find(node.shadowRoot);
      if (inner) return inner;
    }
    return null;
  };
  const canvas = find(document);
  const scale = canvas.width / docW;
  const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let hot = 0;
  let cold = 0;
  for (let py = 0; py < height; py += 1) {
    for (let px = 0; px < width; px += 1) {
      const alpha = data[(py * width + px) * 4 + 3];
      const away = Math.hypot(px / scale - x, py / scale - y);
      if (away < 30) hot = Math.max(hot, alpha);
      else if (away > 160) cold = Math.max(cold, alpha);
    }
  }
  return { hot, cold };
}`;
