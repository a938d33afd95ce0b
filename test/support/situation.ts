// What a row of the table of clicks says: a page, what a visitor does on it, and what heat should think of that.

import type { Page } from 'playwright-core';

export type Situation = {
  /** Also the path of its page. */
  name: string;
  /** Body of the page. */
  html: string;
  /** What the visitor does; by default one click on the element with id `it`. */
  act?: (page: Page) => Promise<unknown>;
  /** Clicks that are kept; default 1. */
  clicks?: number;
  /** Expected of at least one of the clicks; absent: of none. */
  rage?: true;
  dead?: true;
  error?: true;
  /** Why this is what an analyst wants to see. */
  because: string;
};

/** Clicks in the middle of #it, `pauseMs` apart, moved by `step` px each time. */
export const clicks =
  (count: number, pauseMs: number, step = 0) =>
  async (page: Page): Promise<void> => {
    const { x, y } = await middleOf(page, '#it');
    for (let n = 0; n < count; n += 1) {
      if (n > 0) await page.waitForTimeout(pauseMs);
      await page.mouse.click(x + n * step, y);
    }
  };

/** A click in the middle of #it by a person, who holds the button for a moment. */
export async function hold(page: Page): Promise<void> {
  const { x, y } = await middleOf(page, '#it');
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.waitForTimeout(60);
  await page.mouse.up();
}

/** Takes #it by its middle and lets it go 200 px to the right. */
export async function drag(page: Page): Promise<void> {
  const { x, y } = await middleOf(page, '#it');
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 200, y, { steps: 8 });
  await page.mouse.up();
}

/** Where the middle of an element is in the window, px. */
export async function middleOf(page: Page, selector: string): Promise<{ x: number; y: number }> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} has no box`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
