// An open dashboard, in a real Chromium against the built executable: it follows what happens by itself, tells hosts
// apart, gets over a lost connection, and loses no edits.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import type { HeatmapAnswer, Page as List, PageRow, SnapshotView } from '../../src/contract/api.ts';
import { layoutOf } from '../../src/contract/layouts.ts';
import { findCut, isShown } from '../support/cut-controls.ts';
import { type Demo, openDemo } from '../support/demo.ts';
import { eventually } from '../support/heat-process.ts';
import { sendLongNames } from '../support/long-names.ts';
import { findUnnamed, findUnseenFocus } from '../support/unnamed.ts';
import { clickAt, leave, openVisitor, tracked } from '../support/visitor.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo(['--visits', '120', '--days', '20', '--no-traffic']);
}, 120_000);
afterAll(() => demo?.close());

/** Somebody comes to the shop, clicks on its largest button and is gone. */
async function visitShop(origin = demo.serving.url): Promise<void> {
  const visitor = await openVisitor(demo.browser, { width: 1280, height: 800 });
  const page = await visitor.newPage();
  await page.goto(`${origin}/demo/`);
  await tracked(page);
  await clickAt(page, '#hero-shop', 0.5, 0.5);
  await page.waitForURL('**/demo/teas.html');
  await leave(page);
}

test('open reports show a visit by themselves, and leave alone what was chosen and scrolled', async () => {
  const [map, list, overview] = await Promise.all([
    demo.open('heatmaps?period=30d'),
    demo.open('sessions?period=30d'),
    demo.open('overview?period=30d'),
  ]);
  const sentence = async (page: Page) => (await page.locator('.answer').textContent()) ?? '';
  const leading = async (page: Page) => Number.parseInt((await sentence(page)).replace(',', ''), 10);
  await map.locator('heat-canvas[data-points]').waitFor();
  await map.locator('heat-element-list button').nth(1).click();
  await map.mouse.move(5, 5);
  const chosen = await map.locator('heat-wireframe .box.lit').getAttribute('data-element');
  await list.locator('heat-session-table tbody tr').nth(30).scrollIntoViewIfNeeded();
  const seen = await list.locator('heat-session-table tbody tr').nth(30).boundingBox();
  const before = {
    clicks: await leading(map),
    sessions: await leading(list),
    said: await sentence(overview),
  };
  for (const page of [map, list, overview]) await page.evaluate('globalThis.isSamePage = true');

  await visitShop();
  await eventually(async () => (await leading(map)) === before.clicks + 1);
  await eventually(async () => (await leading(list)) === before.sessions + 1);
  await eventually(async () => (await sentence(overview)) !== before.said);

  for (const page of [map, list, overview]) expect(await page.evaluate('globalThis.isSamePage')).toBe(true);
  expect(chosen).not.toBeNull();
  expect(await map.locator('heat-wireframe .box.lit').getAttribute('data-element')).toBe(chosen);
  // The row that was looked at is one further down in the list, at the same place of the screen.
  const now = await list.locator('heat-session-table tbody tr').nth(31).boundingBox();
  expect(Math.abs((now?.y ?? 0) - (seen?.y ?? 0))).toBeLessThan(4);
  await Promise.all([map, list, overview].map((page) => page.close()));
}, 60_000);

test('a heatmap of all devices lies over the newest snapshot of the layout that most of its clicks saw', async () => {
  const page = await demo.open('heatmaps?period=30d');
  // Hidden on a frame as narrow as a phone's, which the demo's busiest layout may be.
  const label = page.locator('heat-map-frame .wide');
  await label.waitFor({ state: 'attached' });
  const api = `${demo.serving.url}/api/v1/projects/kettle-leaf-demo`;
  const ask = async <T>(path: string) => (await (await page.request.get(`${api}/${path}`)).json()) as T;
  const [busiest] = (await ask<List<PageRow>>('pages?period=30d&limit=1')).items;
  const { meta } = await ask<HeatmapAnswer>(`heatmap?period=30d&page=${busiest?.page}`);
  const snapshots = (await ask<List<SnapshotView>>(`snapshots?page=${busiest?.page}`)).items;
  const newest = snapshots.find(({ viewportW }) => layoutOf(viewportW) === meta.layout?.name);
  const { viewportW, docH } = newest ?? { viewportW: 0, docH: 0 };
  await eventually(async () => (await label.textContent()) === `${viewportW.toLocaleString('en')} px wide`);
  const box = await page.locator('heat-canvas').boundingBox();
  const { width, height } = box ?? { width: 0, height: 0 };
  expect((height / width) * viewportW).toBeWithin(docH * 0.9, docH * 1.1);
  await page.close();
});

test('pages of two hosts are listed by path, with the host beneath', async () => {
  for (const host of ['localhost', '127.0.0.1'])
    await visitShop(`http://${host}:${new URL(demo.serving.url).port}`);
  const page = await demo.open('heatmaps?period=30d');
  const hosts = page.locator('heat-page-list .host');
  await eventually(async () => new Set(await hosts.allTextContents()).size === 2);
  for (const path of await page.locator('heat-page-list .row heat-path span').allTextContents())
    expect(path.trim()).toMatch(/^\/demo/);
  await page.close();
}, 60_000);

test('a page that did not arrive says so, and comes when the connection is back', async () => {
  const page = await demo.open('overview');
  await page.locator('heat-metric-card').first().waitFor();
  await demo.owner.setOffline(true);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByText('This page could not be loaded').waitFor();
  await page.getByText('The part of the dashboard that draws this page did not arrive').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('The server did not answer').waitFor();
  expect(await page.title()).toContain('Settings');
  await demo.owner.setOffline(false);
  await page.getByRole('heading', { name: 'Allowed origins' }).waitFor({ timeout: 10_000 });
  await page.close();
}, 60_000);

test('a report that could not be asked for comes when the connection is back', async () => {
  const page = await demo.open('heatmaps');
  await page.locator('heat-canvas[data-points]').waitFor();
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.locator('heat-metric-card').first().waitFor();
  await demo.owner.setOffline(true);
  await page.getByRole('link', { name: 'Heatmaps' }).click();
  await page.getByText('The pages could not be loaded').waitFor();
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(1);
  await demo.owner.setOffline(false);
  await page.locator('heat-canvas[data-points]').waitFor();
  await page.close();
}, 60_000);

test('edits that were not saved are not left behind unasked, and a bad origin is explained', async () => {
  const page = await demo.open('settings');
  const asked: string[] = [];
  let isLeaving = false;
  page.on('dialog', (dialog) => {
    asked.push(dialog.message());
    return isLeaving ? dialog.accept() : dialog.dismiss();
  });
  await page.fill('#days', '30');
  await page.fill('textarea#origins', 'localhost:8080');
  await page.getByRole('button', { name: 'Save origins' }).click();
  await page.getByText('Did you mean http://localhost:8080?').waitFor();
  await page.getByRole('link', { name: 'Overview' }).click();
  // Once, though two parts were edited.
  expect([asked.length, new URL(page.url()).pathname]).toEqual([1, '/p/kettle-leaf-demo/settings']);
  expect(await page.inputValue('textarea#origins')).toBe('localhost:8080');
  isLeaving = true;
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.waitForURL('**/overview');
  expect(asked).toHaveLength(2);
  await page.close();
}, 60_000);

test('settings begin with the snippet, are led to by address and list, and ask before old data goes', async () => {
  const page = await demo.open('settings#members');
  const heading = (name: string) => page.getByRole('heading', { name, exact: true });
  const isAtTop = (name: string) =>
    eventually(async () => {
      const { y } = (await heading(name).boundingBox()) ?? { y: -1 };
      return y >= 0 && y < 200;
    });
  await isAtTop('Members');
  const list = page.getByRole('navigation', { name: 'On this page' });
  const names = await list.getByRole('link').allTextContents();
  expect(names.slice(0, 4)).toEqual(['Snippet', 'Allowed origins', 'Snapshots', 'Name and time zone']);
  expect(names.at(-1)).toBe('Delete this project');
  const headings = await page.getByRole('heading', { level: 2 }).allTextContents();
  expect(headings.toSorted()).toEqual(names.toSorted());
  await list.getByRole('link', { name: 'How long data is kept' }).click();
  await isAtTop('How long data is kept');
  expect(new URL(page.url()).hash).toBe('#retention');
  expect(await page.evaluate(`history.length`)).toBe(3);

  await page.fill('#days', '7');
  await page.locator('heat-retention-form').getByRole('button', { name: 'Save' }).click();
  await page
    .getByRole('dialog', { name: 'Keep only 7 days?' })
    .getByRole('button', { name: 'Cancel' })
    .click();
  const kept = await page.request.get(`${demo.serving.url}/api/v1/projects/kettle-leaf-demo`);
  expect((await kept.json()) as unknown).toMatchObject({ settings: { eventDays: 0 } });
  await page.close();
}, 60_000);

test('who opens a form by keyboard is in it, and where he was when it closes', async () => {
  const page = await demo.open('funnels');
  const hasFocus = (selector: string) =>
    eventually(async () => (await page.locator(`${selector}:focus`).count()) === 1);
  for (const [path, button, inForm, close] of [
    ['funnels', 'New funnel', 'heat-funnel-editor #name', 'Cancel'],
    ['goals', 'New goal', 'heat-goal-form #name', 'Cancel'],
    ['goals', 'New alert', 'heat-alert-form select', 'Cancel'],
  ] as const) {
    await page.goto(`${demo.serving.url}/p/kettle-leaf-demo/${path}`);
    const opener = page.getByRole('button', { name: button });
    await opener.focus();
    await page.keyboard.press('Enter');
    await hasFocus(inForm);
    await page.getByRole('button', { name: close }).press('Enter');
    await eventually(async () => (await page.locator('button:focus').textContent())?.trim() === button);
  }
  await page.close();
}, 60_000);

test('something stands in the page before any script has come', async () => {
  const quiet = await demo.browser.newContext();
  const page = await quiet.newPage();
  await page.route('**/assets/main-*.js', () => undefined);
  await page.goto(`${demo.serving.url}/sign-in`, { waitUntil: 'commit' });
  await page.getByText('Loading heat…').waitFor();
  await quiet.close();
});

const PAGES = [
  ...[
    'overview',
    'heatmaps',
    'heatmaps?kind=scroll',
    'sessions',
    'events',
    'funnels?funnel=:id',
    'goals',
    'journeys',
  ],
  ...['journeys?view=table', 'retention', 'friction', 'live', 'settings', 'install', '/account', '/projects'],
];

test('every page fits a phone, with long names too, and says nothing in the console, to whom it does not know neither', async () => {
  const phone = { width: 360, height: 800 };
  const faults: string[] = [];
  const watch = (page: Page) => {
    page.on('pageerror', ({ message }) => faults.push(`${page.url()}: ${message}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) faults.push(`${page.url()}: ${message.text()}`);
    });
  };
  const { url } = demo.serving;
  await sendLongNames(url, 'hw_demo');
  const step = { type: 'page', match: 'glob', value: `/${'one-segment-'.repeat(16)}*` };
  const funnel = {
    ...{ name: 'A long name '.repeat(6), windowMs: 3_600_000, order: 'loose', unit: 'session' },
    steps: [step, { ...step, value: '/*' }, step],
  };
  const api = `${url}/api/v1/projects/kettle-leaf-demo`;
  const headers = { 'x-heat': '1', origin: new URL(url).origin };
  const made = await demo.owner.request.post(`${api}/funnels`, { data: funnel, headers });
  expect(made.status()).toBe(201);
  const { id } = (await made.json()) as { id: string };
  const walk = async (paths: readonly string[]) => {
    const page = await demo.owner.newPage();
    watch(page);
    await page.setViewportSize(phone);
    for (const path of paths.map((one) => one.replace(':id', id))) {
      await page.goto(path.startsWith('/') ? url + path : `${url}/p/kettle-leaf-demo/${path}`);
      await eventually(() => isShown(page));
      for (const fault of [...(await findCut(page)), ...(await findUnnamed(page))])
        faults.push(`${path}: ${fault}`);
      for (const fault of await findUnseenFocus(page, 8)) faults.push(`${path}: ${fault}`);
    }
    await page.close();
  };
  const half = PAGES.length / 2;
  await Promise.all([walk(PAGES.slice(0, half)), walk(PAGES.slice(half))]);

  const outside = await openVisitor(demo.browser, phone);
  const page = await outside.newPage();
  watch(page);
  await page.goto(`${url}/account`);
  await page.waitForURL('**/sign-in**');
  await eventually(() => isShown(page));
  for (const fault of [...(await findCut(page)), ...(await findUnnamed(page))])
    faults.push(`sign-in: ${fault}`);
  await outside.close();
  expect(faults).toEqual([]);
}, 90_000);
