// Counts events by project, in memory since the start and for the last 24 hours: what /metrics and a project's own page
// tell of. Counted by the batch, so that it costs a look-up for each.

import { LIMITS } from '../contract/limits.ts';
import type { Clock } from './clock.ts';
import { createDayCount, type DayCount } from './day-count.ts';

/** Events of one project. */
export type ProjectCount = { projectNo: number; events: number };
export type ProjectCounts = {
  add: (counted: ProjectCount) => void;
  /** Of the last 24 hours, to the hour. */
  ofDay: (projectNo: number) => number;
  /** Since the start, in the order in which projects came; 0 is left out. */
  totals: () => ProjectCount[];
};

/** Keeps at most LIMITS.projects: beyond that the one that came first is forgotten. */
export function createProjectCounts(clock: Pick<Clock, 'nowMs'>): ProjectCounts {
  const byProject = new Map<number, { events: number; day: DayCount }>();
  return {
    add({ projectNo, events }) {
      if (events <= 0) return;
      let count = byProject.get(projectNo);
      if (!count) {
        if (byProject.size >= LIMITS.projects) byProject.delete(byProject.keys().next().value as number);
        count = { events: 0, day: createDayCount(clock) };
        byProject.set(projectNo, count);
      }
      count.events += events;
      count.day.add(events);
    },
    ofDay: (projectNo) => byProject.get(projectNo)?.day.count() ?? 0,
    totals: () => [...byProject].map(([projectNo, { events }]) => ({ projectNo, events })),
  };
}
