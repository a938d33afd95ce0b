// Two scopes of a heatmap in the built dashboard: chosen in the toolbar, kept in the address, drawn as one difference map
// and told element by element.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { type Demo, openDemo } from '../support/demo.ts';
import { eventually } from '../support/heat-process.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo(['--visits', '1500', '--days', '20']);
}, 120_000);
afterAll(() => demo?.close());

const openMaps = (search: string): Promise<Page> => demo.open(`heatmaps${search}`);

/** What is needed of a canvas; the server's types know no DOM. */
type CanvasLike = {
  width: number;
  height: number;
  getBoundingClientRect(): { x: number; y: number; width: number; height: number };
  getContext(
    kind: '2d',
  ): { getImageData(x: number, y: number, w: number, h: number): { data: number[] } } | null;
};

const searchOf = (page: Page) => new URL(page.url()).searchParams;

/** Red and blue of the map's colour in the middle of an element's box, and how opaque it is. */
async function colourOn(page: Page, label: string): Promise<{ red: number; blue: number; alpha: number }> {
  const box = page.locator(`heat-wireframe .box[aria-label^="${label}"]`);
  const middle = await box.evaluate((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  });
  return page.locator('heat-difference-canvas canvas').evaluate((node, { x, y }) => {
    const canvas = node as unknown as CanvasLike;
    const at = canvas.getBoundingClientRect();
    const column = Math.floor(((x - at.x) / at.width) * canvas.width);
    const row = Math.floor(((y - at.y) / at.height) * canvas.height);
    const [red = 0, , blue = 0, alpha = 0] =
      canvas.getContext('2d')?.getImageData(column, row, 1, 1).data ?? [];
    return { red, blue, alpha };
  }, middle);
}

test('the period before: what is clicked more stands out, in colour, number and words', async () => {
  const page = await openMaps('?period=7d');
  await page.locator('heat-canvas[data-points]').waitFor();
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByRole('button', { name: /The period before/ }).click();
  await page.locator('heat-difference-canvas[data-cells]').waitFor();
  expect(searchOf(page).get('vs')).toBe('previous');
  expect(await page.locator('heat-canvas').count()).toBe(0);
  const quiz = page.locator('heat-difference-list .row', { hasText: 'a#hero-quiz' });
  expect(await quiz.textContent()).toMatch(
    /a#hero-quiz\s*\+\d+\s*[\d.]+ % here · [\d.]+ % there\s*significant/,
  );
  await page
    .locator('heat-compare-line')
    .getByText(/elements? of \d+ tested differs? significantly/)
    .waitFor();
  // The page under the map may still be on its way to its place.
  const { red, blue } = await eventually(async () => {
    const colour = await colourOn(page, 'a#hero-quiz');
    return colour.alpha > 150 && colour;
  });
  expect(red).toBeGreaterThan(blue + 60);
  expect(await page.locator('.differs.more').count()).toBeGreaterThan(0);
  await quiz.click();
  await page.getByText('How this is tested').click();
  for (const words of ['Fisher’s exact test', 'Benjamini and Hochberg', '5.0 %'])
    expect(await page.locator('heat-difference-list .how').textContent()).toContain(words);
  await page.close();
}, 60_000);

test('a view held fast is compared with what is chosen next; both swap, and stop', async () => {
  const page = await openMaps('?period=30d&device=desktop');
  await page.locator('heat-canvas[data-points]').waitFor();
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.getByRole('button', { name: /held fast/ }).click();
  await page.waitForURL('**vsPeriod=30d**');
  await page.getByLabel('Device', { exact: true }).selectOption('Mobile');
  await page.waitForURL('**device=mobile**');
  const sides = page.locator('heat-compare-line .side');
  expect(await sides.allTextContents()).toEqual(['Last 30 days · Mobile', 'Last 30 days · Desktop']);
  await page.locator('heat-compare-line').getByText('tested').waitFor();
  const before = await page.locator('heat-difference-list .points').allTextContents();

  await page.getByRole('button', { name: 'Swap' }).click();
  await page.waitForURL('**vsDevice=mobile**');
  expect(searchOf(page).get('device')).toBe('desktop');
  const opposite = (text: string) => (text.startsWith('+') ? text.replace('+', '−') : text.replace('−', '+'));
  await eventually(async () => {
    const now = await page.locator('heat-difference-list .points').allTextContents();
    return now.toSorted().join() === before.map(opposite).toSorted().join();
  });

  await page.getByRole('button', { name: 'Stop comparing' }).click();
  await page.locator('heat-canvas[data-points]').waitFor();
  expect([...searchOf(page).keys()].filter((name) => name.startsWith('vs'))).toEqual([]);
  await page.close();
}, 60_000);

test('maps of scrolling are compared by depth and section, and attention is not', async () => {
  const page = await openMaps('?period=30d&kind=scroll&device=mobile&vsPeriod=30d&vsDevice=desktop');
  await page
    .locator('heat-compare-line')
    .getByText(/sections? of \d+ tested/)
    .waitFor();
  const gradient = await page
    .locator('heat-scroll-frame .heat')
    .evaluate((node) => (node as unknown as { style: { backgroundImage: string } }).style.backgroundImage);
  expect(gradient).toContain('linear-gradient');
  expect(await page.locator('heat-difference-list .row').count()).toBeGreaterThan(3);
  await page.locator('heat-difference-legend').getByText('points of all pageviews, by depth').waitFor();
  await page.getByRole('group', { name: 'Kind of map' }).getByRole('button', { name: 'Attention' }).click();
  await page.locator('heat-section-list').waitFor();
  expect(await page.locator('heat-compare-line, heat-compare-menu').count()).toBe(0);
  await page.close();
}, 60_000);
