// Sees to it that who is to be forgotten is, and that what is to be purged goes, whoever ordered it: this process, the
// command line beside it, or a process that was killed while it was at it. The order stays open in the catalog until
// everything is done.

import type { RemovedCounts } from '../contract/personal-data.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

type Order = { id: string; projectNo: number };
type Session = { session: number; fromMs: number; toMs: number };
export type Forgetting = { id: string; projectNo: number; removed: RemovedCounts; sessions: Session[] };

export type ForgettingJobs = {
  /** Hands on what was ordered since the last look; cheap when nobody wrote into the catalog. */
  look: () => Promise<void>;
  /** Ids of what was handed on. */
  handed: () => Iterable<string>;
  /** The events are gone. Takes away what else there is and closes the order. Never rejects: an order that stays open is handed on again at the next start. */
  done: (forgetting: Forgetting) => Promise<void>;
};

/** `words` are the log's: of what was done, and of what could not be. */
export function createForgettingJobs<Open extends Order>(deps: {
  catalog: {
    version: () => Promise<number>;
    open: () => Promise<Open[]>;
    finish: (id: string, done: { doneAtMs: number; removed: RemovedCounts }) => Promise<void>;
  };
  words: { done: string; failed: string };
  log: Log;
  clock: Clock;
  /** Called once for each order in the life of this process. */
  begin: (order: Open) => void;
  /** Resolves with how many pieces of recordings went. */
  dropRecordings: (projectNo: number, sessions: Session[]) => Promise<number>;
  dropLive: (projectNo: number, sessions: number[]) => void;
  /** Resolves once no byte of what was applied is left in the journal. Not given where nobody's data go. */
  scrubJournal?: () => Promise<void>;
  /** Tells the applier that the result stands in the catalog. */
  noted: (order: Order) => void;
}): ForgettingJobs {
  const { catalog, log, clock, words } = deps;
  const handed = new Set<string>();
  let seen: number | null = null;
  return {
    async look() {
      const version = await catalog.version();
      if (version === seen) return;
      for (const order of await catalog.open()) {
        if (handed.has(order.id)) continue;
        deps.begin(order);
        handed.add(order.id);
      }
      seen = version;
    },
    handed: () => handed,
    async done({ id, projectNo, removed, sessions }) {
      try {
        const recordings = await deps.dropRecordings(projectNo, sessions);
        deps.dropLive(
          projectNo,
          sessions.map(({ session }) => session),
        );
        await deps.scrubJournal?.();
        await catalog.finish(id, { doneAtMs: clock.nowMs(), removed: { ...removed, recordings } });
        deps.noted({ id, projectNo });
        log.info(words.done, { projectNo, ...removed, recordings });
      } catch (error) {
        log.error(words.failed, { projectNo, reason: String(error) });
      }
    },
  };
}
