// What the pictures are taken of: `heat demo` at a fixed time, its owner signed in, a project that has seen nothing, and a
// door that can hold answers back.

import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from '../../test/support/browser.ts';
import {
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type Serving,
} from '../../test/support/heat-process.ts';
import { type Door, openDoor } from './held-door.ts';

/** Stands in the addresses that are seen. */
const PORT = '14328';
/** A Friday afternoon in the demo's zone. */
const NOW_MS = Date.UTC(2026, 10, 20, 15, 40);
/** When people have been in the shop for a while. */
const LATER_MS = NOW_MS + 150_000;
const DEMO = 'kettle-leaf-demo';

export type Look = { theme: 'light' | 'dark'; width: number; height: number; scale?: number };
export type Stage = {
  url: string;
  door: Door;
  /** Ids of the demo's project, and of the one that has seen nothing. */
  demo: string;
  empty: string;
  /** A window of the owner. */
  open: (look: Look) => Promise<BrowserContext>;
  /** A window of somebody who is not signed in. */
  openOutside: (look: Look) => Promise<BrowserContext>;
  /** GET of the API as the owner. */
  ask: <T>(path: string) => Promise<T>;
  /** POST of the API as the owner. */
  tell: <T>(path: string, body: unknown) => Promise<T>;
  /** Starts heat again on the same data, with people in the shop. */
  bringPeople: () => Promise<void>;
  close: () => Promise<void>;
};

type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Takes about half a minute. */
export async function setStage(): Promise<Stage> {
  const heat = await makeHeatFolder();
  const [first, browser] = await Promise.all([serve(heat, ['--no-traffic']), openBrowser()]);
  let serving = first;
  let state = await signIn(browser, serving);
  let nowMs = NOW_MS;
  const outside = (look: Look) => openWindow(browser, look, { nowMs });
  const open = (look: Look) => openWindow(browser, look, { nowMs, state });
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const cookie = state.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const headers = { cookie, origin: serving.url, 'x-heat': '1', 'content-type': 'application/json' };
    const answer = await fetch(`${serving.url}/api/v1${path}`, {
      ...{ method, headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const tell: Stage['tell'] = (path, body) => call('POST', path, body);
  const door = openDoor(serving.url);
  const { project } = await tell<{ project: { id: string } }>('/projects', {
    ...{ name: 'Allotment society', timeZone: 'Europe/Berlin', origins: ['https://allotment.example'] },
  });
  return {
    get url() {
      return serving.url;
    },
    ...{ door, demo: DEMO, empty: project.id, open, openOutside: outside, tell },
    ask: (path) => call('GET', path),
    async bringPeople() {
      await serving.stop();
      serving = await serve(heat, []);
      state = await signIn(browser, serving);
      nowMs = LATER_MS;
    },
    async close() {
      await door.stop();
      await browser.close();
      await heat.remove();
    },
  };
}

function serve(heat: HeatFolder, args: readonly string[]): Promise<Serving> {
  const env = {
    BUN_OPTIONS: `--preload ${join(import.meta.dir, 'fixed-clock.ts')}`,
    SCREENSHOTS_AT: String(NOW_MS),
  };
  return heat.serve(['--port', PORT, ...args], { command: 'demo', env });
}

async function signIn(browser: Browser, serving: Serving): Promise<SignedIn> {
  const context = await openWindow(browser, { theme: 'light', width: 1440, height: 900 }, { nowMs: NOW_MS });
  const page = await context.newPage();
  const link = () => /http:\S+\/sign-in#\S+/.exec(serving.stdout())?.[0];
  await page.goto(await eventually(async () => link(), 120_000));
  await page.waitForURL(`**/p/${DEMO}/overview**`);
  const state = await context.storageState();
  await context.close();
  return state;
}

async function openWindow(
  browser: Browser,
  look: Look,
  { nowMs, state }: { nowMs: number; state?: SignedIn },
): Promise<BrowserContext> {
  const { theme, width, height, scale = 1 } = look;
  const isPhone = width < 500;
  const context = await browser.newContext({
    ...{ viewport: { width, height }, colorScheme: theme, reducedMotion: 'reduce', deviceScaleFactor: scale },
    ...{ locale: 'en-GB', timezoneId: 'Europe/Berlin', hasTouch: isPhone, isMobile: isPhone },
    ...(state ? { storageState: state } : {}),
  });
  await context.clock.setFixedTime(nowMs);
  return context;
}
