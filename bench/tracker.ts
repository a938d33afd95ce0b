// What the tracker costs a visitor, in Chromium with its processor slowed down four times, on a page of 5,000 elements:
// time in its callbacks for each click, mouse move and scroll, start-up, long tasks, and bytes on the wire; beside it the
// published heat-sdk, and the same visit without any tracker.
//   bun run bench tracker [--seconds 12]

import type { Browser, CDPSession, Page } from 'playwright-core';
import { openBrowser } from '../test/support/browser.ts';
import { type Arrived, openBenchSite, type Subject } from './tracker-page.ts';

const SLOWER = 4;
const seconds = Number(Bun.argv[Bun.argv.indexOf('--seconds') + 1]) || 12;
const STARTS = 5;
const GOALS = { interactionP99Ms: 1, longTasks: 0, bytesPerEvent: 60 };

type Probe = Record<'click' | 'late' | 'move' | 'scroll' | 'other', number[]> & {
  tasks: [startMs: number, durationMs: number][];
  /** The longest callback, ms, and how many took more than 50 ms. */
  longest: number;
  long: number;
};
type Visit = { probe: Probe; scriptMs: number; arrived: Arrived };

type Measured = { start: { evaluatedMs: number; scriptMs: number }; rush: Visit; reading: Visit };

const KINDS = {
  click: { name: 'click', hasGoal: true },
  // That layout would have come anyway: no goal for it.
  late: { name: 'click with a layout due', hasGoal: false },
  move: { name: 'move', hasGoal: true },
  scroll: { name: 'scroll', hasGoal: true },
  other: { name: 'timers and others', hasGoal: false },
} as const;

const site = await openBenchSite();
const browser = await openBrowser();
async function measure(subject: Subject): Promise<Measured> {
  const start = await measureStart(subject);
  const rush = await measureVisit({ subject, habit: hurry, rate: SLOWER });
  return { start, rush, reading: await measureVisit({ subject, habit: read, rate: SLOWER }) };
}

async function openPage(from: Browser, rate: number): Promise<{ page: Page; cdp: CDPSession }> {
  const context = await from.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate });
  await cdp.send('Performance.enable');
  return { page, cdp };
}

async function scriptMsOf(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1000;
}

/** Medians of some loads: evaluating the tag's script, and all script time until a second after the load. */
async function measureStart(subject: Subject) {
  const evaluated: number[] = [];
  const scripts: number[] = [];
  for (let n = 0; n < STARTS; n++) {
    const { page, cdp } = await openPage(browser, SLOWER);
    await page.goto(site.url(subject), { waitUntil: 'load' });
    await page.waitForTimeout(1000);
    evaluated.push(await page.evaluate("performance.measure('start', 'before', 'after').duration"));
    scripts.push(await scriptMsOf(cdp));
    await page.context().close();
  }
  return { evaluatedMs: percentile(evaluated, 0.5), scriptMs: percentile(scripts, 0.5) };
}

type Habit = (page: Page, until: number) => Promise<void>;

/** Clicks as fast as it goes, everywhere, with moves and scrolling between: many samples of each kind. */
const hurry: Habit = async (page, until) => {
  for (let round = 0; Date.now() < until && round < 200; round++) {
    const [x, y] = placeOf(round);
    await page.mouse.move(x, y, { steps: 5 });
    if (round % 2 === 1) await page.mouse.wheel(0, round % 24 === 23 ? -2400 : 240);
    await page.mouse.click(x, y);
  }
};

/** Reads: the mouse is under way most of the time, there is a scroll every second and a click every two. */
const read: Habit = async (page, until) => {
  for (let round = 0; Date.now() < until; round++) {
    const [x, y] = placeOf(round);
    const roundEnds = Date.now() + 1000;
    for (let step = 1; step <= 10; step++) {
      await page.mouse.move(x - 100 + step * 10, y + 40 - step * 4);
      await page.waitForTimeout(60);
    }
    await page.mouse.wheel(0, 300);
    if (round % 2 === 1) await page.mouse.click(x, y);
    await page.waitForTimeout(Math.max(0, roundEnds - Date.now()));
  }
};

const placeOf = (round: number): [x: number, y: number] => [
  150 + ((round * 233) % 1000),
  120 + ((round * 131) % 600),
];

async function measureVisit({
  subject,
  habit,
  rate,
}: {
  subject: Subject;
  habit: Habit;
  rate: number;
}): Promise<Visit> {
  site.forget();
  const { page, cdp } = await openPage(browser, rate);
  await page.goto(site.url(subject), { waitUntil: 'load' });
  const before = await scriptMsOf(cdp);
  await habit(page, Date.now() + seconds * 1000);
  const probe = (await page.evaluate('probe')) as Probe;
  const scriptMs = (await scriptMsOf(cdp)) - before;
  await page.goto('about:blank');
  await page.waitForTimeout(500);
  await page.context().close();
  return { probe, scriptMs, arrived: { ...site.arrived, byType: new Map(site.arrived.byType) } };
}

function report(subject: Subject, measured: Measured, bare: Measured): void {
  const { start, rush, reading } = measured;
  console.log(subject);
  for (const kind of ['click', 'late', 'move', 'scroll', 'other'] as const) {
    const times = rush.probe[kind];
    const [p50, p99, most] = [0.5, 0.99, 1].map((share) => percentile(times, share)) as [
      number,
      number,
      number,
    ];
    const shown = `p50 ${p50.toFixed(2)}  p99 ${p99.toFixed(2)}  most ${most.toFixed(2)} ms`;
    const { name, hasGoal } = KINDS[kind];
    line(`${name} (${times.length})`, shown, hasGoal ? [p99, GOALS.interactionP99Ms] : undefined);
  }
  line('start: its script', `${(start.evaluatedMs - bare.start.evaluatedMs).toFixed(1)} ms`);
  line('start: all script in 1 s', `${(start.scriptMs - bare.start.scriptMs).toFixed(1)} ms`);
  const { probe, arrived, scriptMs } = reading;
  line(
    'all script while reading',
    `${((scriptMs - bare.reading.scriptMs) / seconds).toFixed(1)} ms a second`,
  );
  // A task of more than 50 ms is the tracker's when one of its callbacks took that long.
  const own = probe.long;
  line(
    'long tasks while reading',
    `${own} (page ${probe.tasks.length}, without tracker ${bare.reading.probe.tasks.length}; longest callback ${probe.longest.toFixed(1)} ms)`,
    [own, GOALS.longTasks],
  );
  const bytes = arrived.bytes / arrived.events;
  line('bytes an event', `${bytes.toFixed(1)} (${arrived.events} in ${arrived.requests} requests)`, [
    bytes,
    GOALS.bytesPerEvent,
  ]);
  line('bytes a stored row', `${(arrived.bytes / arrived.rows).toFixed(1)} (${arrived.rows})`);
  console.log(`  ${[...arrived.byType].map(([type, count]) => `${type} ${count}`).join(', ')}\n`);
}

function line(name: string, shown: string, judged?: [value: number, goal: number]): void {
  const verdict = judged ? `   goal ≤ ${judged[1]}   ${judged[0] <= judged[1] ? 'kept' : 'BROKEN'}` : '';
  console.log(`  ${name.padEnd(34)}${shown}${verdict}`);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

try {
  console.log(`Chromium slowed down ${SLOWER} times, 5,000 elements, visits of ${seconds} s\n`);
  const bare = await measure('none');
  for (const subject of ['heat', 'heat-sdk'] as const) report(subject, await measure(subject), bare);
} finally {
  await browser.close();
  await site.stop();
}
