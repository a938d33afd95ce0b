// Funnels, journeys and retention in the dashboard, in a real Chromium against the built executable: a funnel is made,
// counted while it is made, kept, and leads to those who left it.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { type Demo, openDemo } from '../support/demo.ts';
import { eventually } from '../support/heat-process.ts';

let demo: Demo;
let page: Page;

beforeAll(async () => {
  demo = await openDemo(['--visits', '200', '--days', '6', '--no-traffic']);
  page = await demo.open('overview');
}, 120_000);
afterAll(() => demo?.close());

const open = (path: string) => page.goto(`${demo.serving.url}/p/kettle-leaf-demo/${path}`);
const counts = async () => {
  const texts = await page.locator('heat-funnel .count').allTextContents();
  return texts.map((text) => Number(text.replace(',', '')));
};

test('a funnel is counted while it is made, kept, and shows who left', async () => {
  await open('funnels?period=7d');
  await page.locator('heat-funnel .count').first().waitFor();
  await page.getByRole('button', { name: 'New funnel' }).click();
  await page.getByLabel('Name').fill('To the teas');
  await page.getByLabel('Step 1', { exact: true }).fill('/demo');
  await page.getByLabel('Step 2', { exact: true }).fill('/demo/teas.html');
  await eventually(async () => (await counts()).length === 2);
  const [began = 0, through = 0] = await counts();
  expect(began).toBeGreaterThan(through);
  expect(through).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Save funnel' }).click();
  await page.locator('nav .row[aria-pressed="true"]').filter({ hasText: 'To the teas' }).waitFor();
  // The saved one is counted anew: its numbers go and come again.
  await eventually(async () => (await counts()).join() === `${began},${through}`);
  await page.locator('heat-funnel .step').first().click();
  await page.getByText('Left after “/demo”').waitFor();
  const table = page.locator('heat-session-table tbody tr');
  await eventually(async () => (await table.count()) === Math.min(5, began - through));
  const heatmap = page.locator('.pages a').first();
  expect(await heatmap.getAttribute('href')).toMatch(/\/heatmaps\?.*filter=funnel_left/);
  const list = page.getByRole('link', { name: 'Open the list' });
  await list.click();
  await page.getByText('Left the funnel “To the teas” after step 1').first().waitFor();
  await eventually(async () => (await page.getByText(`${began - through} sessions`).count()) > 0);
  await page.goBack();

  await page.reload();
  await page.getByRole('heading', { name: 'To the teas' }).waitFor();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove funnel' }).click();
  await eventually(async () => (await page.locator('nav .row').count()) === 2);
}, 60_000);

test('journeys are drawn, follow a chosen page, and can be read as a table', async () => {
  await open('journeys?period=7d');
  const bar = page.locator('heat-sankey button').filter({ hasText: '/demo/teas.html' }).first();
  await bar.click();
  await page.waitForURL('**page=**');
  await eventually(async () =>
    (await page.locator('.answer').textContent())?.startsWith('After /demo/teas.html'),
  );
  await page.getByRole('button', { name: 'Table' }).click();
  const [first, ...later] = await page.locator('.tables section').all();
  expect(await first?.locator('tbody tr').count()).toBe(1);
  expect(later.length).toBeGreaterThan(0);
}, 60_000);

test('retention shows a cohort for each day on which somebody first came', async () => {
  await open('retention?period=7d');
  const rows = page.locator('tbody tr');
  await rows.first().waitFor();
  expect(await rows.count()).toBeGreaterThan(3);
  expect(await rows.first().locator('td').nth(1).textContent()).toContain('100');
}, 60_000);
