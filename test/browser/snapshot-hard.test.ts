// A page that is hard to copy: what is private stays behind, what clings to the window stands where it should, what is
// hidden at a width is listed and not drawn. And hostile snapshots: nothing runs, nothing is fetched.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import type { Page as List, PageRow, SnapshotView } from '../../src/contract/api.ts';
import type { SnapshotContent } from '../../src/contract/snapshot.ts';
import { openBrowser } from '../support/browser.ts';
import { hardFile, hardPage } from '../support/hard-page.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from '../support/heat-process.ts';
import { isInside, openDashboard, pageUnderMap, readMap, takeSnapshot } from '../support/snapshots.ts';
import { clickAt, openVisitor } from '../support/visitor.ts';

const CLICKED = ['#start', '#stick', '#menu', '.card:nth-child(5) a', '#inside', '#buy'];
const SHOTS = process.env.SNAPSHOT_SHOTS;

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;
let dashboard: Page;
let project: ProjectAdded;
let site: ReturnType<typeof Bun.serve>;
let origin = '';
let snippet = '';
const asked: string[] = [];

beforeAll(async () => {
  site = Bun.serve({
    port: 0,
    fetch: ({ url }) => {
      const { pathname } = new URL(url);
      asked.push(pathname);
      const page = () => new Response(hardPage(snippet), { headers: { 'content-type': 'text/html' } });
      return hardFile(pathname) ?? page();
    },
  });
  origin = `http://localhost:${site.port}`;
  heat = await makeHeatFolder();
  [serving, browser] = await Promise.all([heat.serve(), openBrowser()]);
  project = await addProject(heat, 'hard', [origin]);
  snippet = `<script defer src="${serving.url}/heat.js" data-project="${project.writeKey}" data-mask-text-selectors=".mask-me"></script>`;
  dashboard = await openDashboard(browser, serving);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await site?.stop(true);
  await heat?.remove();
});

async function api<T>(path: string): Promise<T> {
  const answer = await fetch(`${serving.url}/api/v1/projects/${project.id}/${path}`, {
    headers: { authorization: `Bearer ${project.apiKey}` },
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

test('a page that is hard to copy keeps its shape and its secrets', async () => {
  const context = await openVisitor(browser, { width: 1100, height: 700 });
  const visitor = await context.newPage();
  const parts: string[] = [];
  visitor.on('request', (request) => parts.push(request.url()));
  await visitor.goto(`${origin}/`);
  await visitor.waitForFunction('window.heat');
  for (const selector of CLICKED) {
    await clickAt(visitor, selector, 0.4, 0.5);
    if (!selector.endsWith(' a')) continue;
    await visitor.waitForURL('**/item/*');
    await visitor.goBack();
    await visitor.waitForFunction('window.heat');
  }
  await visitor.close({ runBeforeUnload: true });
  expect(parts.filter((url) => url.includes('heat-snapshot'))).toEqual([]);
  const page = await eventually(async () =>
    (await api<List<PageRow>>('pages?period=24h')).items.find(
      (row) => row.path === '/' && row.clicks === CLICKED.length,
    ),
  );

  await dashboard.goto(`${serving.url}/p/${project.id}/heatmaps?period=24h&page=${page.page}`);
  await dashboard.locator('heat-canvas[data-points]').waitFor();
  expect(await takeSnapshot(dashboard, `${origin}/`)).toMatch(/^Snapshot taken\./);
  await dashboard.locator('heat-page-view').waitFor();

  for (const width of [1100, 360, 2000]) {
    const { points, boxes } = await readMap(dashboard, width, CLICKED);
    if (SHOTS) await dashboard.screenshot({ path: `${SHOTS}/hard-${width}.png` });
    const isShown = (selector: string) => width >= 700 || selector !== '#menu';
    for (const [at, selector] of CLICKED.entries()) {
      const hits = points.filter(
        (point) => point.state === 'placed' && isInside(point, boxes[at] ?? null),
      ).length;
      if (isShown(selector)) expect({ width, selector, hits }).toEqual({ width, selector, hits: 1 });
    }
    expect({ width, points: points.length }).toEqual({ width, points: width >= 700 ? 6 : 5 });
  }
  await dashboard.locator('heat-placement .badge').click();

  const [taken] = (await api<List<SnapshotView>>('snapshots')).items;
  const content = await api<SnapshotContent>(`snapshots/${taken?.id}`);
  const text = JSON.stringify(content);
  for (const secret of [
    'hunter2',
    'typed',
    '4711',
    'Jane',
    'jane',
    '1234',
    'Second secret',
    'evil.example',
    '<script',
    'customElements',
    'other document',
  ])
    expect({ secret, isIn: text.includes(secret) }).toEqual({ secret, isIn: false });
  for (const kept of ['"data-kind":"card odd"', 'Send it', 'Item 9', 'rgb(1, 2, 3)', '.made', '.imported'])
    expect({ kept, isIn: text.includes(kept) }).toEqual({ kept, isIn: true });

  expect(await dashboard.evaluate<string[]>(drawingOf)).toEqual(['svg', 'svg', 'svg', 'xhtml']);
  const sizes = await dashboard.evaluate<Record<string, [number, number]>>(sizesOf);
  expect(sizes).toMatchObject({
    secret: [300, 90],
    inner: [324, 124],
    drawing: [90, 30],
    rect: [50, 20],
    paint: [80, 40],
    photo: [60, 40],
    made: [expect.any(Number), 77],
    imported: [expect.any(Number), 66],
    inside: [200, 50],
  });
}, 120_000);

test('links that are not good do nothing on the page', async () => {
  const context = await openVisitor(browser, { width: 1100, height: 700 });
  const page = await context.newPage();
  await page.goto(`${origin}/#heat=snapshot.bm90aGluZw.AAAA`);
  await page
    .locator('heat-notice [role=status]')
    .filter({ hasText: 'No snapshot: This snapshot link is not valid' })
    .waitFor();
  expect(await page.evaluate('[scrollY, location.hash]')).toEqual([0, '']);
  await context.close();
}, 60_000);

test('a hostile snapshot runs nothing and fetches nothing', async () => {
  const before = (await api<List<SnapshotView>>('snapshots')).total;
  const evil = `${origin}/evil`;
  const answer = await fetch(`${serving.url}/snapshots`, {
    method: 'POST',
    headers: { authorization: `Bearer ${project.apiKey}` },
    body: JSON.stringify(hostile(evil)),
  });
  expect(answer.status).toBe(201);
  const { snapshot } = (await answer.json()) as { snapshot: SnapshotView };
  expect((await api<List<SnapshotView>>('snapshots')).total).toBe(before + 1);

  asked.length = 0;
  const errors: string[] = [];
  dashboard.on('pageerror', (error) => errors.push(String(error)));
  dashboard.on('dialog', (dialog) => errors.push(dialog.message()));
  // Of another layout than the clicks', it lies under their map only when it is chosen.
  const chosen = `page=${snapshot.page}&snapshot=${snapshot.id}`;
  await dashboard.goto(`${serving.url}/p/${project.id}/heatmaps?period=24h&${chosen}`);
  await dashboard.locator('heat-page-view').waitFor();
  const { points } = await readMap(dashboard, 800, ['#there']);
  expect(points.length).toBeGreaterThan(0);
  await dashboard.waitForTimeout(500);
  expect(await dashboard.evaluate<unknown>(stateOf)).toEqual({
    ran: null,
    there: 'still here',
    scripts: 0,
    address: '/snapshot-frame.html',
  });
  expect(asked).toEqual([]);
  expect(errors).toEqual([]);
}, 60_000);

function hostile(evil: string): object {
  const given: [string, object][] = [
    ['script', { src: `${evil}/a.js` }],
    ['img', { src: `${evil}/b.png`, onerror: 'top.ran=1' }],
    ['img', { src: 'heat:0', onload: 'top.ran=2' }],
    ['iframe', { src: `${evil}/c`, srcdoc: '<script>top.ran=3</script>' }],
    ['object', { data: `${evil}/d` }],
    ['embed', { src: `${evil}/e` }],
    ['link', { rel: 'stylesheet', href: `${evil}/f.css` }],
    ['meta', { 'http-equiv': 'refresh', content: `0;url=${evil}/g` }],
    ['base', { href: `${evil}/` }],
    ['a', { href: 'javascript:top.ran=4', id: 'link' }],
    ['form', { action: `${evil}/h` }],
    ['video', { src: `${evil}/i.mp4`, poster: `${evil}/i.png`, autoplay: '' }],
    ['p', { style: `background:url(${evil}/j.png)`, onclick: 'top.ran=5' }],
    ['svg', { onload: 'top.ran=6' }],
    ['p', { id: 'there' }],
  ];
  return {
    v: 1,
    url: `${origin}/`,
    title: '</title><script>top.ran=7</script>',
    viewport: [900, 700],
    doc: [900, 900],
    nodes: [
      [-1, 'html', {}],
      [0, 'body', { onload: 'top.ran=8', background: `${evil}/k.png` }],
      [1, 'style', {}, { c: 0 }],
      ...given.map(([tag, attributes]) => [1, tag, attributes]),
      [given.length + 2, 'still here'],
    ],
    styles: [
      `@import "${evil}/l.css"; @font-face{font-family:x;src:url(${evil}/m.woff2)} *{font-family:x;background:u\\72l(${evil}/n.png);content:image-set("${evil}/o.png" 1x)}`,
    ],
    assets: [
      `data:image/svg+xml;base64,${btoa(`<svg xmlns="http://www.w3.org/2000/svg" onload="top.ran=9"><script>top.ran=10</script><image href="${evil}/p.png"/></svg>`)}`,
    ],
    descriptors: [{ tag: 'p' }],
  };
}

const drawingOf = `Array.from(${pageUnderMap}.querySelectorAll('#drawing, #g, #rect, #inner-html'), (node) => node.namespaceURI.split('/').at(-1))`;
const stateOf = `(() => {
  const page = ${pageUnderMap};
  return {
    ran: window.ran ?? null,
    there: page.querySelector('#there').textContent,
    scripts: page.querySelectorAll('script,iframe,object,embed,link,meta,base,[onload],[onclick],[onerror]').length,
    address: page.location.pathname,
  };
})()`;
const sizesOf = `(() => {
  const page = ${pageUnderMap};
  const found = {};
  const inside = page.querySelector('fancy-box').shadowRoot.querySelector('#inside');
  for (const element of [...page.querySelectorAll('[id]'), inside]) {
    const { width, height } = element.getBoundingClientRect();
    found[element.id] = [Math.round(width), Math.round(height)];
  }
  return found;
})()`;
