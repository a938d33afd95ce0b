// Orders that take something away: a running heat carries them out, the command waits for it and says what went.

import { LIMITS } from '../contract/limits.ts';
import type { RemovedCounts } from '../contract/personal-data.ts';
import { serverOn } from '../storage/open/inspection.ts';
import { dim, facts, json, type Terminal } from './output.ts';

type Order = { id: string; doneAtMs: number | null; removed: RemovedCounts | null };
type Telling<O extends Order> = {
  dataDir: string;
  /** The project's orders, this one among them. */
  list: () => Promise<O[]>;
  /** Where it is seen later that it is done: a sentence's beginning. */
  seenBy: string;
  words: (removed: RemovedCounts) => [string, string][];
  /** What the JSON says beside the order, with --json; null without. */
  json: object | null;
};

/** Waits for the order where a heat runs, and says what went, or that it goes later. */
export async function tellOrder<O extends Order>(
  terminal: Terminal,
  order: O,
  { dataDir, list, seenBy, words, json: beside }: Telling<O>,
): Promise<void> {
  const isRunning = serverOn(dataDir) === 'held';
  const done = isRunning ? await untilDone(order, list) : order;
  if (beside) return terminal.out(json({ done: done.doneAtMs !== null, ...done, ...beside }));
  terminal.out(done.removed ? facts(words(done.removed)) : 'Noted.\n');
  if (!done.removed)
    terminal.err(dim(isRunning ? `Heat is still at it; ${seenBy} when it is done.\n` : NOT_RUNNING));
}

const NOT_RUNNING = 'No heat is running on this data: the next heat serve does it.\n';

/** Looks until it is done, or for LIMITS.forgetWaitMs. Resolves with the order as it was seen last. */
async function untilDone<O extends Order>(order: O, list: () => Promise<O[]>): Promise<O> {
  const endMs = performance.now() + LIMITS.forgetWaitMs;
  for (;;) {
    const found = (await list()).find(({ id }) => id === order.id);
    if (found?.doneAtMs || performance.now() > endMs) return found ?? order;
    await Bun.sleep(LIMITS.forgetPollMs);
  }
}
