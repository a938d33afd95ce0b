// A hostile page as a snapshot: nothing in it runs, nothing it names is fetched (every address is a trap that counts),
// limits answer with words, a very long page leaves the dashboard usable. And what a snapshot keeps of a friendly one.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import type { Page as List, PageRow, SnapshotTaken } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
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
import { hostileSnapshot, longSnapshot } from '../support/hostile-snapshot.ts';
import { readApi } from '../support/read-back.ts';
import { openDashboard, pageUnderMap, readMap, takeSnapshot } from '../support/snapshots.ts';
import { openVisitor } from '../support/visitor.ts';

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;
let dashboard: Page;
let project: ProjectAdded;
let site: ReturnType<typeof Bun.serve>;
let trap: ReturnType<typeof Bun.serve>;
let snippet = '';
const trapped: string[] = [];

beforeAll(async () => {
  trap = Bun.serve({
    port: 0,
    fetch: ({ url }) => {
      trapped.push(new URL(url).pathname);
      return new Response('', { headers: { 'access-control-allow-origin': '*' } });
    },
  });
  site = Bun.serve({
    port: 0,
    fetch: ({ url }) =>
      new Response(PAGES[new URL(url).pathname]?.() ?? '<!doctype html>', {
        headers: { 'content-type': 'text/html' },
      }),
  });
  heat = await makeHeatFolder();
  [serving, browser] = await Promise.all([heat.serve(), openBrowser()]);
  project = await addProject(heat, 'hostile', [`http://localhost:${site.port}`]);
  snippet = `<script defer src="${serving.url}/heat.js" data-project="${project.writeKey}"></script>`;
  dashboard = await openDashboard(browser, serving);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await site?.stop(true);
  await trap?.stop(true);
  await heat?.remove();
});

const PAGES: Record<string, () => string> = {
  '/night': () =>
    `<!doctype html><title>Night</title>${snippet}<body style="background:oklch(0.2 0.02 260);color:#eee"><p id="there">At night`,
  '/evil': () => `<!doctype html><title>Evil</title>${snippet}<p id="there">still here</p>`,
  '/long': () =>
    `<!doctype html><title>Long</title>${snippet}<style>p{margin:0}</style><button id="first">First</button>${Array.from({ length: 50_000 }, (_, at) => `<p>${at}`).join('')}`,
  '/kept': () => `<!doctype html><html lang="de"><title>Kept</title>${snippet}
<div id="kept" data-anything="a b" data-v-7f3a="" data-json='{"a":[1,"<b>"]}' data-N="5" aria-label="Box" role="group" title="Title" tabindex="3"
  hidden-by="nobody" x-data="{ open: false }" itemprop="name" contenteditable="false" part="box" slot="s" dir="auto" class="a css-1x2y3z" draggable="true">kept</div>
<div id="private" data-private data-name="Jane Doe"><i data-inner="4711">secret</i></div>
<p id="masked" class="mask" data-user="jane" aria-label="Jane" lang="en">Jane Doe</p>
<input id="field" value="typed" data-field="yes" placeholder="Name" onfocus="x()">
<a id="mail" href="mailto:jane@example.com" data-to="jane@example.com">Mail</a></html>`,
};

function post(snapshot: object): Promise<Response> {
  return fetch(`${serving.url}/snapshots`, {
    method: 'POST',
    headers: { authorization: `Bearer ${project.apiKey}` },
    body: JSON.stringify(snapshot),
  });
}

/** A visitor's click; answers the page's id once it has arrived. */
async function clickOn(address: string, selector: string): Promise<string> {
  const context = await openVisitor(browser, { width: 1100, height: 800 });
  const visitor = await context.newPage();
  await visitor.goto(address);
  await visitor.waitForFunction('window.heat');
  await visitor.click(selector);
  await visitor.close({ runBeforeUnload: true });
  const { pathname } = new URL(address);
  const row = await eventually(async () =>
    (await readApi<List<PageRow>>(serving.url, project, 'pages?period=24h')).items.find(
      ({ path, clicks }) => path === pathname && clicks === 1,
    ),
  );
  await context.close();
  return row.page;
}

async function openMap(page: string): Promise<void> {
  await dashboard.goto(`${serving.url}/p/${project.id}/heatmaps?period=24h&page=${page}`);
  await dashboard.locator('heat-page-view').waitFor();
}

test('nothing of a hostile snapshot runs, nothing is fetched', async () => {
  const address = `http://localhost:${site.port}/evil`;
  await clickOn(address, '#there');
  const answer = await post(hostileSnapshot(address, `http://localhost:${trap.port}`));
  expect(answer.status).toBe(201);
  const { snapshot } = (await answer.json()) as SnapshotTaken;
  const faults: string[] = [];
  const asked: string[] = [];
  dashboard.on('pageerror', (error) => faults.push(String(error)));
  dashboard.on('dialog', (dialog) => faults.push(dialog.message()));
  dashboard.on('popup', (popup) => faults.push(popup.url()));
  dashboard.on('request', (request) => asked.push(request.url()));
  await openMap(snapshot.page);
  for (const width of [320, 1280]) await readMap(dashboard, width, []);
  await dashboard.waitForTimeout(1500);
  expect(await dashboard.evaluate(stateOf)).toEqual({
    ran: null,
    there: 'still here',
    forbidden: [],
    handlers: [],
    address: '/snapshot-frame.html',
  });
  expect(dashboard.url()).toStartWith(serving.url);
  expect(trapped).toEqual([]);
  expect(asked.filter((url) => !url.startsWith(serving.url) && !url.startsWith('data:'))).toEqual([]);
  expect(faults).toEqual([]);
  const stored = JSON.stringify(
    await readApi<SnapshotContent>(serving.url, project, `snapshots/${snapshot.id}`),
  );
  expect(stored).not.toContain('top.ran=1;fetch');
  expect(stored).not.toContain('typed');
}, 60_000);

test('limits answer with what they are', async () => {
  const url = `http://localhost:${site.port}/limits`;
  const many = (nodes: number) => longSnapshot(url, nodes);
  const small = longSnapshot(url, 1) as Record<string, unknown>;
  const cases: [what: object, words: string][] = [
    [many(50_000), String(LIMITS.snapshotNodes)],
    [{ ...small, styles: ['a'.repeat(LIMITS.snapshotStyleChars + 1)] }, String(LIMITS.snapshotStyleChars)],
    [{ ...small, assets: Array(LIMITS.snapshotAssets + 1).fill('') }, String(LIMITS.snapshotAssets)],
    [
      { ...small, styles: ['x'.repeat(1_900_000), 'x'.repeat(1_900_000), 'x'.repeat(400_000)] },
      String(LIMITS.snapshotBytes),
    ],
  ];
  for (const [snapshot, words] of cases) {
    const answer = await post(snapshot);
    const { message, code } = (await answer.json()) as { message: string; code: string };
    expect({ status: answer.status, code, message }).toMatchObject({ status: 413 });
    expect(message.replace(/\D/g, ' ')).toContain(words);
  }
  const deep = [[-1, 'html', {}], ...Array.from({ length: 5_000 }, (_, at) => [at, 'div', {}])];
  const answer = await post({ ...small, nodes: deep });
  expect(answer.status).toBe(201);
}, 60_000);

test('a page of 50,000 elements is taken up to its limit, and the dashboard goes on', async () => {
  const address = `http://localhost:${site.port}/long`;
  const page = await clickOn(address, '#first');
  await dashboard.goto(`${serving.url}/p/${project.id}/heatmaps?period=24h&page=${page}`);
  await dashboard.locator('heat-canvas[data-points]').waitFor();
  expect(await takeSnapshot(dashboard, address)).toContain('without the end of this very long page');
  await dashboard.reload();
  await dashboard.locator('heat-page-view').waitFor();
  const { points, boxes } = await readMap(dashboard, 700, ['#first']);
  expect(points.map(({ state }) => state)).toEqual(['placed']);
  expect(boxes[0]?.w).toBeGreaterThan(0);
  await dashboard.getByRole('link', { name: 'Overview' }).click();
  await dashboard.getByRole('heading', { name: 'Overview' }).waitFor({ timeout: 15_000 });
}, 120_000);

test('a snapshot keeps attributes, unknown ones included, except what privacy takes away', async () => {
  const address = `http://localhost:${site.port}/kept`;
  snippet = snippet.replace('data-project', 'data-mask-text-selectors=".mask" data-project');
  const page = await clickOn(address, '#kept');
  await dashboard.goto(`${serving.url}/p/${project.id}/heatmaps?period=24h&page=${page}`);
  await dashboard.locator('heat-canvas[data-points]').waitFor();
  expect(await takeSnapshot(dashboard, address)).toStartWith('Snapshot taken');
  await dashboard.reload();
  await dashboard.locator('heat-page-view').waitFor();
  await readMap(dashboard, 800, []);
  const attributes = await dashboard.evaluate<Record<string, Record<string, string>>>(attributesOf);
  expect(attributes.kept).toEqual({
    ...{
      id: 'kept',
      'data-anything': 'a b',
      'data-v-7f3a': '',
      'data-json': '{"a":[1,"<b>"]}',
      'data-n': '5',
    },
    ...{ 'aria-label': 'Box', role: 'group', title: 'Title', tabindex: '3', 'hidden-by': 'nobody' },
    ...{ 'x-data': '{ open: false }', itemprop: 'name', contenteditable: 'false', part: 'box', slot: 's' },
    ...{ dir: 'auto', class: 'a css-1x2y3z', draggable: 'true' },
  });
  expect(attributes.masked).toMatchObject({ 'data-user': 'xxxx', 'aria-label': 'xxxx', lang: 'en' });
  expect(attributes.field).toMatchObject({ 'data-field': 'yes', placeholder: 'Name' });
  expect(attributes.field).not.toHaveProperty('value');
  expect(attributes.field).not.toHaveProperty('onfocus');
  expect(JSON.stringify(attributes)).not.toMatch(/jane|4711|example\.com|typed/i);
}, 60_000);

test('the colours of a map suit the page under it, whatever the dashboard looks like', async () => {
  await dashboard.emulateMedia({ colorScheme: 'light' });
  const address = `http://localhost:${site.port}/night`;
  const page = await clickOn(address, '#there');
  await dashboard.goto(`${serving.url}/p/${project.id}/heatmaps?period=24h&page=${page}`);
  await dashboard.locator('heat-canvas[data-points]').waitFor();
  expect(await dashboard.evaluate(onDark)).toEqual([null, null]);
  expect(await takeSnapshot(dashboard, address)).toStartWith('Snapshot taken');
  await dashboard.reload();
  await dashboard.locator('heat-page-view').waitFor();
  await readMap(dashboard, 800, []);
  expect(await dashboard.evaluate(onDark)).toEqual([true, true]);
}, 60_000);

const onDark = `(() => {
  const find = (root, name) => {
    for (const node of root.querySelectorAll('*')) {
      if (node.localName === name) return node;
      const inner = node.shadowRoot && find(node.shadowRoot, name);
      if (inner) return inner;
    }
    return null;
  };
  return ['heat-canvas', 'heat-legend'].map((name) => find(document, name).onDark);
})()`;
const stateOf = `(() => {
  const page = ${pageUnderMap};
  const all = Array.from(page.querySelectorAll('*'));
  const names = 'script,iframe,frame,object,embed,applet,portal,fencedframe,link,meta:not([charset]),base,source,track,animate,set,feImage,template';
  return {
    ran: window.ran ?? null,
    there: page.querySelector('#there').textContent,
    forbidden: Array.from(page.querySelectorAll(names), (node) => node.localName),
    handlers: all.flatMap((node) => Array.from(node.attributes, ({ name, value }) => name + '=' + value)).filter((text) => /^on|^(form)?action|^ping|^srcdoc|javascript:|^value=/i.test(text)),
    address: page.location.pathname,
  };
})()`;
const attributesOf = `(() => {
  const page = ${pageUnderMap};
  const found = {};
  for (const element of page.querySelectorAll('[id]'))
    found[element.id] = Object.fromEntries(Array.from(element.attributes, ({ name, value }) => [name, value]));
  return found;
})()`;
