import { expect, test } from 'bun:test';
import { testClock } from '../../test/support/test-clock.ts';
import { LIMITS } from '../contract/limits.ts';
import { createProjectCounts } from './project-counts.ts';

test('add() counts by project, for the last 24 hours and since the start', () => {
  const clock = testClock();
  const counts = createProjectCounts(clock);
  counts.add({ projectNo: 1, events: 3 });
  counts.add({ projectNo: 2, events: 1 });
  counts.add({ projectNo: 3, events: 0 });
  clock.advance(30 * 3_600_000);
  counts.add({ projectNo: 1, events: 4 });
  expect([1, 2, 3].map(counts.ofDay)).toEqual([4, 0, 0]);
  expect(counts.totals()).toEqual([
    { projectNo: 1, events: 7 },
    { projectNo: 2, events: 1 },
  ]);
});

test('add() keeps as many projects as there may be', () => {
  const counts = createProjectCounts(testClock());
  for (let projectNo = 0; projectNo <= LIMITS.projects; projectNo += 1) counts.add({ projectNo, events: 1 });
  expect(counts.totals()).toHaveLength(LIMITS.projects);
  expect([0, 1, LIMITS.projects].map(counts.ofDay)).toEqual([0, 1, 1]);
});
