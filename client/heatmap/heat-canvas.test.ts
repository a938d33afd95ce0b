// The canvas in a real browser: hot where the points are, empty elsewhere, and calm when it has no size.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { PlotPoint } from '../../src/contract/intensity.ts';
import { openBrowser } from '../../test/support/browser.ts';

type Given = { points: PlotPoint[]; width: number; height: number; max: number };
/** Alpha 0…255 at places in CSS px, the canvas' size in device px, and how many points were drawn. */
type Drawn = { alpha: number[]; size: [number, number]; points: string | null };

let browser: Browser;
let server: ReturnType<typeof Bun.serve>;

beforeAll(async () => {
  const built = await Bun.build({
    entrypoints: [resolve(import.meta.dir, 'heat-canvas.ts')],
    target: 'browser',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const script = await built.outputs[0]?.text();
  server = Bun.serve({
    port: 0,
    fetch: ({ url }) =>
      new URL(url).pathname === '/canvas.js'
        ? new Response(script, { headers: { 'content-type': 'text/javascript' } })
        : new Response('<!doctype html><script type="module" src="/canvas.js"></script>', {
            headers: {
              'content-type': 'text/html',
              'content-security-policy':
                "default-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html",
            },
          }),
  });
  browser = await openBrowser();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop(true);
});

async function draw(given: Given, options: { places: [number, number][]; ratio: number }): Promise<Drawn> {
  const context = await browser.newContext({ deviceScaleFactor: options.ratio });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await page.goto(server.url.href);
  const drawn = await drawIn(page, given, options.places);
  await context.close();
  expect(problems).toEqual([]);
  return drawn;
}

function drawIn(page: Page, given: Given, places: [number, number][]): Promise<Drawn> {
  return page.evaluate(
    async ([set, at]) => {
      await customElements.whenDefined('heat-canvas');
      const element = document.createElement('heat-canvas');
      document.body.append(element);
      for (const [name, value] of Object.entries(set)) Reflect.set(element, name, value);
      await element.updateComplete;
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      const canvas = element.shadowRoot?.querySelector('canvas');
      const context = canvas?.getContext('2d');
      if (!canvas || !context) throw new Error('no canvas');
      const ratio = canvas.width / (set.width || 1);
      const alpha = at.map(([x, y]) => context.getImageData(x * ratio, y * ratio, 1, 1).data[3] ?? -1);
      return {
        alpha,
        size: [canvas.width, canvas.height] as [number, number],
        points: element.getAttribute('data-points'),
      };
    },
    [given, places] as const,
  );
}

describe('<heat-canvas>', () => {
  const points: PlotPoint[] = [
    [50, 60, 100],
    [200, 60, 10],
  ];

  test.each([1, 2])('is hot where clicks are and empty elsewhere at a pixel ratio of %d', async (ratio) => {
    const places: [number, number][] = [
      [50, 60],
      [200, 60],
      [125, 60],
      [50, 180],
    ];
    const drawn = await draw({ points, width: 300, height: 200, max: 100 }, { places, ratio });
    const [hot, warm, ...cold] = drawn.alpha;
    expect(hot).toBeGreaterThan(230);
    expect(warm).toBeGreaterThan(20);
    expect(warm).toBeLessThan(120);
    expect(cold).toEqual([0, 0]);
    expect(drawn).toMatchObject({ size: [300 * ratio, 200 * ratio], points: '2' });
  });

  test('draws nothing and fails in nothing when it has no size', async () => {
    const drawn = await draw({ points, width: 0, height: 200, max: 100 }, { places: [], ratio: 1 });
    expect(drawn.points).toBeNull();
  });
});
