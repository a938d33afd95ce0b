// Where the set-up link leads: to a project that the terminal made before, in a real Chromium against the built executable.
// How it goes on without one is in first-dot.test.ts.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type Serving,
} from '../support/heat-process.ts';

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;

beforeAll(async () => {
  heat = await makeHeatFolder();
  await addProject(heat, 'My shop');
  [serving, browser] = await Promise.all([heat.serve(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await heat?.remove();
});

test('the new owner comes to the project that is there already', async () => {
  const page = await browser.newPage();
  await page.goto(await eventually(async () => /http:\S+\/setup#\S+/.exec(serving.stdout())?.[0]));
  await page.fill('#email', 'ada@example.com');
  await page.fill('#password', 'correct horse battery');
  await page.click('button:has-text("Create account")');
  await page.waitForURL((url) => url.pathname.startsWith('/p/'));
  expect(new URL(page.url()).pathname).toBe('/p/my-shop/overview');
}, 60_000);
