// A person at a real browser, for tests: exact clicks.
// No request interception: it would swallow the beacons of closing tabs.

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { eventually } from './heat-process.ts';

export async function openVisitor(
  browser: Browser,
  viewport: { width: number; height: number },
): Promise<BrowserContext> {
  return browser.newContext({ viewport });
}

export type Clicked = {
  /** Where in the element's box, 0…1. */
  fx: number;
  fy: number;
  /** Page px. */
  x: number;
  y: number;
};

/** Clicks at a share of the first match's box, after scrolling it into view; says where that was. */
export async function clickAt(page: Page, selector: string, fx: number, fy: number): Promise<Clicked> {
  const target = page.locator(selector).first();
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error(`${selector} has no box`);
  const [clientX, clientY] = [Math.round(box.x + box.width * fx), Math.round(box.y + box.height * fy)];
  const [scrollX, scrollY] = (await page.evaluate('[scrollX, scrollY]')) as [number, number];
  await page.mouse.move(clientX - 30, clientY - 5);
  await page.mouse.move(clientX, clientY);
  await page.mouse.click(clientX, clientY);
  return {
    fx: (clientX - box.x) / box.width,
    fy: (clientY - box.y) / box.height,
    x: clientX + scrollX,
    y: clientY + scrollY,
  };
}

/**
 * Resolves when the page's tracker has started, its second part as well: before, a click may come too early for it, and
 * nobody says that the page is left.
 */
export async function tracked(page: Page): Promise<void> {
  const path = await eventually(() =>
    page.evaluate<string | undefined>(
      "performance.getEntriesByType('resource').find(({ name }) => name.includes('/heat-more'))?.name",
    ),
  );
  // What was loaded and run before is only waited for.
  await page.evaluate((name) => import(name).then(() => undefined), path);
}

/** Closes the tab as a visitor does. Its context stays open until the browser ends: a closed context takes the last beacons with it. */
export async function leave(page: Page): Promise<void> {
  await page.close({ runBeforeUnload: true });
}
