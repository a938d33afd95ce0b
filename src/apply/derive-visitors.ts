// Since when each visitor is known: the earliest event that bears them, whichever session it is part of.

import type { SeenVisitor } from '../storage/port-sessions.ts';
import type { SessionizedEvent } from './sessionize.ts';
import { createTally } from './tally.ts';

/** Collects the events of one slice. */
export function deriveVisitors(): { add(event: SessionizedEvent): void; all(): SeenVisitor[] } {
  const seen = createTally<string, SeenVisitor>();
  let last: SeenVisitor | null = null;
  return {
    add({ row: { projectNo, tsMs: atMs }, from }) {
      const { visitor } = from.batch;
      if (last?.visitor !== visitor || last.projectNo !== projectNo)
        last = seen.at(`${projectNo}/${visitor}`, () => ({ projectNo, visitor, atMs }));
      if (atMs < last.atMs) last.atMs = atMs;
    },
    all: seen.all,
  };
}
