// A visit to a site that nobody here wrote, recorded and played back: as a ghost from its events, and as the pages that
// the visitor's browser recorded. And a hostile recording, which must neither run nor fetch anything.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import type { Page as List, SessionRowView } from '../../src/contract/api.ts';
import type { ReplayChunksAnswer } from '../../src/contract/replay-chunk.ts';
import { openBrowser } from '../support/browser.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from '../support/heat-process.ts';
import { hostileRecords } from '../support/hostile-recording.ts';
import { readApi } from '../support/read-back.ts';
import { packageFolder, type Site, serveSite } from '../support/site.ts';
import { openDashboard } from '../support/snapshots.ts';
import { leave } from '../support/visitor.ts';

const VIEW = { width: 1280, height: 800 };
const SHOTS = process.env.REPLAY_SHOTS;
/** What calls itself nothing counts as a bot. */
const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36';
/** How far a place may be off, px: paths are told in steps of 4 px, and windows are drawn smaller. */
const NEAR_PX = 8;

/** Where the visitor was at a moment: in his window, and his window on the page. */
type Truth = { atMs: number; path: string; x: number; y: number; scrollY: number };
type Seen = { path: string; x: number | null; y: number | null; scrollY: number };

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;
let dashboard: Page;
let project: ProjectAdded;
let site: Site;

beforeAll(async () => {
  heat = await makeHeatFolder();
  [serving, browser] = await Promise.all([heat.serve(), openBrowser()]);
  await addProject(heat, 'first');
  dashboard = await openDashboard(browser, serving);
  let snippet = '';
  site = serveSite(packageFolder('startbootstrap-clean-blog/dist'), () => snippet);
  project = await addProject(heat, 'blog', [site.origin]);
  snippet = (await heat.run(['snippet', '--project', project.id, '--url', serving.url])).stdout.replace(
    '<script ',
    '<script data-replay="true" ',
  );
  const answer = await fetch(`${serving.url}/api/v1/projects/${project.id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${project.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ settings: { replay: true } }),
  });
  expect(answer.status).toBe(200);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await site?.stop();
  await heat?.remove();
});

/** Reads, scrolls, goes to another page and scrolls there; says where it was at five moments. */
async function visit(): Promise<Truth[]> {
  const context = await browser.newContext({ viewport: VIEW });
  const page = await context.newPage();
  const truths: Truth[] = [];
  let at: [x: number, y: number] = [0, 0];
  const rest = async () => {
    await page.waitForTimeout(500);
    const [path, scrollY] = (await page.evaluate('[location.pathname, Math.round(scrollY)]')) as [
      string,
      number,
    ];
    truths.push({ atMs: Date.now(), path, x: at[0], y: at[1], scrollY });
    await page.waitForTimeout(400);
  };
  const go = async (x: number, y: number) => {
    at = [x, y];
    await page.mouse.move(x, y, { steps: 8 });
  };
  const isLoaded = (part: string) =>
    page.waitForFunction(
      `performance.getEntriesByType('resource').some(({ name }) => name.includes('/${part}'))`,
    );
  await page.goto(`${site.origin}/index.html`, { waitUntil: 'load' });
  await isLoaded('heat-replay');
  await page.waitForTimeout(1_000);
  await go(300, 260);
  await rest();
  await page.mouse.wheel(0, 600);
  await page.waitForTimeout(300);
  await rest();
  await go(700, 420);
  await rest();
  await page.evaluate('scrollTo({ top: 0, behavior: "instant" })');
  const link = await page.locator('a.nav-link[href="about.html"]').boundingBox();
  await go(Math.round((link?.x ?? 0) + 20), Math.round((link?.y ?? 0) + 15));
  await page.mouse.down();
  await page.mouse.up();
  await page.waitForURL('**/about.html');
  await isLoaded('heat-replay');
  await page.waitForTimeout(1_000);
  await go(420, 500);
  await rest();
  await page.mouse.wheel(0, 350);
  await page.waitForTimeout(300);
  await rest();
  await leave(page);
  return truths;
}

/** The newest session that is all there. */
async function sessionOf(isWhole: (row: SessionRowView) => boolean): Promise<SessionRowView> {
  return eventually(async () => {
    const { items } = await readApi<List<SessionRowView>>(serving.url, project, 'sessions?period=24h');
    return items.find(isWhole);
  });
}

async function openSession(row: SessionRowView, page = dashboard): Promise<void> {
  await page.goto(`${serving.url}/p/${project.id}/sessions/${row.id}`);
  await page.locator('heat-replay .controls').waitFor();
}

async function seek(row: SessionRowView, truth: Truth): Promise<void> {
  const atMs = truth.atMs - row.startedAtMs;
  await dashboard
    .locator('heat-replay')
    .evaluate((player, to) => (player as unknown as { seek(ms: number): void }).seek(to), atMs);
  await dashboard.waitForTimeout(400);
}

/** What the ghost's stage shows, measured in its picture. */
function ghostSees(): Promise<Seen> {
  return dashboard.locator('heat-ghost-stage').evaluate(
    inPage<Seen>(`
    const root = stage.shadowRoot;
    const box = (selector) => root.querySelector(selector)?.getBoundingClientRect();
    const view = box('.window');
    const scale = view.width / ${VIEW.width};
    const pointer = box('.pointer');
    return {
      path: root.querySelector('.address').textContent.replace(/^[^/]*/, ''),
      x: pointer ? (pointer.left - view.left) / scale : null,
      y: pointer ? (pointer.top - view.top) / scale : null,
      scrollY: (view.top - box('.page').top) / scale,
    };`),
  );
}

/** What the recording's stage shows, read from the page in its frame. */
function recordingShows(): Promise<Seen & { text: string }> {
  return dashboard.locator('heat-full-stage').evaluate(
    inPage<Seen & { text: string }>(`
    const outer = stage.shadowRoot.querySelector('iframe').contentDocument;
    const inner = outer.querySelector('iframe');
    const box = (selector) => stage.shadowRoot.querySelector(selector).getBoundingClientRect();
    const scale = box('.window').width / ${VIEW.width};
    return {
      path: stage.shadowRoot.querySelector('.address').textContent.replace(/^[^/]*/, ''),
      x: (box('.pointer').left - box('.window').left) / scale,
      y: (box('.pointer').top - box('.window').top) / scale,
      scrollY: inner.contentWindow.scrollY,
      text: inner.contentDocument.body.textContent,
    };`),
  );
}

/** Pictures to look at, when they are asked for. */
async function shoot(name: string): Promise<void> {
  if (!SHOTS) return;
  const before = dashboard.viewportSize() ?? VIEW;
  for (const [mode, width, colorScheme] of [
    ['light', 1440, 'light'],
    ['dark', 1440, 'dark'],
    ['phone', 390, 'light'],
  ] as const) {
    await dashboard.emulateMedia({ colorScheme });
    await dashboard.setViewportSize({ width, height: 900 });
    await dashboard.locator('heat-replay').scrollIntoViewIfNeeded();
    await dashboard.waitForTimeout(500);
    await dashboard.screenshot({ path: `${SHOTS}/${name}-${mode}.png` });
  }
  await dashboard.emulateMedia({ colorScheme: 'light' });
  await dashboard.setViewportSize(before);
  await dashboard.waitForTimeout(300);
}

function expectNear(seen: Seen, { x, y, scrollY, path }: Truth): void {
  expect(seen.path).toBe(path);
  for (const [name, is, was] of [
    ['x', seen.x, x],
    ['y', seen.y, y],
    ['scrollY', seen.scrollY, scrollY],
  ] as const)
    expect([name, Math.abs((is ?? -1e6) - was) <= NEAR_PX, is, was]).toEqual([name, true, is, was]);
}

describe('a visit to clean-blog', () => {
  let truths: Truth[];
  let row: SessionRowView;

  beforeAll(async () => {
    truths = await visit();
    row = await sessionOf(
      ({ pageviews, endedAtMs }) => pageviews === 2 && endedAtMs >= (truths.at(-1)?.atMs ?? 0),
    );
    await eventually(async () => {
      const { chunks } = await readApi<ReplayChunksAnswer>(serving.url, project, `sessions/${row.id}/chunks`);
      return new Set(chunks.map(({ recording }) => recording)).size === 2 && chunks;
    });
  }, 120_000);

  test('is played back as it was recorded: pointer, scroll and page at five moments', async () => {
    await openSession(row);
    await dashboard.locator('heat-full-stage').waitFor();
    const texts: string[] = [];
    for (const [n, truth] of truths.entries()) {
      await seek(row, truth);
      const shown = await recordingShows();
      expectNear(shown, truth);
      texts.push(shown.text);
      if (n === 1) await shoot('full');
    }
    expect(texts[0]).toContain('Man must explore');
    expect(texts[4]).toContain('About Me');
    expect(texts[4]).not.toContain('Man must explore');
  }, 60_000);

  test('is played back as a ghost: pointer, scroll and page at five moments', async () => {
    await openSession(row);
    await dashboard.getByRole('button', { name: 'Ghost' }).click();
    await dashboard.locator('heat-ghost-stage .window').waitFor();
    for (const [n, truth] of truths.entries()) {
      await seek(row, truth);
      expectNear(await ghostSees(), truth);
      if (n === 1) await shoot('ghost');
    }
  }, 60_000);

  test('is played by keys, and the same moment looks the same when it is played to', async () => {
    await openSession(row);
    await dashboard.getByRole('button', { name: 'Ghost' }).click();
    const player = dashboard.locator('heat-replay');
    const moment = () => player.evaluate((one) => (one as unknown as { momentMs: number }).momentMs);
    await dashboard.locator('heat-replay-bar [role=slider]').focus();
    await dashboard.keyboard.press('.');
    const first = await moment();
    expect(first).toBeGreaterThan(0);
    await dashboard.keyboard.press(',');
    expect(await moment()).toBeLessThan(first);
    await dashboard.keyboard.press('ArrowRight');
    expect(await moment()).toBeCloseTo(5_000, -2);
    await dashboard.keyboard.press('Home');
    await dashboard.keyboard.press('8');
    await dashboard.keyboard.press(' ');
    await eventually(async () => (await moment()) >= row.durationMs);
    const played = await ghostSees();
    await dashboard.keyboard.press('Home');
    await dashboard.keyboard.press('End');
    await dashboard.waitForTimeout(300);
    expect(await ghostSees()).toEqual(played);
  }, 60_000);

  test('the address leads to a moment, and the journey follows the play head', async () => {
    await openSession(row);
    await seek(row, truths[4] as Truth);
    await eventually(
      () =>
        dashboard.locator('heat-journey').evaluate((journey) => {
          const at = (journey as unknown as { at: number | null }).at;
          return at !== null && at > 0;
        }),
      5_000,
    );
  }, 60_000);
});

describe('a hostile recording', () => {
  test.each(['as the server cleaned it', 'as it was sent'])(
    '%s, runs and fetches nothing',
    async (how) => {
      const asked: string[] = [];
      const trap = Bun.serve({
        port: 0,
        hostname: '127.0.0.1',
        fetch(request) {
          asked.push(new URL(request.url).pathname);
          return new Response('document.title = "hacked"', {
            headers: { 'access-control-allow-origin': '*' },
          });
        },
      });
      const origin = `http://localhost:${trap.port}`;
      const nowMs = Date.now();
      const records = hostileRecords(origin, nowMs - 20_000);
      const id = `hostile-${how.length}`;
      await send('ingest', {
        ...{ v: 1, sdk: { name: 'heat', version: '1' }, ids: 'x', sentAt: nowMs, t0: nowMs - 20_000 },
        session: { id, startedAt: nowMs - 20_000 },
        pages: [{ url: `${site.origin}/index.html` }],
        views: [[1000, 600, 1]],
        events: [
          { i: 0, t: 0, type: 'pageview' },
          { i: 1, t: 15_000, type: 'custom', name: 'end' },
        ],
      });
      await send(`replay?key=${project.writeKey}`, {
        v: 1,
        session: { id },
        recording: 'r',
        index: 0,
        sentAt: nowMs,
        events: records,
      });
      const row = await sessionOf(({ clientSessionId }) => clientSessionId === id);
      const page = await dashboard.context().newPage();
      const answered: string[] = [];
      // The policy of the frame refuses: what is tried reaches nobody.
      page.on('response', (response) => answered.push(response.url()));
      page.on('dialog', () => asked.push('dialog'));
      if (how === 'as it was sent')
        await page.route('**/chunks?*', (route) =>
          route.fulfill({
            json: { chunks: [{ recording: 'r', index: 0, fromMs: 0, toMs: 0, records }], nextCursor: null },
          }),
        );
      await openSession(row, page);
      await page.locator('heat-full-stage').waitFor();
      const player = page.locator('heat-replay');
      for (const atMs of [0, 1_500, 2_500]) {
        await player.evaluate((one, to) => (one as unknown as { seek(ms: number): void }).seek(to), atMs);
        await page.waitForTimeout(500);
      }
      await player.evaluate((one) => (one as unknown as { play(): void }).play());
      await page.waitForTimeout(1_500);
      const text = await page.locator('heat-full-stage').evaluate(
        inPage<string>(`
      const outer = stage.shadowRoot.querySelector('iframe').contentDocument;
      return outer.querySelector('iframe').contentDocument.body.textContent;`),
      );
      // It is played, and that is all.
      expect(text).toContain('Still here');
      expect(asked).toEqual([]);
      expect(answered.filter((url) => !url.startsWith(serving.url) && !/^(data|blob):/.test(url))).toEqual(
        [],
      );
      expect(await page.evaluate('[typeof hacked, document.title.includes("hacked")]')).toEqual([
        'undefined',
        false,
      ]);
      expect(page.url()).toStartWith(serving.url);
      if (how === 'as the server cleaned it') {
        const stored = JSON.stringify(
          await readApi<ReplayChunksAnswer>(serving.url, project, `sessions/${row.id}/chunks`),
        );
        expect(stored).not.toContain(origin);
        expect(stored).not.toContain('typed secret');
      }
      await page.close();
      await trap.stop(true);
    },
    60_000,
  );
});

/** A function that runs in the browser, on an element called `stage`: tests know no types of pages. */
function inPage<T>(body: string): (stage: unknown) => T {
  return new Function('stage', body) as (stage: unknown) => T;
}

async function send(path: string, body: object): Promise<void> {
  const answer = await fetch(`${serving.url}/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'text/plain',
      origin: site.origin,
      'x-project-key': project.writeKey,
      'user-agent': AGENT,
    },
    body: JSON.stringify(body),
  });
  expect([path, answer.status]).toEqual([path, 200]);
}
