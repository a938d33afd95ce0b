// The elements beside a map in the built dashboard: what is told of them, the sessions behind one, its fingerprint, and
// muting it and counting it again.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type Demo, openDemo } from '../support/demo.ts';
import { eventually } from '../support/heat-process.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo(['--visits', '400', '--days', '10']);
}, 120_000);
afterAll(() => demo?.close());

test('an element tells its trouble and its fingerprint, leads to its sessions, and is muted and heard again', async () => {
  const page = await demo.open('heatmaps?period=30d');
  await page.locator('heat-page-list').getByText('/demo/cart.html').click();
  const row = page.locator('heat-element-list .row', { hasText: 'button#apply-coupon' });
  await row.locator('.more', { hasText: /\d+ rage\s*\d+ dead\s*after \d/ }).waitFor();
  await row.click();
  const facts = page.locator('heat-element-facts');
  await facts.getByText('Fingerprint').click();
  expect(await facts.locator('table').textContent()).toMatch(/Id\s*apply-coupon/);

  const rageKind = page.getByRole('group', { name: 'Kind of map' }).getByRole('button', { name: /^Rage/ });
  expect(await rageKind.textContent()).toMatch(/Rage[1-9]/);
  await facts.getByRole('button', { name: 'Mute rage clicks' }).click();
  await row.getByText('rage muted').waitFor();
  await eventually(async () => (await rageKind.textContent())?.trim() === 'Rage0');
  await facts.getByRole('button', { name: 'Count rage clicks again' }).click();
  await row.locator('.more', { hasText: /\d+ rage/ }).waitFor();
  await eventually(async () => /Rage[1-9]/.test((await rageKind.textContent()) ?? ''));

  await facts.getByRole('link', { name: 'Open these sessions' }).click();
  await page.waitForURL('**/sessions?**');
  expect(new URL(page.url()).searchParams.get('filter')).toMatch(/^element:is:\w+$/);
  await page.locator('heat-session-table tbody tr').first().waitFor();
  await page.close();
}, 60_000);

test('friction lists the worst elements with sessions to watch, and muted ones to be heard again', async () => {
  const page = await demo.open('friction?period=30d');
  const worst = page.locator('heat-friction-list li').first();
  await worst.getByText(/\d+ rage clicks/).waitFor();
  expect(await worst.getByRole('heading').textContent()).toBe('button#apply-coupon');
  const row = page.locator('heat-friction-list li', { hasText: 'div#picture' });
  const before = await row.count();
  expect(before).toBeGreaterThan(0);
  await row.first().getByRole('button', { name: 'Mute dead clicks' }).click();
  await row.first().waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Count dead clicks on div#picture again' }).click();
  await row.first().waitFor();
  expect(await row.count()).toBe(before);
  await worst.locator('.examples a').first().click();
  await page.waitForURL('**/sessions/**');
  await page.getByText(/rage/i).first().waitFor();
  await page.close();
}, 60_000);

test('maps and lists point at the same element from both sides', async () => {
  const page = await demo.open('heatmaps?period=30d');
  const row = page.locator('heat-element-list .row').first();
  await row.waitFor();
  const element = await row.getAttribute('data-element');
  await row.hover();
  await page.locator(`heat-wireframe .box.lit[data-element="${element}"]`).waitFor();
  await page.mouse.move(5, 5);
  await page.locator('heat-wireframe .box.lit').waitFor({ state: 'detached' });
  await page.locator(`heat-wireframe .box[data-element="${element}"]`).hover();
  await page.locator(`heat-element-list .row.lit[data-element="${element}"]`).waitFor();
  await page.close();
}, 60_000);
