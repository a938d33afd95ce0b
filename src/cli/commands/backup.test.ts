import { expect, test } from 'bun:test';
import { countsOf } from './backup.ts';

test.each([
  ['of today', { session_rows: 3, agents: 1, events: 12 }, '12 events, 3 sessions'],
  ['of before sessions named their words', { sessions: 3, events: 12 }, '12 events, 3 sessions'],
  ['of the catalog', { users: 1, projects: 2, audit: 9 }, '1 user, 2 projects'],
])('countsOf() tells what is in a backup %s', (_, rows, told) => {
  expect(countsOf(rows)).toBe(told);
});
