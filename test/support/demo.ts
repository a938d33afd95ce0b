// `heat demo` in a folder of its own, and its owner signed in at a browser: what tests of the dashboard's reports begin
// with. Not for tests of signing in or of sites of their own.

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { eventually, type HeatFolder, makeHeatFolder, type Serving } from './heat-process.ts';
import { openVisitor } from './visitor.ts';

export type Demo = {
  heat: HeatFolder;
  /** Whoever stops and starts it again puts the new one here. */
  serving: Serving;
  browser: Browser;
  /** Signed in; windows of 1440 × 900 px. */
  owner: BrowserContext;
  /** A new tab of the owner on a page of the demo's project: `heatmaps?period=30d`. */
  open(path: string): Promise<Page>;
  close(): Promise<void>;
};

/** Starts `heat demo` with `args` and signs the owner in by the link that it prints. */
export async function openDemo(args: readonly string[]): Promise<Demo> {
  const heat = await makeHeatFolder();
  const [serving, browser] = await Promise.all([heat.serve(args, { command: 'demo' }), openBrowser()]);
  const owner = await openVisitor(browser, { width: 1440, height: 900 });
  const first = await owner.newPage();
  await first.goto(await eventually(async () => /http:\S+\/sign-in#\S+/.exec(serving.stdout())?.[0]));
  await first.waitForURL('**/p/kettle-leaf-demo/overview**');
  await first.close();
  const demo: Demo = {
    heat,
    serving,
    browser,
    owner,
    async open(path) {
      const page = await owner.newPage();
      await page.goto(`${demo.serving.url}/p/kettle-leaf-demo/${path}`);
      return page;
    },
    async close() {
      await browser.close();
      await demo.serving.stop();
      await heat.remove();
    },
  };
  return demo;
}
