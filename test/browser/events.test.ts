// Charts and custom events, in a real Chromium against the built executable: the chart by pointer, keys, table and
// file, notes, the drill-down of a dimension, and the events page from the first event on.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { type Demo, openDemo } from '../support/demo.ts';
import { eventually } from '../support/heat-process.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo(['--visits', '200', '--days', '20', '--no-traffic']);
}, 120_000);
afterAll(() => demo?.close());

async function downloaded(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('heat-series-chart').getByRole('button', { name: button }).click(),
  ]);
  return { name: file.suggestedFilename(), bytes: await readFile((await file.path()) ?? '') };
}

test('the chart is read by pointer, by keys, as a table and as files', async () => {
  const page = await demo.open('overview?period=30d');
  const plot = page.locator('heat-series-chart .plot');
  await page.locator('heat-series-chart canvas').waitFor();
  await plot.hover({ position: { x: 600, y: 80 } });
  expect(await page.locator('heat-series-chart .tip').textContent()).toContain('Visitors');
  await plot.focus();
  await page.keyboard.press('Home');
  const first = await plot.getAttribute('aria-valuetext');
  await page.keyboard.press('ArrowRight');
  expect(await plot.getAttribute('aria-valuetext')).not.toBe(first);
  await page.keyboard.press('End');
  expect(await page.locator('heat-series-chart .tip').textContent()).toContain('(so far)');

  const csv = (await downloaded(page, 'CSV')).bytes.toString();
  const lines = csv.trimEnd().split('\r\n');
  expect(lines[0]).toBe('"Day","Visitors","Before","Notes"');
  expect(lines.length).toBe(31);
  expect(csv).toContain('Deploy 2.3: coupon in the cart');
  const picture = await downloaded(page, 'PNG');
  expect(picture.name).toBe('heat-visitors.png');
  expect([...picture.bytes.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);

  await page.getByRole('button', { name: 'Table', exact: true }).click();
  expect(await page.locator('heat-series-chart tbody tr').count()).toBe(30);
  await page.close();
}, 60_000);

test('a note is added to the chart, listed with the others and removed', async () => {
  const page = await demo.open('overview?period=7d');
  await page.locator('heat-series-chart canvas').waitFor();
  await page.getByRole('button', { name: '1 note', exact: true }).click();
  await page.getByLabel('What happened').fill('Deploy <b>9</b>');
  await page.getByRole('button', { name: 'Add note' }).click();
  await page.getByLabel('What happened').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  const cell = page.locator('heat-series-chart td').filter({ hasText: 'Deploy <b>9</b>' });
  await cell.waitFor();
  await page.getByRole('button', { name: '2 notes', exact: true }).click();
  await page.getByRole('button', { name: 'Remove note: Deploy <b>9</b>' }).click();
  await cell.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '1 note', exact: true }).waitFor();
  await page.close();
}, 60_000);

test('any dimension can be broken down, ordered and filtered by', async () => {
  const page = await demo.open('overview?period=30d');
  await page.getByLabel('Dimension').selectOption('browser');
  await page.waitForURL('**split=browser**');
  const rows = page.locator('heat-dimension-table tbody tr');
  await rows.filter({ hasText: 'Firefox' }).waitFor();
  await page.locator('heat-dimension-table').getByRole('button', { name: 'Pageviews' }).click();
  await page
    .locator('heat-dimension-table .order[aria-pressed="true"]')
    .filter({ hasText: 'Pageviews' })
    .waitFor();
  await rows.filter({ hasText: 'Firefox' }).getByRole('button').click();
  await page.waitForURL('**filter=browser%3Ais%3AFirefox**');
  await eventually(async () => (await rows.count()) === 1);
  await page.close();
}, 60_000);

test('the events page narrows to one event and lists what happened', async () => {
  const page = await demo.open('events?period=30d');
  await page.locator('heat-series-chart canvas').waitFor();
  const said = await page.locator('.answer').textContent();
  expect(said).toMatch(/^\d+ events by \d+ visitors, of 3 kinds\.$/);
  await page.locator('heat-value-list').first().getByRole('button', { name: 'purchase' }).click();
  await page.waitForURL('**event=purchase**');
  await page.getByRole('heading', { name: 'purchase by day' }).waitFor();
  const names = page.locator('heat-event-table .name');
  await eventually(async () => new Set(await names.allTextContents()).size === 1);
  await page.locator('heat-event-table a').first().click();
  await page.waitForURL('**/sessions/**');
  await page.close();
}, 60_000);

test('an event from a server shows by itself, first of all in a new project', async () => {
  const { stdout } = await demo.heat.run(['project', 'add', 'Fresh', '--data', 'heat-demo', '--json']);
  const { apiKey } = JSON.parse(stdout) as { apiKey: string };
  const page = await demo.owner.newPage();
  await page.goto(`${demo.serving.url}/p/fresh/events`);
  await page.getByText('No custom event yet').waitFor();
  const sent = await fetch(`${demo.serving.url}/api/v1/events/track`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ name: '<i>first</i>', userId: 'u1', properties: { plan: 'pro' } }),
  });
  expect(sent.status).toBe(200);
  await page
    .locator('heat-event-table .name')
    .filter({ hasText: '<i>first</i>' })
    .waitFor({ timeout: 15_000 });
  await page.close();
}, 60_000);
