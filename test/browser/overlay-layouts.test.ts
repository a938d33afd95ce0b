// The overlay on twelve layouts that are hard to place dots on: clicked at one width, drawn over the live page at others,
// with and without a banner that came in on top. Prints what came out.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { addProject, type HeatFolder, makeHeatFolder, type Serving } from '../support/heat-process.ts';
import { LAYOUTS, serveLayouts } from '../support/layout-site.ts';
import { type Rect, standings } from '../support/numbered.ts';
import { drawnBy, openOwner, pageLink, saidBy } from '../support/overlays.ts';
import { clickLayout, type Lab } from '../support/placement.ts';
import { openDashboard, type Point } from '../support/snapshots.ts';

const CLICKED_AT = 1280;
const WIDTHS = [360, 768, 1280, 2560];
const HEIGHT = 800;
/** Rounding of the click, of its offset and of its bin, px. */
const SLACK = 1.5;

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;
let lab: Lab;
let snippet = '';

beforeAll(async () => {
  heat = await makeHeatFolder();
  [serving, browser] = await Promise.all([heat.serve(), openBrowser()]);
  const site = serveLayouts(() => snippet);
  const project = await addProject(heat, 'layouts', [site.origin]);
  snippet = (await heat.run(['snippet', '--project', project.id, '--url', serving.url])).stdout;
  lab = { browser, serving, project, site, dashboard: await openDashboard(browser, serving) };
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await lab?.site.stop();
  await heat?.remove();
});

test('draws clicks inside the elements that were clicked, and nowhere else', async () => {
  const sum = { seen: 0, drawn: 0 };
  const strays: string[] = [];
  for (const layout of LAYOUTS) {
    const { numbers } = await clickLayout(lab, layout, CLICKED_AT);
    for (const hasBanner of [false, true]) {
      lab.site.setBanner(layout, hasBanner);
      for (const width of WIDTHS) {
        const { context, tab } = await openOwner(browser, { width, height: HEIGHT });
        const url = `${lab.site.origin}/${layout}.html`;
        await tab.goto(await pageLink(serving, { project: lab.project, part: 'overlay', url }));
        await saidBy(tab, /placed/);
        const points = (await drawnBy(tab)).filter(({ state }) => state === 'placed');
        const there = new Map((await standings(tab, width, HEIGHT)).map((one) => [one.n, one]));
        const isOn = new Set<number>();
        for (const point of points) {
          const n = numbers.get(point.elementId) ?? -1;
          isOn.add(n);
          if (!there.get(n)?.rects.some((rect) => isWithin(point, rect)))
            strays.push(`${layout} ${width}${hasBanner ? ' banner' : ''} #${n} at ${point.x},${point.y}`);
        }
        const seen = [...numbers.values()].filter((n) => there.get(n)?.isSeen);
        sum.seen += seen.length;
        sum.drawn += seen.filter((n) => isOn.has(n)).length;
        await context.close();
      }
    }
  }
  console.log(
    `overlay on ${LAYOUTS.length} layouts, ${WIDTHS.join('/')} px, with and without a banner: ${sum.drawn} of ${sum.seen} drawn, ${strays.length} strays`,
  );
  expect(strays).toEqual([]);
  expect(sum.drawn / sum.seen).toBeGreaterThan(0.97);
}, 300_000);

function isWithin({ x, y }: Point, [left, top, w, h]: Rect): boolean {
  return x >= left - SLACK && x <= left + w + SLACK && y >= top - SLACK && y <= top + h + SLACK;
}
