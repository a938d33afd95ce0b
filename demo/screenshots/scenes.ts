// Which pictures are taken: a page of the dashboard, what is done there first, and in which looks it is kept. The
// captions stand in docs/screenshots/README.md.

import type { Page } from 'playwright-core';
import type { Page as List, PageRow, SessionRowView } from '../../src/contract/api.ts';
import { eventually } from '../../test/support/heat-process.ts';
import type { DoorMood } from './held-door.ts';
import type { Look, Stage } from './stage.ts';

export const LOOKS = {
  light: { theme: 'light', width: 1440, height: 900 },
  dark: { theme: 'dark', width: 1440, height: 900 },
  wide: { theme: 'light', width: 1760, height: 990 },
  tall: { theme: 'light', width: 1440, height: 1960 },
  phone: { theme: 'light', width: 390, height: 844, scale: 2 },
  'phone-dark': { theme: 'dark', width: 390, height: 844, scale: 2 },
} as const satisfies Record<string, Look>;
export type LookName = keyof typeof LOOKS;

export type Scene = {
  name: string;
  /** Looks that are kept in the repository; all others are taken only when everything is. */
  kept?: readonly LookName[];
  /** Address within the project, or on the whole installation when it begins with a slash. */
  path: string | ((stage: Stage) => Promise<string>);
  /** Of which project; the demo's unless it says so. */
  of?: 'empty';
  /** How the door answers that the page is opened through. */
  mood?: DoorMood;
  /** What is done on the page before the picture. */
  act?: (page: Page) => Promise<unknown>;
  /** Selector of the part that is shown; the window when there is none. */
  part?: string;
  /** Not signed in. */
  isOutside?: boolean;
};

const MONTH = 'period=30d';

/** The shop's first page, under one of its maps. */
const map =
  (search: string, range = MONTH) =>
  async ({ ask, demo }: Stage): Promise<string> => {
    const { items } = await ask<List<PageRow>>(`/projects/${demo}/pages?${MONTH}`);
    const home = items.find(({ path }) => path === '/demo');
    return `heatmaps?${range}&page=${home?.page}&${search}`;
  };

/** The session with the most friction of a visitor at a desk, beside its list or alone. */
const session =
  (place: 'beside' | 'alone') =>
  async ({ ask, demo }: Stage): Promise<string> => {
    // Their first page has a snapshot under the ghost.
    const asked = `${MONTH}&sort=friction&filter=device:is:desktop&filter=entry:is:/demo`;
    const { items } = await ask<List<SessionRowView>>(`/projects/${demo}/sessions?${asked}`);
    const { id } = items.find(({ pageviews }) => pageviews >= 4) ?? (items[0] as SessionRowView);
    return place === 'beside' ? `sessions?${asked}&open=${id}` : `sessions/${id}?${asked}`;
  };

/** To a moment of the first page with something to see, and back up to the ghost. */
async function playOn(page: Page): Promise<void> {
  await page.locator('heat-replay-bar').waitFor();
  await page.locator('heat-journey button').filter({ hasText: 'Clicked' }).first().click();
  // The timeline has gone to the line that was chosen: up again, and as far down as the facts are high.
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  await page.mouse.move(width * 0.8, height / 2);
  for (const by of [-20_000, width < 500 ? 420 : 260]) {
    await Bun.sleep(500);
    await page.mouse.wheel(0, by);
  }
  await Bun.sleep(500);
  await page.mouse.move(5, 5);
}

async function buildFunnel(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New funnel' }).click();
  await page.getByLabel('Name').fill('From a tea to the thanks');
  await page.getByLabel('What step 1 is').selectOption({ index: 1 });
  await page.getByLabel('Step 1', { exact: true }).fill('/demo/tea-*');
  await page.getByLabel('What step 2 is').selectOption('event');
  await page.getByLabel('Step 2', { exact: true }).fill('add_to_cart');
  await page.getByRole('button', { name: 'Add step' }).click();
  await page.getByLabel('What step 3 is').selectOption('event');
  await page.getByLabel('Step 3', { exact: true }).fill('purchase');
  await page.locator('heat-funnel').waitFor();
}

/** A line of the list, as far as its place in it is asked for. */
type Line = { parentElement: { children: Iterable<unknown> } | null };

/** People need a while to come in and to do something: until then the list holds what was before, if anything. */
async function waitForPeople(page: Page): Promise<void> {
  await page.locator('.chip.good').waitFor();
  await Bun.sleep(1_000);
  const newest = page.locator('heat-live-feed li').first();
  const before = (await newest.count()) > 0 ? await newest.elementHandle() : null;
  const isOverlaid = () =>
    before === null
      ? page.locator('heat-live-feed li').nth(7).isVisible()
      : before.evaluate((line: unknown) => {
          const at = [...((line as Line).parentElement?.children ?? [])].indexOf(line);
          // Eight are newer, or so many that it fell out of the list.
          return at === -1 || at >= 8;
        });
  await eventually(isOverlaid, 120_000);
}

const MAP = 'section.map';

/** Reports beside the overview, as addresses name them. */
const REPORTS = [
  ...['heatmaps', 'sessions', 'events', 'funnels', 'goals'],
  ...['journeys', 'retention', 'friction', 'live'],
];

export const SCENES: readonly Scene[] = [
  { name: 'overview', kept: ['light', 'dark', 'phone'], path: `overview?${MONTH}` },
  {
    name: 'breakdown',
    kept: ['tall'],
    path: `overview?${MONTH}&filter=country:is:DE&filter=device:is:mobile&split=entry`,
  },
  { name: 'events', kept: ['light'], path: `events?${MONTH}&event=purchase` },
  { name: 'funnel', kept: ['light', 'phone-dark'], path: `funnels?${MONTH}` },
  { name: 'funnel-builder', kept: ['dark'], path: `funnels?${MONTH}`, act: buildFunnel },
  { name: 'journeys', kept: ['light'], path: `journeys?${MONTH}` },
  { name: 'journeys-table', path: `journeys?${MONTH}&view=table` },
  { name: 'retention', kept: ['dark'], path: 'retention?period=90d&by=week' },
  { name: 'goals', path: `goals?${MONTH}` },
  { name: 'friction', kept: ['light'], path: `friction?${MONTH}` },
  { name: 'sessions', path: `sessions?${MONTH}` },
  { name: 'session-beside', kept: ['wide'], path: session('beside'), act: playOn },
  { name: 'session', kept: ['phone'], path: session('alone'), act: playOn },
  { name: 'heatmap', kept: ['light', 'dark', 'phone'], path: map('') },
  { name: 'heatmap-360', kept: ['light'], path: map('width=360'), part: MAP },
  { name: 'heatmap-768', kept: ['dark'], path: map('width=768'), part: MAP },
  { name: 'heatmap-1280', kept: ['light'], path: map('width=1280'), part: MAP },
  { name: 'heatmap-2560', kept: ['dark'], path: map('width=2560'), part: MAP },
  { name: 'heatmap-difference', kept: ['light'], path: map('vs=previous', 'period=7d') },
  { name: 'heatmap-scroll', kept: ['light'], path: map('kind=scroll') },
  { name: 'heatmap-attention', kept: ['dark'], path: map('kind=attention') },
  { name: 'heatmap-rage', path: map('kind=rage') },
  { name: 'heatmap-moves', path: map('kind=move') },
  { name: 'settings', kept: ['light'], path: 'settings' },
  { name: 'account', path: '/account' },
  { name: 'projects', path: '/projects' },
  { name: 'install', path: 'install', of: 'empty' },
  { name: 'empty', kept: ['light'], path: 'overview', of: 'empty' },
  ...REPORTS.map((page): Scene => ({ name: `empty-${page}`, path: page, of: 'empty' })),
  { name: 'loading', kept: ['light'], path: `overview?${MONTH}`, mood: 'held' },
  { name: 'error', kept: ['dark'], path: `overview?${MONTH}`, mood: 'broken' },
  ...[...REPORTS, 'settings'].flatMap((page): Scene[] => [
    { name: `loading-${page}`, path: page, mood: 'held' },
    { name: `error-${page}`, path: page, mood: 'broken' },
  ]),
  { name: 'lost-page', path: 'nowhere' },
  { name: 'lost-project', path: '/p/nothing/overview' },
  { name: 'sign-in', path: '/sign-in', isOutside: true },
  { name: 'password', path: '/password#nothing', isOutside: true },
];

/** Taken when people are in the shop. */
export const LIVE: Scene = { name: 'live', kept: ['dark'], path: 'live', act: waitForPeople };
