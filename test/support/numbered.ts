// Elements that carry a number (`data-n`), in a live page: clicked one after the other with a real mouse, and measured.
// The numbers are for the test alone: nothing of heat reads them.

import type { Page } from 'playwright-core';

/** Script: all numbered elements of a document and of its shadow roots, by number. */
const NUMBERED = `(root) => {
  const found = new Map();
  const walk = (within) => {
    for (const element of within.querySelectorAll('*')) {
      const n = element.getAttribute('data-n');
      if (n) found.set(Number(n), element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(root);
  return found;
}`;

/** Where a pointer may go, as shares of an element's box. */
const SPOTS: readonly [number, number][] = [
  [0.3, 0.5],
  [0.7, 0.4],
  [0.5, 0.6],
  [0.2, 0.3],
  [0.85, 0.7],
  [0.5, 0.5],
];

/**
 * Clicks every numbered element once, in the order of the numbers, where a pointer really hits it. Answers the numbers
 * in the order of the clicks; those that nobody could hit are missing.
 */
export async function clickNumbered(page: Page): Promise<number[]> {
  const numbers = (await page.evaluate(
    `[...(${NUMBERED})(document).keys()].sort((a, b) => a - b)`,
  )) as number[];
  const clicked: number[] = [];
  for (const n of numbers) {
    const spots = [...SPOTS.slice(n % SPOTS.length), ...SPOTS.slice(0, n % SPOTS.length)];
    const spot = await page.evaluate<[number, number] | null>(
      `(${spotToHit})((${NUMBERED})(document).get(${n}), ${JSON.stringify(spots)})`,
    );
    if (!spot) continue;
    await page.mouse.click(spot[0], spot[1]);
    clicked.push(n);
  }
  return clicked;
}

const spotToHit = `(element, spots) => {
  element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
  const box = element.getBoundingClientRect();
  for (const [fx, fy] of spots) {
    const [x, y] = [Math.round(box.x + box.width * fx), Math.round(box.y + box.height * fy)];
    let hit = document.elementFromPoint(x, y);
    while (hit?.shadowRoot?.elementFromPoint(x, y) && hit.shadowRoot.elementFromPoint(x, y) !== hit)
      hit = hit.shadowRoot.elementFromPoint(x, y);
    if (hit && element.contains(hit)) return [x, y];
  }
  return null;
}`;

export type Rect = [x: number, y: number, w: number, h: number];
export type Standing = {
  n: number;
  /** One for each line of an inline element; px of the page at scroll 0. */
  rects: Rect[];
  /** Whether a visitor who scrolls the window can hit it. */
  isSeen: boolean;
};

/** Where the numbered elements stand in a live page at a width, and which of them can be seen there. */
export async function standings(page: Page, width: number, height: number): Promise<Standing[]> {
  await page.setViewportSize({ width, height });
  return page.evaluate<Standing[]>(`(${stand})((${NUMBERED})(document))`);
}

const stand = `async (found) => {
  await Promise.all([document.fonts.ready, ...document.getAnimations().map(({ finished }) => finished)]);
  scrollTo({ top: 0, behavior: 'instant' });
  const all = [];
  for (const [n, element] of found) {
    const rects = [...element.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
    all.push({ n, element, rects: rects.map(({ x, y, width, height }) => [x + scrollX, y + scrollY, width, height]), isSeen: false });
  }
  const isHit = (element) => {
    for (const { x, y, width, height } of element.getClientRects())
      for (const fx of [0.5, 0.1, 0.9, 0.3, 0.7])
        for (const fy of [0.5, 0.2, 0.8]) {
          let hit = document.elementFromPoint(x + width * fx, y + height * fy);
          for (let inner = hit?.shadowRoot?.elementFromPoint(x + width * fx, y + height * fy); inner && inner !== hit; ) {
            hit = inner;
            inner = hit.shadowRoot?.elementFromPoint(x + width * fx, y + height * fy);
          }
          if (hit && element.contains(hit)) return true;
        }
    return false;
  };
  for (const one of all) {
    if (one.rects.length === 0) continue;
    for (const share of [0.5, 0.25, 0.75]) {
      scrollTo({ top: one.rects[0][1] - innerHeight * share, behavior: 'instant' });
      if (isHit(one.element)) one.isSeen = true;
    }
  }
  scrollTo({ top: 0, behavior: 'instant' });
  return all.map(({ n, rects, isSeen }) => ({ n, rects, isSeen }));
}`;
