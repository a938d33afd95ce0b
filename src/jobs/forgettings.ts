// Sees to it that who is to be forgotten is, whoever ordered it: this process, the command line beside it, or a process
// that was killed while it was at it. The order stays open in the catalog until everything is done.

import type { RemovedCounts, SubjectKind } from '../contract/personal-data.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';

type Order = { id: string; projectNo: number; kind: SubjectKind; subject: string; askedAtMs: number };
type Session = { session: number; fromMs: number; toMs: number };
export type Forgetting = { id: string; projectNo: number; removed: RemovedCounts; sessions: Session[] };

export type ForgettingJobs = {
  /** Hands on what was ordered since the last look; cheap when nobody wrote into the catalog. */
  look: () => Promise<void>;
  /** The events are gone. Takes away what else there is and closes the order. Never rejects: an order that stays open is handed on again at the next start. */
  done: (forgetting: Forgetting) => Promise<void>;
};

export function createForgettingJobs(deps: {
  catalog: {
    version: () => Promise<number>;
    openForgettings: () => Promise<Order[]>;
    finishForgetting: (id: string, done: { doneAtMs: number; removed: RemovedCounts }) => Promise<void>;
  };
  log: Log;
  clock: Clock;
  /** Called once for each order in the life of this process. */
  begin: (order: Order) => void;
  /** Resolves with how many pieces of recordings went. */
  dropRecordings: (projectNo: number, sessions: Session[]) => Promise<number>;
  dropLive: (projectNo: number, sessions: number[]) => void;
  /** Resolves once no byte of what was applied is left in the journal. */
  scrubJournal: () => Promise<void>;
  /** Tells the applier that the result stands in the catalog. */
  noted: (order: { id: string; projectNo: number }) => void;
}): ForgettingJobs {
  const { catalog, log, clock } = deps;
  const handed = new Set<string>();
  let seen: number | null = null;
  return {
    async look() {
      const version = await catalog.version();
      if (version === seen) return;
      for (const order of await catalog.openForgettings()) {
        if (handed.has(order.id)) continue;
        deps.begin(order);
        handed.add(order.id);
      }
      seen = version;
    },
    async done({ id, projectNo, removed, sessions }) {
      try {
        const recordings = await deps.dropRecordings(projectNo, sessions);
        deps.dropLive(
          projectNo,
          sessions.map(({ session }) => session),
        );
        await deps.scrubJournal();
        await catalog.finishForgetting(id, { doneAtMs: clock.nowMs(), removed: { ...removed, recordings } });
        deps.noted({ id, projectNo });
        log.info('Forgot a person', { projectNo, ...removed, recordings });
      } catch (error) {
        log.error('Cannot finish forgetting a person', { projectNo, reason: String(error) });
      }
    },
  };
}
