// Links of the dashboard's on a site that bundles the tracker's module: the parts come from heat, and the owner's visit
// is not recorded.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { buildPackage } from '../../sdk/build-package.ts';
import type { Page as List, PageRow, SnapshotView } from '../../src/contract/api.ts';
import { openBrowser } from '../support/browser.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from '../support/heat-process.ts';
import { boxesOf, drawnBy, openOwner, pageLink, saidBy, until } from '../support/overlays.ts';
import { type Pages, servePages } from '../support/pages.ts';
import { isInside } from '../support/snapshots.ts';
import { clickAt, openVisitor } from '../support/visitor.ts';

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;
let folder: string;
let site: Pages;
let project: ProjectAdded;

beforeAll(async () => {
  heat = await makeHeatFolder();
  folder = await mkdtemp(join(tmpdir(), 'heat-module-'));
  const npm = join(folder, 'npm');
  [serving, browser] = await Promise.all([heat.serve(), openBrowser(), buildPackage(npm)]);
  // As a bundler would: one file of the site's own, with the package inside.
  await Bun.write(
    join(folder, 'site.ts'),
    `import { init } from ${JSON.stringify(join(npm, 'index.js'))}; declare const HEAT: object; Object.assign(globalThis, { tracker: init(HEAT as never) }); init(HEAT as never); tracker.track('seen'); declare const tracker: { track(name: string): void };`,
  );
  const { outputs } = await Bun.build({
    entrypoints: [join(folder, 'site.ts')],
    target: 'browser',
    minify: true,
  });
  const bundle = await outputs[0]?.text();
  let options = '';
  site = servePages((path) =>
    path === '/site.js'
      ? new Response(`const HEAT = ${options};${bundle}`, { headers: { 'content-type': 'text/javascript' } })
      : `<title>Shop</title><main><h1>Tea</h1><button id=buy>Buy</button></main><script type=module src=/site.js></script>`,
  );
  project = await addProject(heat, 'shop', [site.origin]);
  options = JSON.stringify({ endpoint: `${serving.url}/ingest`, projectKey: project.writeKey });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await site?.stop();
  await heat?.remove();
  await rm(folder, { recursive: true, force: true });
});

const read = async <T>(path: string): Promise<T[]> => {
  const answer = await fetch(`${serving.url}/api/v1/projects/${project.id}/${path}`, {
    headers: { authorization: `Bearer ${project.apiKey}` },
  });
  return ((await answer.json()) as List<T>).items;
};

test('init() opens the overlay and takes a snapshot, and records nothing of that', async () => {
  const context = await openVisitor(browser, { width: 1000, height: 700 });
  const page = await context.newPage();
  await page.goto(`${site.origin}/`);
  await until(page, '!!window.tracker');
  await clickAt(page, '#buy', 0.5, 0.5);
  await page.waitForTimeout(100);
  await page.close({ runBeforeUnload: true });
  await eventually(async () => (await read<PageRow>('pages?period=24h'))[0]?.clicks === 1);

  const owner = await openOwner(browser);
  await owner.tab.goto(await pageLink(serving, { project, part: 'overlay', url: `${site.origin}/` }));
  expect(await saidBy(owner.tab)).toStartWith('1 click · 100 % placed');
  const [box] = await boxesOf(owner.tab, ['#buy']);
  const points = await drawnBy(owner.tab);
  expect(points.map((point) => isInside(point, box ?? null))).toEqual([true]);
  expect(owner.tab.url()).toBe(`${site.origin}/`);
  expect(await owner.tab.evaluate('window.heat === undefined')).toBe(true);
  await clickAt(owner.tab, '#buy', 0.5, 0.5);

  const taking = await owner.context.newPage();
  await taking.goto(await pageLink(serving, { project, part: 'snapshot', url: `${site.origin}/` }));
  const taken = await eventually(async () => (await read<SnapshotView>('snapshots'))[0]);
  expect(taken).toMatchObject({ title: 'Shop', url: `${site.origin}/` });
  await owner.context.close();

  // What comes after all that the owner might have sent.
  const last = await context.newPage();
  await last.goto(`${site.origin}/`);
  await until(last, '!!window.tracker');
  await last.close({ runBeforeUnload: true });
  const row = await eventually(async () => {
    const [found] = await read<PageRow>('pages?period=24h');
    return found?.pageviews === 2 ? found : undefined;
  });
  expect(row.clicks).toBe(1);
  await context.close();
}, 60_000);
