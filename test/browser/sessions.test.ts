// The list of sessions and one session's journey, in a real Chromium against the built executable: filters with proposed
// values, segments, the way from one session to the next, and links to a moment.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { type Demo, openDemo } from '../support/demo.ts';
import { eventually } from '../support/heat-process.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo(['--visits', '160', '--days', '6', '--no-traffic']);
}, 120_000);
afterAll(() => demo?.close());

const errors: string[] = [];
async function openList(query = ''): Promise<Page> {
  const page = await demo.owner.newPage();
  // Too narrow for a session beside the list.
  await page.setViewportSize({ width: 1280, height: 800 });
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`${demo.serving.url}/p/kettle-leaf-demo/sessions${query}`);
  await page.locator('heat-session-table tbody tr').first().waitFor();
  return page;
}
const told = async (page: Page) => Number.parseInt((await page.locator('.answer').textContent()) ?? '', 10);

test('a filter is made from a proposed value, saved as a segment, and used in other reports', async () => {
  const page = await openList();
  const all = await told(page);
  await page.getByRole('button', { name: 'Add filter' }).click();
  const proposed = page.getByRole('option', { name: /cart\.html/ }).last();
  const occurrences = Number((await proposed.locator('.of').textContent()) ?? 0);
  expect(occurrences).toBeGreaterThan(0);
  await proposed.click();
  await page.waitForURL(/filter=page/);
  await eventually(async () => (await told(page)) < all);
  const filtered = await told(page);
  expect(filtered).toBeGreaterThan(0);
  expect(filtered).toBeLessThanOrEqual(occurrences);

  await page.getByRole('button', { name: 'Segments' }).click();
  await page.getByLabel('Save this filter as').fill('Looked into the cart');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForURL(/segment=/);
  expect(page.url()).not.toContain('filter=');
  await eventually(async () => (await told(page)) === filtered);
  const csv = await page.getByRole('link', { name: 'Download CSV' }).getAttribute('href');
  const rows = (await (await demo.owner.request.get(`${demo.serving.url}${csv}`)).text())
    .trim()
    .split('\r\n');
  expect(rows.length - 1).toBe(filtered);

  const address = new URL(page.url());
  await page.goto(`${demo.serving.url}/p/kettle-leaf-demo/overview${address.search}`);
  await page.getByRole('button', { name: 'Looked into the cart' }).waitFor();
  await page.getByRole('button', { name: 'Leave the segment' }).click();
  await page.waitForURL((url) => !url.search.includes('segment'));
  await page.close();
});

test('the list is sorted by friction and searched, and keyboard and buttons walk through it', async () => {
  const page = await openList('?sort=friction');
  const scores = await page.locator('heat-session-table .friction b').allTextContents();
  const numbers = scores.map(Number);
  expect(numbers[0]).toBeGreaterThan(0);
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  const ids = await page
    .locator('heat-session-table tbody tr')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-session') ?? ''));

  await page.locator('heat-session-table a').first().click();
  await page.waitForURL(`**/sessions/${ids[0]}?sort=friction`);
  await page.getByRole('link', { name: 'Next' }).click();
  await page.waitForURL(`**/sessions/${ids[1]}?sort=friction`);
  await page.locator('heat-journey .line').first().waitFor();
  await page.getByRole('link', { name: 'Previous' }).waitFor();
  await page.keyboard.press(']');
  await page.waitForURL(`**/sessions/${ids[2]}?sort=friction`);
  await page.getByRole('link', { name: 'Previous' }).waitFor();
  await page.keyboard.press('[');
  await page.waitForURL(`**/sessions/${ids[1]}?sort=friction`);
  await page.locator('heat-similar-sessions li').first().waitFor();

  await page.getByRole('link', { name: 'All sessions' }).click();
  const search = page.getByRole('searchbox', { name: 'Search users and pages' });
  await search.fill('checkout');
  await page.waitForURL(/search=checkout/);
  await search.fill('no such page anywhere');
  await page.getByRole('heading', { name: 'No session matches' }).waitFor();
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  await page.locator('heat-session-table tbody tr').first().waitFor();
  await page.close();
});

test('a session opens beside the list on a wide screen, and alone where there is no room', async () => {
  const page = await openList('?sort=longest');
  await page.setViewportSize({ width: 1500, height: 900 });
  const rows = page.locator('heat-session-table tbody tr');
  const id = (await rows.nth(1).getAttribute('data-session')) ?? '';
  await rows.nth(1).locator('a[href*="open="]').click();
  await page.waitForURL(`**/sessions?sort=longest&open=${id}`);
  await page.locator('aside heat-journey .line').first().waitFor();
  expect(await rows.nth(1).getAttribute('aria-current')).toBe('true');
  await page.locator('aside').getByRole('link', { name: 'Previous' }).waitFor();
  await page.keyboard.press('[');
  const before = await rows.nth(0).getAttribute('data-session');
  await page.waitForURL(`**/sessions?sort=longest&open=${before}`);
  await page.keyboard.press('Escape');
  await page.waitForURL('**/sessions?sort=longest');
  await page.locator('aside').waitFor({ state: 'detached' });

  await page.setViewportSize({ width: 1000, height: 800 });
  await page.goto(`${demo.serving.url}/p/kettle-leaf-demo/sessions?sort=longest&open=${id}`);
  await page.waitForURL(`**/sessions/${id}?sort=longest`);
  await page.close();
});

test('a line of the journey names its moment, and the address leads back to it', async () => {
  const page = await openList('?sort=longest');
  await page.locator('heat-session-table a').first().click();
  const lines = page.locator('heat-journey .line');
  await lines.nth(8).waitFor();
  await lines.nth(2).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/#t=\d/);
  const id = await lines.nth(3).getAttribute('data-event');
  expect(await lines.nth(3).getAttribute('aria-current')).toBe('step');

  const other = await demo.owner.newPage();
  other.on('pageerror', (error) => errors.push(String(error)));
  await other.goto(page.url());
  const marked = other.locator('heat-journey .line[aria-current]');
  await marked.waitFor();
  const at = (line: string | null) => line?.trim().split(/\s/)[0];
  expect(at(await marked.textContent())).toBe(at(await lines.nth(3).textContent()));
  expect(id).not.toBeNull();
  await Promise.all([page.close(), other.close()]);
});

test('addresses with a page that is not known any more show that there is nothing, and lead on', async () => {
  const page = await openList();
  await page.goto(`${demo.serving.url}/p/kettle-leaf-demo/sessions?page=abc123`);
  await page.getByRole('heading', { name: 'No session matches' }).waitFor();
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  await page.locator('heat-session-table tbody tr').first().waitFor();
  await page.goto(`${demo.serving.url}/p/kettle-leaf-demo/journeys?page=abc123`);
  await page.getByRole('heading', { name: 'This page is not known here' }).waitFor();
  await page.getByRole('button', { name: 'From all entries' }).click();
  await page.locator('heat-sankey').waitFor();
  await page.close();
});

test('the terminal exports exactly the list that the page shows, and refuses what it cannot read', async () => {
  const page = await openList('?period=7d&sort=friction&filter=rage:min:1&filter=page:contains:cart');
  const shown = await told(page);
  const link = await page.getByRole('link', { name: 'NDJSON' }).getAttribute('href');
  const idsOf = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id);
  const fromPage = idsOf(await (await demo.owner.request.get(`${demo.serving.url}${link}`)).text());
  const common = ['export', 'sessions', '--data', 'heat-demo', '--period', '7d', '--format', 'ndjson'];
  const filters = ['--filter', 'rage:min:1', '--filter', 'page:contains:cart', '--sort', 'friction'];
  const ran = await demo.heat.run([...common, ...filters]);
  expect(ran.stderr).toBe('');
  expect(idsOf(ran.stdout)).toEqual(fromPage);
  expect(fromPage).toHaveLength(shown);
  const refused = await demo.heat.run([...common, '--filter', 'rage:is:1']);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('allowed are min, max')]);
  const unknown = await demo.heat.run([...common, '--segment', 'nope']);
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('Looked into the cart')]);
  await page.close();
});

test('a session leads to its visitor: to what is stored, to all sessions, and by the id that it shows', async () => {
  const page = await openList(`?filter=${encodeURIComponent('user:is:(none)')}`);
  await page.locator('heat-session-table a').first().click();
  const facts = page.locator('heat-session-facts');
  await facts.getByRole('button', { name: 'What is stored' }).click();
  const much = page.locator('heat-person .much');
  await eventually(async () => /\d sessions? with \d+ events?/.test((await much.textContent()) ?? ''));
  const said = await much.textContent();

  // Under a dialog the whole window stands back, and comes forward again.
  const standsBack = () => page.evaluate("document.documentElement.hasAttribute('data-modal')");
  await page.getByRole('button', { name: 'Forget this person' }).click();
  expect(await standsBack()).toBe(true);
  await page.keyboard.press('Escape');
  await eventually(async () => !(await standsBack()));

  const [shown] = /Visitor \w+/.exec((await page.locator('h1').textContent()) ?? '') ?? [''];
  expect(shown).not.toBe('');
  await facts.getByRole('link', { name: 'Their sessions' }).click();
  await page.waitForURL(/filter=visitor/);
  await eventually(async () => (await told(page)) >= 1);
  await page.goto(`${demo.serving.url}/p/kettle-leaf-demo/settings`);
  await page.getByLabel('Who').selectOption('visitor');
  await page.getByLabel('Id', { exact: true }).fill(shown);
  await page.getByRole('button', { name: 'Look up' }).click();
  await eventually(async () => (await page.locator('heat-person .much').textContent()) === said);

  // Whoever is not known by exactly that id is not taken for somebody of whom nothing is stored.
  const lookUp = async (id: string) => {
    await page.getByLabel('Id', { exact: true }).fill(id);
    await page.getByRole('button', { name: 'Look up' }).click();
  };
  await page.getByLabel('Who').selectOption('user');
  await lookUp('nobody@example.org');
  await page.getByText('Nobody of this id is known here. Users are looked up by').waitFor();
  expect(await page.getByRole('button', { name: 'Forget this person' }).count()).toBe(0);
  await lookUp('@EXAMPLE');
  await page.getByText('No user has exactly this id. Ids that hold it:').waitFor();
  await page.getByRole('list', { name: 'Users' }).getByRole('button').first().click();
  await page.getByRole('link', { name: 'Download all of it' }).waitFor();
  await page.close();
});

test('an owner removes the sessions that filters show, after having been told how many', async () => {
  const page = await openList();
  const all = await told(page);
  expect(await page.getByRole('button', { name: 'Remove these…' }).count()).toBe(0);
  await page.goto(`${demo.serving.url}/p/kettle-leaf-demo/sessions?filter=device:is:mobile`);
  const remove = page.getByRole('button', { name: 'Remove these…' });
  await remove.waitFor();
  const some = await told(page);
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);
  await remove.click();
  const dialog = page.getByRole('dialog', { name: `Remove ${some} sessions?` });
  await dialog.getByRole('button', { name: 'Remove for good' }).click();
  await page.getByText('No session matches').waitFor();
  await page.goto(`${demo.serving.url}/p/kettle-leaf-demo/sessions`);
  await eventually(async () => (await told(page)) === all - some);
  await page.close();
});

test('nothing was thrown into any of these pages', () => {
  expect(errors).toEqual([]);
});
