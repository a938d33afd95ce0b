// The tag of `heat snippet --integrity` on a page of another origin: a real browser compares the hash and runs the
// script, sends what happens, and runs nothing when the hash is another one.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import type { Page as List, SessionRowView } from '../../src/contract/api.ts';
import { openBrowser } from '../support/browser.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type Serving,
} from '../support/heat-process.ts';
import { serveSite } from '../support/site.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openVisitor } from '../support/visitor.ts';

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;

beforeAll(async () => {
  heat = await makeHeatFolder();
  [serving, browser] = await Promise.all([heat.serve(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await heat?.remove();
});

test('a browser runs the script with the right hash, its lazy parts too, and refuses a changed one', async () => {
  const project = await addProject(heat, 'Pinned');
  const ran = await heat.run(['snippet', '--integrity', '--project', project.id, '--url', serving.url]);
  const tag = ran.stdout.trim();
  expect(tag).toMatch(
    /src="[^"]+\/v1\/heat\.js\?\w{8}" integrity="sha384-[\w+/]{64}" crossorigin="anonymous"/,
  );
  const overHttp = await fetch(`${serving.url}/api/v1/projects/${project.id}/snippet`, {
    headers: { authorization: `Bearer ${project.apiKey}` },
  });
  expect(((await overHttp.json()) as { integrity: string }).integrity).toBe(tag);

  using folder = tempDir();
  await Bun.write(
    folder.join('index.html'),
    '<!doctype html><head><title>Shop</title></head><button>Buy</button>',
  );
  let snippet = tag;
  const site = serveSite(folder.path, () => snippet);
  // A page's own context would take its last beacon with it.
  const context = await openVisitor(browser, { width: 1024, height: 700 });
  const page = await context.newPage();
  const faults: string[] = [];
  const failed: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('response', (answer) => answer.status() >= 400 && failed.push(answer.url()));
  await page.goto(site.origin);
  await page.waitForFunction('window.heat');
  await page.click('button');
  await page.waitForTimeout(300);
  await page.close({ runBeforeUnload: true });
  expect(faults).toEqual([]);
  expect(failed.filter((url) => !url.endsWith('/favicon.ico'))).toEqual([]);
  const session = await eventually(async () => {
    const answer = await fetch(`${serving.url}/api/v1/projects/${project.id}/sessions?period=24h`, {
      headers: { authorization: `Bearer ${project.apiKey}` },
    });
    const [first] = ((await answer.json()) as List<SessionRowView>).items;
    return first?.clicks === 1 ? first : null;
  });
  expect(session).toMatchObject({ pageviews: 1, clicks: 1 });

  snippet = tag.replace(/sha384-.{8}/, 'sha384-AAAAAAAA');
  const other = await context.newPage();
  const refusals: string[] = [];
  other.on('console', (message) => refusals.push(message.text()));
  await other.goto(site.origin);
  expect(await other.evaluate('typeof window.heat')).toBe('undefined');
  expect(refusals.join()).toContain('integrity');
  await context.close();
  await site.stop();
}, 60_000);
