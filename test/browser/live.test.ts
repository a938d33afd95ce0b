// The live page, in a real Chromium against the built executable: somebody comes, clicks, and the page shows it while it
// happens; after a restart of the server it goes on by itself.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { type Demo, openDemo } from '../support/demo.ts';
import { eventually } from '../support/heat-process.ts';
import { clickAt, leave, openVisitor, tracked } from '../support/visitor.ts';

let demo: Demo;
const quiet = ['--visits', '400', '--days', '5', '--no-traffic'];

beforeAll(async () => {
  demo = await openDemo(quiet);
}, 120_000);
afterAll(() => demo?.close());

async function openShop(): Promise<{ page: Page; close: () => Promise<void> }> {
  const visitor = await openVisitor(demo.browser, { width: 1440, height: 900 });
  const page = await visitor.newPage();
  await page.goto(`${demo.serving.url}/demo/cart.html`);
  await tracked(page);
  return { page, close: () => leave(page) };
}

test('shows who is here, what they do and where they click, as it happens', async () => {
  // Who was there a moment ago stands there from the beginning.
  await (await openShop()).close();
  const live = await demo.open('live');
  const line = live.locator('heat-live-feed li');
  const views = line.filter({ hasText: 'Viewed /demo/cart.html' });
  await views.first().waitFor();
  const before = await views.count();
  const shop = await openShop();
  await eventually(async () => (await views.count()) > before);
  await eventually(async () => (await live.locator('.answer').textContent()) === '1 person on 1 page.');
  await live.locator('heat-map-frame heat-canvas[data-points]').waitFor();

  // What may glow is counted where it glows: it is gone after three seconds.
  await live.evaluate(COUNT_GLOWS);
  await clickAt(shop.page, '#apply-coupon', 0.5, 0.5);
  await line.filter({ hasText: 'Clicked' }).first().waitFor();
  const [spot] = await eventually(async () => {
    const glows = (await live.evaluate('globalThis.glows')) as [number, number][];
    return glows.length > 0 && glows;
  });
  const box = await live.locator('heat-wireframe .box[aria-label*="apply-coupon"]').boundingBox();
  const layer = await live.locator('heat-live-glow').boundingBox();
  expect(spot).toBeDefined();
  expect(box).not.toBeNull();
  const [x, y] = [(spot?.[0] ?? 0) + (layer?.x ?? 0), (spot?.[1] ?? 0) + (layer?.y ?? 0)];
  expect(x > (box?.x ?? 0) && x < (box?.x ?? 0) + (box?.width ?? 0)).toBe(true);
  expect(y > (box?.y ?? 0) && y < (box?.y ?? 0) + (box?.height ?? 0)).toBe(true);

  // What nobody has clicked before has no box yet.
  await clickAt(shop.page, 'h2', 0.5, 0.5);
  await live.locator('heat-wireframe .box[aria-label*="h2"]').waitFor();
  await shop.close();
  await eventually(
    async () =>
      /^Nobody is here right now; \d+ (person was|people were) in the last five minutes\.$/.test(
        (await live.locator('.answer').textContent()) ?? '',
      ),
    20_000,
  );
  await live.close();
}, 90_000);

test('comes back by itself after a restart, and goes on', async () => {
  const live = await demo.open('live');
  await live.getByText('Connected').waitFor();
  const { port } = new URL(demo.serving.url);
  await demo.serving.stop();
  await live.getByText('Connection lost').waitFor();
  demo.serving = await demo.heat.serve([...quiet, '--port', port], { command: 'demo' });
  await live.getByText('Connected').waitFor({ timeout: 30_000 });
  const views = live.locator('heat-live-feed li').filter({ hasText: 'Viewed /demo/cart.html' });
  const before = await views.count();
  const shop = await openShop();
  await eventually(async () => (await views.count()) > before);
  await shop.close();
  await live.close();
}, 90_000);

/** Notes in `glows` where the page lets something glow. */
const COUNT_GLOWS = `
  globalThis.glows = [];
  const find = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.localName === 'heat-live-glow') return element;
      const inner = element.shadowRoot && find(element.shadowRoot);
      if (inner) return inner;
    }
    return null;
  };
  const layer = find(document);
  const add = layer.add.bind(layer);
  layer.add = (spot, isBad) => {
    glows.push(spot);
    add(spot, isBad);
  };
`;
