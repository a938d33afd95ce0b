// How the last 24 hours went, counted as answers leave: for the operator, in memory.

import type { RecentAnswers } from '../contract/installation.ts';
import type { Clock } from '../lib/clock.ts';
import { countedSinceMs, createDayCount } from '../lib/day-count.ts';

export type RecentCounts = {
  /** Of every answer. */
  note: (status: number) => void;
  /** Of a request in which a proxy that is not trusted named the visitor. */
  noteUnheard: () => void;
  read: () => RecentAnswers;
};

export function createRecentCounts(clock: Clock): RecentCounts {
  const startedAtMs = clock.nowMs();
  const count = () => createDayCount(clock);
  const days = { all: count(), tooMany: count(), unavailable: count(), failed: count(), unheard: count() };
  return {
    note(status) {
      days.all.add();
      if (status < 429) return;
      if (status === 429) days.tooMany.add();
      else if (status === 503) days.unavailable.add();
      else if (status >= 500) days.failed.add();
    },
    noteUnheard: days.unheard.add,
    read: () => ({
      sinceMs: countedSinceMs(startedAtMs, clock.nowMs()),
      all: days.all.count(),
      tooMany: days.tooMany.count(),
      unavailable: days.unavailable.count(),
      failed: days.failed.count(),
      unheard: days.unheard.count(),
    }),
  };
}
