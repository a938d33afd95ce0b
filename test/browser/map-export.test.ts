// A map on its way out of the dashboard, in a real Chromium: the picture of the page as it is shown, its rows, and the
// snapshots that it can lie over.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { writeFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { type Demo, openDemo } from '../support/demo.ts';
import { eventually } from '../support/heat-process.ts';
import { takeSnapshot } from '../support/snapshots.ts';

let demo: Demo;
let page: Page;

beforeAll(async () => {
  demo = await openDemo(['--visits', '300', '--days', '6']);
  page = await demo.open('heatmaps?period=30d');
  // The demo brings snapshots of its own: what is looked at here begins without.
  await page.evaluate(`(async () => {
    const all = '/api/v1/projects/kettle-leaf-demo/snapshots';
    for (const { id } of (await (await fetch(all)).json()).items)
      await fetch(all + '/' + id, { method: 'DELETE', headers: { 'x-heat': '1' } });
  })()`);
  await page.reload();
  await page
    .locator('heat-page-list .row[aria-label^="/demo, "], heat-page-list .row[aria-label^="/demo/, "]')
    .first()
    .click();
  await page.locator('heat-canvas[data-points]').waitFor();
}, 120_000);
afterAll(() => demo?.close());

async function download(name: string): Promise<Buffer> {
  await page.getByText('Export', { exact: true }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('heat-map-export .panel').getByText(name).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(Buffer.from(chunk));
  await page.keyboard.press('Escape');
  return Buffer.concat(chunks);
}

/** Size, and how many different colours there are among the pixels of an RGBA or RGB picture, to eight steps a channel. */
function readPng(file: Buffer): { width: number; height: number; colours: number } {
  expect(file.subarray(1, 4).toString()).toBe('PNG');
  const [width, height, channels] = [file.readUInt32BE(16), file.readUInt32BE(20), file[25] === 6 ? 4 : 3];
  const parts: Buffer[] = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at))
    if (file.subarray(at + 4, at + 8).toString() === 'IDAT')
      parts.push(file.subarray(at + 8, at + 8 + file.readUInt32BE(at)));
  const rows = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const colours = new Set<number>();
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y += 1) {
    const row = Uint8Array.from(rows.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    unfilter(row, above, rows[y * (stride + 1)] ?? 0, channels);
    for (let x = 0; x < stride; x += channels)
      colours.add((((row[x] ?? 0) >> 5) << 6) | (((row[x + 1] ?? 0) >> 5) << 3) | ((row[x + 2] ?? 0) >> 5));
    above = row;
  }
  return { width, height, colours: colours.size };
}

function unfilter(row: Uint8Array, above: Uint8Array, filter: number, channels: number): void {
  for (let at = 0; at < row.length; at += 1) {
    const left = at < channels ? 0 : (row[at - channels] ?? 0);
    const up = above[at] ?? 0;
    const corner = at < channels ? 0 : (above[at - channels] ?? 0);
    const guess = left + up - corner;
    const near = [left, up, corner].sort((a, b) => Math.abs(guess - a) - Math.abs(guess - b))[0] ?? 0;
    const paeth =
      Math.abs(guess - left) <= Math.abs(guess - up) && Math.abs(guess - left) <= Math.abs(guess - corner)
        ? left
        : Math.abs(guess - up) <= Math.abs(guess - corner)
          ? up
          : near;
    row[at] = ((row[at] ?? 0) + ([0, left, up, (left + up) >> 1, paeth][filter] ?? 0)) & 255;
  }
}

test('a wireframe and its rows leave as files', async () => {
  const picture = readPng(await download('Picture (PNG)'));
  expect(picture.height).toBeGreaterThan(400);
  expect(picture.colours).toBeGreaterThan(20);
  const csv = (await download('Rows (CSV)')).toString();
  expect(csv.split('\r\n')[0]).toStartWith('"row","element","label"');
  expect(csv).toContain('"cell"');
  const json = JSON.parse((await download('Everything (JSON)')).toString());
  expect(json.meta.total).toBeGreaterThan(50);
}, 60_000);

test('the picture has the page of the snapshot under the map, at the chosen width', async () => {
  expect(await takeSnapshot(page, `${demo.serving.url}/demo/`)).toContain('Snapshot taken');
  await page.locator('heat-snapshot-picker summary').waitFor();
  await page.fill('#width', '800');
  await page.press('#width', 'Tab');
  await page.waitForURL('**width=800**');
  const file = await download('Picture (PNG)');
  if (process.env.HEAT_TEST_PICTURES) await writeFile(`${process.env.HEAT_TEST_PICTURES}/map.png`, file);
  const picture = readPng(file);
  expect(picture.width).toBe(800);
  // The shop's page has pictures and type; a blank page would have the colours of the map alone.
  expect(picture.colours).toBeGreaterThan(60);
}, 60_000);

test('maps of scrolling and attention leave as pictures of the same page', async () => {
  const sizes: { width: number; height: number; colours: number }[] = [];
  for (const kind of ['scroll', 'attention']) {
    const address = new URL(page.url());
    address.searchParams.set('kind', kind);
    await page.goto(address.href);
    await page
      .locator(`heat-scroll-frame ${kind === 'scroll' ? '.rule' : '.band'}`)
      .first()
      .waitFor();
    const file = await download('Picture (PNG)');
    if (process.env.HEAT_TEST_PICTURES)
      await writeFile(`${process.env.HEAT_TEST_PICTURES}/${kind}.png`, file);
    sizes.push(readPng(file));
  }
  expect(sizes.map(({ width }) => width)).toEqual([800, 800]);
  for (const { height, colours } of sizes) {
    expect(height).toBeGreaterThan(1000);
    expect(colours).toBeGreaterThan(60);
  }
  await page.goBack();
  await page.goBack();
  await page.locator('heat-map-frame').waitFor();
}, 60_000);

test('snapshots are chosen from their list and removed', async () => {
  await page.fill('#width', '1000');
  await page.press('#width', 'Tab');
  await page.locator('heat-snapshot-picker summary').click();
  const rows = page.locator('heat-snapshot-picker li');
  expect(await rows.count()).toBe(1);
  expect(await rows.first().textContent()).toContain('clicks since');
  await rows.first().locator('.option').click();
  await page.waitForURL(/snapshot=/);
  await page.locator('heat-snapshot-picker summary').click();
  await rows.first().getByText('Remove').click();
  await page.getByRole('button', { name: 'Remove snapshot' }).click();
  await page.locator('heat-snapshot-picker summary').waitFor({ state: 'detached' });
  await eventually(async () => !page.url().includes('snapshot='));
  await page.locator('heat-wireframe .box').first().waitFor();
}, 60_000);
