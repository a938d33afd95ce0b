// Reads Chromium's own trace of a visit: processor time (not wall time, which other programs lengthen) of every call into
// the tracker's files, put down to the input that it answered.

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
export type Costs = Record<(typeof INPUTS)[number], number[]> & {
  /** Evaluating its files, ms. */
  startMs: number;
  /** Tasks of 50 ms and more, and those that were shorter without the tracker. */
  longTasks: number;
  /** How long they took, and how much of that the tracker, ms. */
  ownLongTasks: [ms: number, ownMs: number][];
};

const LONG_MS = 50;
const KINDS: Record<string, 'click' | 'move' | 'scroll'> = {
  ...{ pointerdown: 'click', mousedown: 'click', pointerup: 'click', mouseup: 'click', click: 'click' },
  ...{ pointermove: 'move', mousemove: 'move', scroll: 'scroll' },
};

/** Starts a trace; the function that it answers stops it and says what the files of `script` cost. */
export async function traceCosts(browser: Browser, script: RegExp): Promise<() => Promise<Costs>> {
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'v8', 'toplevel'], excludedCategories: ['*'] },
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
  const events = all
    .filter(({ pid, tid, dur }) => pid === main?.pid && tid === main.tid && dur !== undefined)
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
  const costs: Costs = {
    click: [],
    move: [],
    scroll: [],
    other: [],
    startMs: 0,
    longTasks: 0,
    ownLongTasks: [],
  };
  let task: TraceEvent | undefined;
  let dispatch: TraceEvent | undefined;
  let ours: TraceEvent | undefined;
  let own = 0;
  let lastPress = 'click';
  const closeTask = () => {
    const ms = msOf(task);
    if (ms >= LONG_MS) costs.longTasks++;
    if (ms >= LONG_MS && ms - own < LONG_MS) costs.ownLongTasks.push([ms, own]);
    own = 0;
  };
  for (const event of events) {
    if (/RunTask$/.test(event.name) && !isWithin(event, task)) {
      closeTask();
      task = event;
    } else if (event.name === 'EventDispatch') {
      dispatch = event;
      const type = event.args.data?.type ?? '';
      const kind = KINDS[type];
      // An input that a tracker does not listen to costs nothing, and that counts. What comes before a click is its.
      if (kind && (kind !== 'click' || lastPress === 'click')) costs[kind].push(0);
      if (kind === 'click') lastPress = type;
    } else if (event.name === 'v8.evaluateModule' || (event.name === 'EvaluateScript' && isOurs(event))) {
      costs.startMs += msOf(event);
      own += msOf(event);
    } else if (event.name === 'FunctionCall' && isOurs(event) && !isWithin(event, ours)) {
      ours = event;
      own += msOf(event);
      const kind = isWithin(event, dispatch) ? KINDS[dispatch?.args.data?.type ?? ''] : undefined;
      const list = costs[kind ?? 'other'];
      if (kind && list.length > 0) list[list.length - 1] = (list[list.length - 1] ?? 0) + msOf(event);
      else list.push(msOf(event));
    }
  }
  closeTask();
  return costs;
}

function msOf(event: TraceEvent | undefined): number {
  return (event?.tdur ?? event?.dur ?? 0) / 1000;
}

function isWithin(inner: TraceEvent, outer: TraceEvent | undefined): boolean {
  return outer !== undefined && inner.ts >= outer.ts && inner.ts <= outer.ts + (outer.dur ?? 0);
}
