// What the snapshot tests do on the dashboard: sign in, take a snapshot through the dialog, read the map.

import type { Browser, Page } from 'playwright-core';
import { eventually, type Serving } from './heat-process.ts';
import { openVisitor } from './visitor.ts';

export type Box = { x: number; y: number; w: number; h: number };
export type Point = { elementId: string; x: number; y: number; weight: number; state: string };

/** Signs the owner in through the set-up link. */
export async function openDashboard(browser: Browser, serving: Serving): Promise<Page> {
  const context = await openVisitor(browser, { width: 1600, height: 1000 });
  const page = await context.newPage();
  const link = await eventually(async () => /http:\S+\/setup#\S+/.exec(serving.stdout())?.[0]);
  await page.goto(link);
  await page.fill('#name', 'Ada');
  await page.fill('#email', 'ada@example.com');
  await page.fill('#password', 'correct horse battery');
  await page.click('button:has-text("Create account")');
  await page.waitForURL(/\/(p|projects)\//);
  return page;
}

/** On a heatmap page: opens the dialog, takes the snapshot of `address` in the tab that it opens, and closes that. */
export async function takeSnapshot(dashboard: Page, address: string): Promise<string> {
  await dashboard.click('button:has-text("Take a snapshot")');
  await dashboard.fill('#address', address);
  const [tab] = await Promise.all([
    dashboard.context().waitForEvent('page'),
    dashboard.click('button:has-text("Open the page")'),
  ]);
  const said = tab.locator('heat-notice [role=status]');
  await said.filter({ hasText: /Snapshot taken|No snapshot/ }).waitFor({ timeout: 30_000 });
  const text =
    (await said.textContent()) + (tab.url().includes('heat=') ? ' (link left in the address)' : '');
  await tab.close();
  await dashboard.bringToFront();
  return text;
}

/** Points of the map element at this width, and the boxes of these selectors in the page under it. */
export async function readMap(
  dashboard: Page,
  width: number,
  selectors: readonly string[],
): Promise<{ points: Point[]; boxes: (Box | null)[] }> {
  await dashboard.fill('#width', String(width));
  await dashboard.press('#width', 'Tab');
  await dashboard.waitForURL(new RegExp(`[?&]width=${width}(&|$)`));
  return dashboard.evaluate(`(${read})(${JSON.stringify(selectors)})`);
}

const read = `async (selectors) => {
  const find = (root, name) => {
    for (const node of root.querySelectorAll('*')) {
      if (node.localName === name) return node;
      const inner = node.shadowRoot && find(node.shadowRoot, name);
      if (inner) return inner;
    }
    return null;
  };
  const map = find(document, 'heat-map-frame');
  await map.updateComplete;
  const points = await map.drawnPoints();
  const page = find(map.shadowRoot, 'iframe').contentDocument;
  const boxes = selectors.map((selector) => {
    const shadow = Array.from(page.querySelectorAll('*'), (node) => node.shadowRoot).find((root) => root?.querySelector(selector));
    const found = (shadow ?? page).querySelector(selector);
    const element = found && (found.closest('a, button') ?? found);
    if (!element) return null;
    const { x, y, width: w, height: h } = element.getBoundingClientRect();
    return { x, y, w, h };
  });
  return { points, boxes };
}`;

export function isInside({ x, y }: Point, box: Box | null): boolean {
  return box !== null && x >= box.x && y >= box.y && x <= box.x + box.w && y <= box.y + box.h;
}

/** An element of a page, in whole px. */
export type Shape = [tag: string, x: number, y: number, w: number, h: number];

/** Script: shapes of all elements of a document. */
export const shapesOf = `(page) => Array.from(page.querySelectorAll('body *:not(script,noscript,style)'), (element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return [element.localName, Math.round(x), Math.round(y), Math.round(width), Math.round(height)];
})`;

/** Script: the document under the map. */
export const pageUnderMap = `(function find(root) {
  for (const node of root.querySelectorAll('*')) {
    if (node.localName === 'iframe') return node.contentDocument;
    const inner = node.shadowRoot && find(node.shadowRoot);
    if (inner) return inner;
  }
  return null;
})(document)`;

/** Within rounding. */
export function isSameShape([tag, ...live]: Shape, built: Shape | undefined): boolean {
  return tag === built?.[0] && live.every((px, at) => Math.abs(px - Number(built[at + 1])) <= 2);
}
