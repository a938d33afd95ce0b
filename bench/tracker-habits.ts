// What the visitors of bench/tracker.ts do.

import type { Page } from 'playwright-core';
import { seededRandom } from '../src/lib/seeded-random.ts';

export type Habit = (page: Page, untilMs: number) => Promise<void>;

/** How long a button is held down: people take longer. */
const PRESS_MS = 40;

/** Clicks as fast as it goes, everywhere, with moves and scrolling between: many samples of each kind. */
export const hurry =
  (clicks: number): Habit =>
  async (page, untilMs) => {
    for (let round = 0; Date.now() < untilMs && round < clicks; round++) {
      const [x, y] = placeOf(round);
      await page.mouse.move(x, y, { steps: 3 });
      if (round % 2 === 1) await page.mouse.wheel(0, round % 24 === 23 ? -2400 : 240);
      await page.mouse.click(x, y, { delay: PRESS_MS });
    }
  };

/** Reads: the mouse is under way most of the time, there is a scroll every second and a click every two. */
export const read: Habit = async (page, untilMs) => {
  for (let round = 0; Date.now() < untilMs; round++) {
    const [x, y] = placeOf(round);
    const roundEndsMs = Date.now() + 1000;
    for (let step = 1; step <= 10; step++) {
      await page.mouse.move(x - 100 + step * 10, y + 40 - step * 4);
      await page.waitForTimeout(60);
    }
    await page.mouse.wheel(0, 300);
    if (round % 2 === 1) await page.mouse.click(x, y, { delay: PRESS_MS });
    await page.waitForTimeout(Math.max(0, roundEndsMs - Date.now()));
  }
};

/**
 * Uses the page as people do, without a pause: the mouse goes to something within half a second, in a bent, trembling
 * line, stays there for a moment, clicks now and then; in between the wheel turns in bursts.
 */
export const wander: Habit = async (page, untilMs) => {
  const random = seededRandom(7);
  let [x, y] = [640, 400];
  for (let round = 0; Date.now() < untilMs; round++) {
    const [toX, toY] = placeOf(round);
    const lastsMs = 400 + random.next() * 400;
    const bend = (random.next() - 0.5) * 160;
    const [fromX, fromY, beganMs] = [x, y, performance.now()];
    for (let t = 0; t < 1; ) {
      t = Math.min(1, (performance.now() - beganMs) / lastsMs);
      const eased = t * t * (3 - 2 * t);
      x = fromX + (toX - fromX) * eased + Math.sin(t * Math.PI) * bend + (random.next() - 0.5) * 3;
      y = fromY + (toY - fromY) * eased + (random.next() - 0.5) * 3;
      await page.mouse.move(x, y);
      await page.waitForTimeout(10);
    }
    await page.waitForTimeout(200 + random.next() * 900);
    if (round % 3 === 0) await page.mouse.click(x, y, { delay: PRESS_MS });
    const ticks = round % 2 === 1 ? 3 + Math.floor(random.next() * 4) : 0;
    for (let tick = 0; tick < ticks; tick++) {
      await page.mouse.wheel(0, 120);
      await page.waitForTimeout(60 + random.next() * 60);
    }
    await page.waitForTimeout(300 + random.next() * 1200);
  }
};

/** Only opens the page: what starting costs, which varies from load to load. */
export const open: Habit = (page) => page.waitForTimeout(1000);

function placeOf(round: number): [x: number, y: number] {
  return [150 + ((round * 233) % 1000), 120 + ((round * 131) % 600)];
}
