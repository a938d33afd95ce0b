// Reads Chromium's own trace of a visit: processor time (not wall time, which other programs lengthen) of every call into
// the tracker's files and of what follows their awaited answers, put down to the input that it answered.

import type { Browser } from 'playwright-core';

type TraceEvent = {
  name: string;
  pid: number;
  tid: number;
  /** Start on the wall clock, duration there and on the thread's processor clock, all in µs. */
  ts: number;
  dur?: number;
  tdur?: number;
  args: { data?: { url?: string; type?: string } };
};

export const INPUTS = ['click', 'move', 'scroll', 'other'] as const;
type Input = (typeof INPUTS)[number];
export type Costs = Record<Input, number[]> & {
  /** What the tracker did in each task in which it did anything: when, ms since its first evaluation, and how long. */
  pieces: [atMs: number, ownMs: number][];
  /** Tasks of 50 ms and more, and those that were shorter without the tracker. */
  longTasks: number;
  /** How long they took, and how much of that the tracker, ms. */
  ownLongTasks: [ms: number, ownMs: number][];
};

const LONG_MS = 50;
const KINDS: Record<string, Exclude<Input, 'other'>> = {
  ...{ pointerdown: 'click', mousedown: 'click', pointerup: 'click', mouseup: 'click', click: 'click' },
  ...{ pointermove: 'move', mousemove: 'move', scroll: 'scroll' },
};
const CATEGORIES = ['devtools.timeline', 'v8', 'toplevel'];

/** Starts a trace; the function that it answers stops it and says what the files of `script` cost. */
export async function traceCosts(browser: Browser, script: RegExp): Promise<() => Promise<Costs>> {
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: CATEGORIES, excludedCategories: ['*'] },
  });
  return async () => {
    const done = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await done;
    await session.detach();
    return costsOf(events, script);
  };
}

function costsOf(all: TraceEvent[], script: RegExp): Costs {
  const isOurs = ({ args }: TraceEvent) => script.test(args.data?.url ?? '');
  const evaluations = all.filter((one) => one.name === 'EvaluateScript' && isOurs(one));
  const main = evaluations[0] ?? all.find(({ name }) => name === 'EvaluateScript');
  const tally = createTally(main?.ts ?? 0);
  const events = all
    .filter(({ pid, tid, dur }) => pid === main?.pid && tid === main.tid && dur !== undefined)
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  let task: TraceEvent | undefined;
  let dispatch: TraceEvent | undefined;
  /** A call from the browser, its microtasks included; whose it is tells the first function in it. */
  let call: TraceEvent | undefined;
  let ours: TraceEvent | undefined;
  for (const event of events) {
    const { name } = event;
    if (/RunTask$/.test(name) && !isWithin(event, task)) {
      tally.closeTask(task);
      task = event;
    } else if (name === 'EventDispatch') {
      dispatch = event;
      tally.noteInput(event.args.data?.type ?? '');
    } else if (isWithin(event, ours)) continue;
    else if (name === 'v8.callFunction') call = event;
    else if (name === 'v8.evaluateModule' || (name === 'EvaluateScript' && isOurs(event))) {
      ours = event;
      tally.add(msOf(event));
    } else if (name === 'FunctionCall') {
      const whole = call;
      call = undefined;
      if (!isOurs(event)) continue;
      ours = whole && isWithin(event, whole) ? whole : event;
      const kind = isWithin(event, dispatch) && KINDS[dispatch?.args.data?.type ?? ''];
      tally.add(msOf(ours), kind || 'other');
    } else if (/PerformMicrotaskCheckpoint$/.test(name) && evaluations[0] && !isWithin(event, dispatch)) {
      // The page awaits nothing itself: these are answers to the tracker's requests.
      ours = event;
      tally.add(msOf(event));
    }
  }
  tally.closeTask(task);
  return tally.costs;
}

/** Sums up what belongs together: the calls of one input, and those of one task. */
function createTally(startUs: number) {
  const costs: Costs = {
    ...{ click: [], move: [], scroll: [], other: [] },
    ...{ pieces: [], longTasks: 0, ownLongTasks: [] },
  };
  let own = 0;
  let lastPress = 'click';
  return {
    costs,
    noteInput(type: string): void {
      const kind = KINDS[type];
      // An input that a tracker does not listen to costs nothing, and that counts. What comes before a click is its, and
      // each move is told twice.
      if (kind && type !== 'mousemove' && (kind !== 'click' || lastPress === 'click')) costs[kind].push(0);
      if (kind === 'click') lastPress = type;
    },
    /** Without a kind it belongs to the task alone: evaluation, answers to requests. */
    add(ms: number, kind?: Input): void {
      own += ms;
      const list = kind && costs[kind];
      if (!list) return;
      if (kind !== 'other' && list.length > 0) list[list.length - 1] = (list[list.length - 1] ?? 0) + ms;
      else list.push(ms);
    },
    closeTask(task: TraceEvent | undefined): void {
      const ms = msOf(task);
      if (ms >= LONG_MS) costs.longTasks++;
      if (ms >= LONG_MS && ms - own < LONG_MS) costs.ownLongTasks.push([ms, own]);
      if (own > 0) costs.pieces.push([((task?.ts ?? 0) - startUs) / 1000, own]);
      own = 0;
    },
  };
}

function msOf(event: TraceEvent | undefined): number {
  return (event?.tdur ?? event?.dur ?? 0) / 1000;
}

function isWithin(inner: TraceEvent, outer: TraceEvent | undefined): boolean {
  return outer !== undefined && inner.ts >= outer.ts && inner.ts <= outer.ts + (outer.dur ?? 0);
}
