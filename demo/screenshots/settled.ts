// Waits until a page of the dashboard stands still: no skeleton, nothing dimmed, the map laid out. Knows no page.

import type { Page } from 'playwright-core';
import { eventually } from '../../test/support/heat-process.ts';

/** Nothing moves any more when two looks that far apart see a page that is done, ms. */
const LOOK_MS = 150;

const IS_DONE = `(async () => {
  const every = (root) => [...root.querySelectorAll('*')].flatMap((node) => node.shadowRoot ? [node, ...every(node.shadowRoot)] : [node]);
  const nodes = every(document);
  const isSeen = (node) => node.checkVisibility();
  if (!nodes.some((node) => node.localName === 'h1' && isSeen(node))) return false;
  if (nodes.some((node) => node.localName === 'heat-state' && node.status === 'loading' && isSeen(node))) return false;
  if (nodes.some((node) => node.matches('.stale, [aria-busy="true"]') && isSeen(node))) return false;
  const map = nodes.find((node) => node.localName === 'heat-map-frame');
  if (map) await Promise.race([map.drawnPoints(), new Promise((resolve) => setTimeout(resolve, 5000))]);
  await document.fonts.ready;
  return true;
})()`;

/** Rejects after half a minute. */
export async function settled(page: Page): Promise<void> {
  let times = 0;
  await eventually(async () => {
    times = (await page.evaluate<boolean>(IS_DONE)) ? times + 1 : 0;
    if (times < 3) await Bun.sleep(LOOK_MS);
    return times >= 3;
  });
}
