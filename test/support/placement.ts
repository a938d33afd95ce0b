// Measures whether the clicks of one page are drawn where they were made: clicked with a real mouse at one width, read
// from the dashboard at others, judged by a live page of that width. What is judged is the product; nothing here knows
// how it finds or places anything.

import type { Browser, Page } from 'playwright-core';
import type { Page as List, PageRow } from '../../src/contract/api.ts';
import { eventually, type ProjectAdded } from './heat-process.ts';
import type { LayoutSite } from './layout-site.ts';
import { clickNumbered, type Rect, type Standing, standings } from './numbered.ts';
import { readApi, readSessions } from './read-back.ts';
import { type Point, readMap, takeSnapshot } from './snapshots.ts';
import { openVisitor } from './visitor.ts';

export const WIDTHS = [320, 360, 414, 768, 1024, 1280, 1920, 2560] as const;
/** Of the visitors' windows, and of the owner's, in which the snapshot is taken and the page judged. */
export const VISITOR_HEIGHT = 800;
const OWNER_HEIGHT = 1000;
/** Rounding of the click, of its offset and of its bin, px: a bin is a 32nd of its box. */
const SLACK = 1.5;

export type Fault = { layout: string; hasBanner: boolean; width: number; n: number; what: string };
/** Clicks on what a visitor can see at a width, those drawn inside the clicked element there, and all that went wrong. */
export type Placing = { width: number; hasBanner: boolean; clicks: number; inside: number; faults: Fault[] };

export type Lab = {
  browser: Browser;
  dashboard: Page;
  serving: { url: string };
  project: ProjectAdded;
  site: LayoutSite;
};
/** Which element of the page each stored element is. */
export type ClickedLayout = { layout: string; page: string; numbers: Map<string, number> };

/** One visit that clicks every numbered element of a layout, read back from the session's journey. */
export async function clickLayout(lab: Lab, layout: string, width: number): Promise<ClickedLayout> {
  const { browser, serving, project, site } = lab;
  const context = await openVisitor(browser, { width, height: VISITOR_HEIGHT });
  const page = await context.newPage();
  await page.goto(`${site.origin}/${layout}.html`);
  await page.waitForFunction('window.heat');
  const clicked = await clickNumbered(page);
  await page.close({ runBeforeUnload: true });
  const path = `/${layout}.html`;
  const ids = await eventually(async () => {
    const kept = await readSessions(serving.url, project);
    const clicks = kept
      .flatMap(({ events }) => events)
      .filter((one) => one.type === 'click' && one.path === path);
    return clicks.length === clicked.length ? clicks.map(({ element }) => element ?? '') : null;
  });
  await context.close();
  if (new Set(ids).size !== ids.length) throw new Error(`${layout}: two elements were taken for one`);
  const rows = (await readApi<List<PageRow>>(serving.url, project, 'pages?period=24h&limit=100')).items;
  return {
    layout,
    page: rows.find((row) => row.path === path)?.page ?? '',
    numbers: new Map(ids.map((id, at) => [id, clicked[at] as number])),
  };
}

/** The owner's snapshot of a layout as it now is, taken through the dialog. */
export async function snapLayout(
  { dashboard, serving, project, site }: Lab,
  { layout, page }: ClickedLayout,
): Promise<void> {
  await dashboard.goto(`${serving.url}/p/${project.id}/heatmaps?period=24h&page=${page}`);
  await dashboard.locator('heat-canvas[data-points]').waitFor();
  const said = await takeSnapshot(dashboard, `${site.origin}/${layout}.html`);
  if (!said.startsWith('Snapshot taken.')) throw new Error(`${layout}: ${said}`);
  // Opened anew: the snapshot before it must not be taken for this one.
  await dashboard.reload();
  await dashboard.locator('heat-page-view').waitFor();
}

/** Where the clicks are drawn at each width, against the page that a visitor of that width has before him. */
export async function judgeLayout(
  { dashboard, browser, site }: Lab,
  { layout, numbers }: ClickedLayout,
  { widths, hasBanner }: { widths: readonly number[]; hasBanner: boolean },
): Promise<Placing[]> {
  const context = await openVisitor(browser, { width: 1280, height: OWNER_HEIGHT });
  const live = await context.newPage();
  await live.goto(`${site.origin}/${hasBanner ? 'banner' : 'plain'}/${layout}.html`);
  const judged: Placing[] = [];
  for (const width of widths) {
    const { points } = await readMap(dashboard, width, []);
    const there = await standings(live, width, OWNER_HEIGHT);
    const wanted = there.filter(({ n }) => [...numbers.values()].includes(n));
    const faults = wanted.flatMap((one): Fault[] => {
      const own = points.filter(({ elementId }) => numbers.get(elementId) === one.n);
      const what = faultOf(one, own);
      return what ? [{ layout, hasBanner, width, n: one.n, what }] : [];
    });
    const clicks = wanted.filter(({ isSeen }) => isSeen).length;
    const missed = faults.filter(({ n }) => wanted.find((one) => one.n === n)?.isSeen).length;
    judged.push({ width, hasBanner, clicks, inside: clicks - missed, faults });
  }
  await context.close();
  return judged;
}

function faultOf({ isSeen, rects }: Standing, points: readonly Point[]): string | null {
  const drawn = points.filter(({ state }) => state === 'placed');
  if (!isSeen) return drawn.length > 0 ? 'drawn, though nobody sees it' : null;
  if (drawn.length === 0) return points[0] ? `not drawn: ${points[0].state}` : 'not drawn: hidden';
  const stray = drawn.find((point) => !rects.some((rect) => isWithin(point, rect)));
  return stray
    ? `drawn at ${Math.round(stray.x)},${Math.round(stray.y)} outside ${JSON.stringify(rects.map((rect) => rect.map(Math.round)))}`
    : null;
}

function isWithin({ x, y }: Point, [left, top, w, h]: Rect): boolean {
  return x >= left - SLACK && x <= left + w + SLACK && y >= top - SLACK && y <= top + h + SLACK;
}
