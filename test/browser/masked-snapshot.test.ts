// Masked snapshots of sampled visitors, from the switch in the settings to the map: what leaves a visitor's page, and
// from whom nothing does. A real site, and a page full of secrets.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { Page as List, SnapshotView } from '../../src/contract/api.ts';
import type { SnapshotContent } from '../../src/contract/snapshot.ts';
import { openBrowser } from '../support/browser.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from '../support/heat-process.ts';
import { until } from '../support/overlays.ts';
import { type Pages, servePages } from '../support/pages.ts';
import { packageFolder, type Site, serveSite } from '../support/site.ts';
import { isInside, openDashboard, readMap } from '../support/snapshots.ts';
import { clickAt } from '../support/visitor.ts';

const SECRETS = /jane|doe|4711|42\.17|hunter2|geheim|picture|aWNvbg/i;
const PAGE = `<title>Inbox of Jane Doe</title><style>.sum{color:green}.av{background:url(/picture.png)}</style>
<header data-user="jane"><a href="/users/jane-doe" title="Jane Doe">Jane Doe</a><img src="/picture.svg" alt="Jane" width=40 height=40></header>
<main class="av"><h1>Dear Jane Doe</h1><p class="sum" style="background:url(/picture.png)">Balance 42.17, account 4711</p>
<input name="who" value="Jane Doe" placeholder="Jane"><textarea>Jane hunter2</textarea><select><option selected>Jane</option></select>
<input type="submit" value="Pay as Jane"><section data-private>geheim</section><svg width="9" height="9"><text>Jane</text></svg>
<button id="buy" aria-label="Jane">Buy now</button><canvas width="30" height="30"></canvas></main>`;

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;
let pages: Pages;
let site: Site;
let project: ProjectAdded;
let blog: ProjectAdded;
let snippet = '';
let blogSnippet = '';

beforeAll(async () => {
  heat = await makeHeatFolder();
  [serving, browser] = await Promise.all([heat.serve(), openBrowser()]);
  pages = servePages((path) =>
    path.startsWith('/picture')
      ? new Response(
          '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text>Jane</text></svg>',
          {
            headers: { 'content-type': 'image/svg+xml' },
          },
        )
      : snippet + PAGE,
  );
  site = serveSite(packageFolder('startbootstrap-clean-blog/dist'), () => blogSnippet);
  project = await addProject(heat, 'shop', [pages.origin]);
  blog = await addProject(heat, 'blog', [site.origin]);
  const snippetOf = async ({ id }: ProjectAdded) =>
    (await heat.run(['snippet', '--project', id, '--url', serving.url])).stdout;
  [snippet, blogSnippet] = await Promise.all([snippetOf(project), snippetOf(blog)]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await pages?.stop();
  await site?.stop();
  await heat?.remove();
});

const ask = (path: string, { id, apiKey } = project) =>
  fetch(`${serving.url}/api/v1/projects/${id}/${path}`, { headers: { authorization: `Bearer ${apiKey}` } });
const listed = async (of = project) =>
  ((await (await ask('snapshots', of)).json()) as List<SnapshotView>).items;

type Visited = {
  /** What was asked of heat beyond the tracker's usual. */
  asked: string[];
  /** What left the page for POST /snapshots/masked, inflated. */
  sent: string;
};

/** Script: keeps what a fetch takes along, as it stood before it was packed. */
const KEEP_SENT = `const send = fetch; window.fetch = (to, how) => {
  if (String(to).includes('/snapshots/masked'))
    new Response(new Blob([how.body]).stream().pipeThrough(new DecompressionStream('gzip'))).text().then((text) => { window.left = text; });
  return send(to, how);
};`;

/** Visits the page until its first batch was answered, and what follows from that has come. */
async function visit(
  address: string,
  { script, ...options }: BrowserContextOptions & { script?: string } = {},
): Promise<Visited> {
  const visitor = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  if (script) await visitor.addInitScript(script);
  const page = await visitor.newPage();
  await page.addInitScript(KEEP_SENT);
  const asked: string[] = [];
  let isOver = false;
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (pathname === '/ingest') isOver = response.headers()['x-heat-part'] === undefined;
  });
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin !== serving.url || !/masked|copy|describe|snapshots/.test(pathname)) return;
    asked.push(pathname);
  });
  page.on('requestfinished', (request) => {
    isOver ||= request.url().includes('/snapshots/masked');
  });
  await page.goto(address);
  await until(page, '!!window.heat');
  await clickAt(page, 'h1', 0.5, 0.5);
  // Who opts out sends nothing that could be answered.
  await eventually(async () => isOver || undefined, script ? 1_500 : 10_000).catch(() => {});
  await page.waitForTimeout(300);
  const sent = await page.evaluate<string>("window.left ?? ''");
  await visitor.close();
  return { asked, sent };
}

test('nothing is asked or sent while it is off, which it is at first', async () => {
  expect((await visit(`${pages.origin}/`)).asked).toEqual([]);
  expect(await listed()).toEqual([]);
}, 20_000);

test('a visitor who opts out is not asked, and sends nothing', async () => {
  expect((await heat.run(['project', 'update', project.id, '--visitor-snapshots', 'on'])).stdout).toContain(
    'visitor snapshots on',
  );
  const gpc = "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })";
  expect((await visit(`${pages.origin}/`, { script: gpc })).asked).toEqual([]);
  expect((await visit(`${pages.origin}/`, { extraHTTPHeaders: { 'sec-gpc': '1' } })).asked).toEqual([]);
  expect(await listed()).toEqual([]);
}, 30_000);

test('one visitor’s page is taken without a word, a picture or a value of his', async () => {
  const { asked, sent } = await visit(`${pages.origin}/`);
  // What copies pages is loaded only where one is wanted.
  expect(asked).toEqual([
    ...['/heat-masked.mjs', '/snapshots/wanted', '/heat-copy.mjs', '/heat-describe.mjs'],
    '/snapshots/masked',
  ]);
  expect(sent).toContain('xxx');
  expect(sent).not.toMatch(SECRETS);
  const [view] = await eventually(async () => {
    const found = await listed();
    return found.length > 0 ? found : undefined;
  });
  expect(view).toMatchObject({
    isMasked: true,
    device: 'desktop',
    viewportW: 1280,
    title: 'xxxxxxx xxx xxx xxx',
  });
  const text = await (await ask(`snapshots/${view?.id}`)).text();
  expect(text).not.toMatch(SECRETS);
  const { nodes, descriptors, assets } = JSON.parse(text) as SnapshotContent;
  expect(nodes.some(([, tag]) => tag === 'h1')).toBe(true);
  expect(descriptors.some(({ id, text: hash }) => id === 'buy' && hash !== undefined)).toBe(true);
  expect(
    descriptors.filter(({ tag }) => /^(p|h1|option)$/.test(tag)).every((one) => one.text === undefined),
  ).toBe(true);
  expect(assets.every((asset) => asset === '' || atob(asset.split(',')[1] ?? '').includes('#9993'))).toBe(
    true,
  );
}, 30_000);

test('the map lies over it, marked, until the owner takes one of his own', async () => {
  await heat.run(['project', 'update', blog.id, '--visitor-snapshots', 'on']);
  expect((await visit(`${site.origin}/index.html`)).asked).toContain('/snapshots/masked');
  const [view] = await eventually(async () => {
    const found = await listed(blog);
    return found.length > 0 ? found : undefined;
  });
  const dashboard = await openDashboard(browser, serving);
  await dashboard.goto(`${serving.url}/p/${blog.id}/heatmaps?period=24h&page=${view?.page}`);
  await dashboard.locator('heat-page-view').waitFor();
  await dashboard.locator('text=Masked snapshot').waitFor();
  for (const width of [390, 1280]) {
    const { points, boxes } = await readMap(dashboard, width, ['h1']);
    expect(points.map((point) => [point.state, isInside(point, boxes[0] ?? null)])).toEqual([
      ['placed', true],
    ]);
  }
  if (process.env.OVERLAY_SHOTS)
    await dashboard.screenshot({ path: `${process.env.OVERLAY_SHOTS}/masked.png` });
  await dashboard.goto(`${serving.url}/p/${blog.id}/settings`);
  const row = dashboard.locator('heat-snapshot-list li');
  expect(await row.textContent()).toMatch(/\/index\.html\s*masked/);
  await row.locator('button').click();
  await dashboard.click('button:has-text("Remove snapshot")');
  await row.waitFor({ state: 'detached' });
  expect(await listed(blog)).toEqual([]);
  await dashboard.context().close();
}, 60_000);
