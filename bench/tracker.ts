// What the tracker costs a visitor, in Chromium with its processor slowed down four times, on a page of 5,000 elements:
// processor time of its calls for each click, mouse move and scroll, start-up, long tasks, and bytes on the wire; beside
// it the published heat-sdk, and the same visit without any tracker. What follows an awaited answer is not seen by the
// trace and not counted, for either.
//   bun run bench tracker [--seconds 30] [--only heat]

import type { Page } from 'playwright-core';
import { seededRandom } from '../src/lib/seeded-random.ts';
import { openBrowser } from '../test/support/browser.ts';
import { type Arrived, openBenchSite, type Subject } from './tracker-page.ts';
import { type Costs, INPUTS, traceCosts } from './tracker-trace.ts';

const SLOWER = 4;
const at = Bun.argv.indexOf('--seconds');
const seconds = (at > 0 && Number(Bun.argv[at + 1])) || 30;
const onlyAt = Bun.argv.indexOf('--only');
const only = onlyAt > 0 ? Bun.argv[onlyAt + 1] : undefined;
/** So many that the coldest click is not the 99th percentile; and how long they may take. */
const RUSH_CLICKS = 150;
const RUSH_MS = 40_000;
const STARTS = 5;
/** Long enough for the shares of moving, resting and scrolling to even out. */
const wanderSeconds = Math.max(30, 2 * seconds);
/** How long a button is held down: people take longer. */
const PRESS_MS = 40;
const GOALS = { interactionP99Ms: 1, longTasks: 0, bytesPerEvent: 60, replayBytesPerMinute: 2048 };
const SCRIPTS: Record<Subject, RegExp> = {
  none: /no such script/,
  idle: /\/idle\.js/,
  box: /\/box\.js/,
  heat: /\/heat(-(?!sdk)\w+)?\.m?js/,
  'heat-sdk': /\/heat-sdk\.js/,
};

type Visit = Costs & { arrived: Arrived };
type Measured = { rush: Visit; reading: Visit; wandering: Visit; starts: number[] };
type Habit = (page: Page, untilMs: number) => Promise<void>;

const site = await openBenchSite();
const browser = await openBrowser();

/** Clicks as fast as it goes, everywhere, with moves and scrolling between: many samples of each kind. */
const hurry: Habit = async (page, untilMs) => {
  for (let round = 0; Date.now() < untilMs && round < RUSH_CLICKS; round++) {
    const [x, y] = placeOf(round);
    await page.mouse.move(x, y, { steps: 3 });
    if (round % 2 === 1) await page.mouse.wheel(0, round % 24 === 23 ? -2400 : 240);
    await page.mouse.click(x, y, { delay: PRESS_MS });
  }
};

/** Reads: the mouse is under way most of the time, there is a scroll every second and a click every two. */
const read: Habit = async (page, untilMs) => {
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
const wander: Habit = async (page, untilMs) => {
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

function placeOf(round: number): [x: number, y: number] {
  return [150 + ((round * 233) % 1000), 120 + ((round * 131) % 600)];
}

async function visit(subject: Subject, habit: Habit, lastsMs: number): Promise<Visit> {
  site.forget();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const stop = await traceCosts(browser, SCRIPTS[subject]);
  await page.goto(site.url(subject), { waitUntil: 'load' });
  await page.waitForTimeout(500);
  await habit(page, Date.now() + lastsMs);
  await page.goto('about:blank');
  await page.waitForTimeout(500);
  const costs = await stop();
  await context.close();
  return { ...costs, arrived: { ...site.arrived, byType: new Map(site.arrived.byType) } };
}

/** Only opens the page: what starting costs, which varies from load to load. */
const open: Habit = (page) => page.waitForTimeout(1000);

function report(
  subject: Subject,
  { rush, reading, wandering, starts }: Measured,
  { bare, box }: { bare: Visit; box: Visit },
): void {
  console.log(subject);
  for (const kind of INPUTS) {
    const times = rush[kind];
    const [p50, p99, most] = [0.5, 0.99, 1].map((share) => percentile(times, share)) as [
      number,
      number,
      number,
    ];
    const shown = `p50 ${p50.toFixed(2)}  p99 ${p99.toFixed(2)}  most ${most.toFixed(2)} ms`;
    const name = kind === 'other' ? 'timers and observers' : kind;
    line(`${name} (${times.length})`, shown, kind === 'other' ? undefined : [p99, GOALS.interactionP99Ms]);
    if (kind === 'other') continue;
    const [p50Box, p99Box] = [0.5, 0.99].map((share) => percentile(box[kind], share)) as [number, number];
    line(
      '  beyond one that asks a box',
      `p50 ${(p50 - p50Box).toFixed(2)}  p99 ${(p99 - p99Box).toFixed(2)} ms`,
      [p99 - p99Box, GOALS.interactionP99Ms],
    );
  }
  line(
    `start (${starts.length} loads)`,
    `p50 ${percentile(starts, 0.5).toFixed(1)}  most ${percentile(starts, 1).toFixed(1)} ms`,
  );
  const busyMs = INPUTS.flatMap((kind) => reading[kind]).reduce((sum, ms) => sum + ms, 0);
  line('reading: its calls', `${(busyMs / seconds).toFixed(2)} ms a second`);
  line(
    'reading: long tasks',
    `${reading.ownLongTasks.length} of its making ${reading.ownLongTasks.map(([ms, own]) => `[${own.toFixed(0)} of ${ms.toFixed(0)} ms] `).join('')}(${reading.longTasks} in all, ${bare.longTasks} without tracker)`,
    [reading.ownLongTasks.length, GOALS.longTasks],
  );
  const { replayBytes, wireBytes } = wandering.arrived;
  const perMinute = (count: number) => (count * 60) / wanderSeconds;
  line(
    'wandering: replay data',
    `${Math.round(perMinute(replayBytes))} B a minute of ${Math.round(perMinute(wireBytes))} on the wire`,
    [perMinute(replayBytes), GOALS.replayBytesPerMinute],
  );
  const { bytes, events, requests, rows, byType } = reading.arrived;
  line('reading: bytes an event', `${(bytes / events).toFixed(1)} (${events} in ${requests} requests)`, [
    bytes / events,
    GOALS.bytesPerEvent,
  ]);
  line('reading: bytes a stored row', `${(bytes / rows).toFixed(1)} (${rows})`);
  console.log(`  ${[...byType].map(([type, count]) => `${type} ${count}`).join(', ')}\n`);
}

/** What listeners seem to cost that do next to nothing: a goal below this cannot be told from the unrest of the clock. */
function reportListeners(name: string, rush: Visit): void {
  console.log(name);
  for (const kind of ['click', 'move', 'scroll'] as const) {
    const [p50, p99] = [percentile(rush[kind], 0.5), percentile(rush[kind], 0.99)];
    line(`${kind} (${rush[kind].length})`, `p50 ${p50.toFixed(2)}  p99 ${p99.toFixed(2)} ms`);
  }
  console.log();
}

function line(name: string, shown: string, judged?: [value: number, goal: number]): void {
  const verdict = judged ? `   goal ≤ ${judged[1]}   ${judged[0] <= judged[1] ? 'kept' : 'BROKEN'}` : '';
  console.log(`  ${name.padEnd(30)}${shown}${verdict}`);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

try {
  console.log(`Chromium slowed down ${SLOWER} times, 5,000 elements, a visit of ${seconds} s\n`);
  const bare = await visit('none', read, seconds * 1000);
  reportListeners('listeners that do nothing', await visit('idle', hurry, RUSH_MS));
  const box = await visit('box', hurry, RUSH_MS);
  reportListeners('listeners that ask for the box of a click', box);
  for (const subject of (['heat', 'heat-sdk'] as const).filter((one) => !only || one === only)) {
    const rush = await visit(subject, hurry, RUSH_MS);
    const reading = await visit(subject, read, seconds * 1000);
    const wandering = await visit(subject, wander, wanderSeconds * 1000);
    const starts = [rush.startMs, reading.startMs];
    for (let n = 0; n < STARTS; n++) starts.push((await visit(subject, open, 0)).startMs);
    report(subject, { rush, reading, wandering, starts }, { bare, box });
  }
} finally {
  await browser.close();
  await site.stop();
}
