// Whether a dot is on its element: real clicks on twelve layouts at one width, through the tracker and the built binary,
// read from the dashboard at eight widths, without and with a banner that came on top after the clicks. Prints the table
// of docs/accuracy.md. `HEAT_ACCURACY=full` clicks at a telephone's and a tablet's width as well.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { addProject, type HeatFolder, makeHeatFolder, type Serving } from '../support/heat-process.ts';
import { LAYOUTS, type LayoutSite, serveLayouts } from '../support/layout-site.ts';
import {
  clickLayout,
  type Fault,
  judgeLayout,
  type Lab,
  type Placing,
  snapLayout,
  WIDTHS,
} from '../support/placement.ts';
import { openDashboard } from '../support/snapshots.ts';

const CLICKED_AT = process.env.HEAT_ACCURACY === 'full' ? [1280, 390, 768] : [1280];
/** Layouts measured side by side. */
const AT_ONCE = 2;
/** Share of clicks on what a visitor sees that must be drawn inside the clicked element, at every width. */
const GOAL = 0.99;

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;
let site: LayoutSite;
let snippet = '';
const measured: { layout: string; placings: Placing[] }[] = [];

beforeAll(async () => {
  heat = await makeHeatFolder();
  [serving, browser] = await Promise.all([heat.serve(), openBrowser()]);
  site = serveLayouts(() => snippet);
  const owner = await openDashboard(browser, serving);
  const dashboards = [owner, ...(await openMore(owner, AT_ONCE - 1))];
  for (const width of CLICKED_AT) {
    const project = await addProject(heat, `clicked at ${width}`, [site.origin]);
    snippet = `<script defer src="${serving.url}/heat.js" data-project="${project.writeKey}"></script>`;
    const waiting = [...LAYOUTS];
    const work = async (dashboard: Page) => {
      const lab = { browser, dashboard, serving, project, site };
      for (let layout = waiting.shift(); layout; layout = waiting.shift())
        measured.push({ layout, placings: await measure(lab, layout, width) });
    };
    await Promise.all(dashboards.map(work));
  }
  printTables();
}, 600_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await site?.stop();
  await heat?.remove();
});

describe('the dots of a click map', () => {
  test('are measured on enough layouts, widths and clicks', () => {
    expect(LAYOUTS.length).toBeGreaterThanOrEqual(12);
    for (const width of WIDTHS)
      expect(sumOf(({ width: one }) => one === width).clicks).toBeGreaterThan(300 * CLICKED_AT.length);
  });

  test.each(LAYOUTS)('%s: 99 in 100 are inside the clicked element', (layout) => {
    const placings = measured.filter((one) => one.layout === layout).flatMap((one) => one.placings);
    expect(placings.length).toBe(WIDTHS.length * 2 * CLICKED_AT.length);
    expect(faultsUnlessGood(placings)).toEqual([]);
  });

  test.each([...WIDTHS])(
    '%d px: 99 in 100 are inside the clicked element, with and without a banner',
    (width) => {
      for (const hasBanner of [false, true]) {
        const { clicks, inside } = sumOf((one) => one.width === width && one.hasBanner === hasBanner);
        expect(inside / clicks).toBeGreaterThanOrEqual(GOAL);
      }
    },
  );

  test('are never drawn for what nobody sees at that width', () => {
    const ghosts = allPlacings().flatMap(({ faults }) =>
      faults.filter(({ what }) => what.startsWith('drawn, though')),
    );
    expect(ghosts).toEqual([]);
  });
});

async function openMore(owner: Page, many: number): Promise<Page[]> {
  // Each in a context of its own: a tab that one of them opens must not be taken for another's.
  const storageState = await owner.context().storageState();
  const viewport = owner.viewportSize() ?? undefined;
  return Promise.all(
    Array.from({ length: many }, async () =>
      (await browser.newContext({ storageState, viewport })).newPage(),
    ),
  );
}

/** Clicks are made once, before the banner is there. */
async function measure(lab: Lab, layout: string, width: number): Promise<Placing[]> {
  site.setBanner(layout, false);
  const clicked = await clickLayout(lab, layout, width);
  const placings: Placing[] = [];
  for (const hasBanner of [false, true]) {
    site.setBanner(layout, hasBanner);
    await snapLayout(lab, clicked);
    placings.push(...(await judgeLayout(lab, clicked, { widths: WIDTHS, hasBanner })));
  }
  return placings;
}

function allPlacings(): Placing[] {
  return measured.flatMap(({ placings }) => placings);
}

function sumOf(
  isMeant: (one: Placing) => boolean,
  placings = allPlacings(),
): { clicks: number; inside: number } {
  const meant = placings.filter(isMeant);
  const sum = (of: (one: Placing) => number) => meant.reduce((total, one) => total + of(one), 0);
  return { clicks: sum(({ clicks }) => clicks), inside: sum(({ inside }) => inside) };
}

/** What went wrong, when too much of it did. */
function faultsUnlessGood(placings: Placing[]): Fault[] {
  const { clicks, inside } = sumOf(() => true, placings);
  return clicks > 0 && inside / clicks >= GOAL ? [] : placings.flatMap(({ faults }) => faults);
}

function printTables(): void {
  const share = ({ clicks, inside }: { clicks: number; inside: number }) =>
    `${((100 * inside) / clicks).toFixed(1)} %`.padStart(9);
  const row = (name: string, placings: Placing[]) => {
    const worst = Math.min(
      ...WIDTHS.map((width) => {
        const { clicks, inside } = sumOf((one) => one.width === width, placings);
        return clicks > 0 ? inside / clicks : 1;
      }),
    );
    const cells = [false, true].map((hasBanner) =>
      share(sumOf((one) => one.hasBanner === hasBanner, placings)),
    );
    const { clicks } = sumOf(() => true, placings);
    return `${name.padEnd(12)}${String(clicks).padStart(7)}${cells.join('')}${`${(100 * worst).toFixed(1)} %`.padStart(9)}`;
  };
  const lines = [
    `Clicked at ${CLICKED_AT.join(', ')} px, drawn at ${WIDTHS.join(', ')} px: inside the clicked element`,
    `${''.padEnd(12)}${'clicks'.padStart(7)}${'plain'.padStart(9)}${'banner'.padStart(9)}${'worst'.padStart(9)}`,
    ...LAYOUTS.map((layout) =>
      row(
        layout,
        measured.filter((one) => one.layout === layout).flatMap((one) => one.placings),
      ),
    ),
    row('all', allPlacings()),
    '',
    ...WIDTHS.map((width) => {
      const [plain, banner] = [false, true].map((hasBanner) =>
        share(sumOf((one) => one.width === width && one.hasBanner === hasBanner)),
      );
      const { clicks } = sumOf((one) => one.width === width);
      return `${`${width} px`.padEnd(12)}${String(clicks).padStart(7)}${plain}${banner}`;
    }),
  ];
  console.log(lines.join('\n'));
  for (const fault of allPlacings().flatMap(({ faults }) => faults)) console.log(JSON.stringify(fault));
}
