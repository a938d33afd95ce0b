// Templates as a person makes them: proposed in the settings, previewed, saved, and opened in the list of pages.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type Demo, openDemo } from '../support/demo.ts';
import { eventually } from '../support/heat-process.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo(['--visits', '200', '--days', '6']);
}, 120_000);
afterAll(() => demo?.close());

const number = (text: string | null) => Number((text ?? '').replaceAll(',', '').match(/\d+/)?.[0]);

test('a proposed template makes one row and one map of its pages, until it is removed', async () => {
  const list = await demo.open('heatmaps?period=30d');
  await list.locator('heat-page-list .row').first().waitFor();
  const teas = list.locator('heat-page-list .row[aria-label^="/demo/tea-"]');
  const apart = await Promise.all((await teas.all()).map((row) => row.getAttribute('aria-label')));
  expect(apart.length).toBeGreaterThanOrEqual(4);
  const clicks = apart.reduce((sum, label) => sum + number(label?.split(', ')[1] ?? ''), 0);

  const settings = await demo.open('settings');
  await settings.getByLabel('Pattern').fill('/demo/tea-*.html');
  const preview = settings.locator('heat-templates').getByRole('list', { name: 'What would merge' });
  await preview.waitFor();
  expect(await preview.textContent()).toContain('/demo/tea-*.html');
  expect(await preview.textContent()).toContain(`${apart.length} pages`);
  await settings.getByRole('button', { name: 'Propose templates' }).click();
  await settings.getByRole('button', { name: 'Add /demo/tea-*.html' }).click();
  await settings.getByRole('button', { name: 'Remove /demo/tea-*.html' }).waitFor();

  await list.reload();
  const row = list.locator('heat-page-list .row[aria-expanded]');
  await row.waitFor();
  expect(await row.getAttribute('aria-label')).toStartWith('/demo/tea-*.html');
  expect(number((await row.getAttribute('aria-label'))?.split(', ')[1] ?? '')).toBe(clicks);
  await row.focus();
  await list.keyboard.press('ArrowRight');
  await list.locator('heat-page-list .members .row').first().waitFor();
  expect(await list.locator('heat-page-list .members .row').count()).toBe(apart.length);
  await row.click();
  await list.waitForURL('**page=**');
  await eventually(async () => {
    const said = await list.locator('.answer').textContent();
    return said?.includes('/demo/tea-*.html') && number(said) === clicks;
  });

  await settings.getByRole('button', { name: 'Remove /demo/tea-*.html' }).click();
  await settings.getByText('No template yet').waitFor();
  await list.goto(`${demo.serving.url}/p/kettle-leaf-demo/heatmaps?period=30d`);
  await eventually(async () => (await teas.count()) === apart.length);
}, 60_000);
