import { expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import { createLog } from '../lib/log.ts';
import { housekeepingJobs } from './housekeeping.ts';

test('housekeepingJobs() does each piece, and warns of a log that has grown large and of nothing else', () => {
  const done: string[] = [];
  const lines: string[] = [];
  const jobs = housekeepingJobs(
    {
      renewSalt: () => done.push('salt'),
      renewReserve: () => done.push('reserve'),
      forgetEndedSignIns: () => done.push('sign-ins'),
      noteKeyUsage: () => done.push('use of keys'),
      findRemoved: () => done.push('removed'),
      findForgotten: () => done.push('forgotten'),
      isClockTrusted: () => true,
      pruneEvents: () => done.push('events'),
      pruneRecordings: () => done.push('recordings'),
      watchAlerts: () => done.push('alerts'),
      tellLive: () => done.push('live'),
      fileSizes: () => [
        { name: 'events.db', bytes: 10 * LIMITS.logWarnBytes, isLog: false },
        { name: 'events.db-wal', bytes: LIMITS.logWarnBytes + 1, isLog: true },
        { name: 'journal.db-wal', bytes: LIMITS.logWarnBytes, isLog: true },
      ],
    },
    createLog('info', (line) => lines.push(line)),
  );
  for (const { run } of jobs) run();
  expect(done).toEqual([
    'salt',
    'reserve',
    'sign-ins',
    'use of keys',
    'removed',
    'forgotten',
    'events',
    'recordings',
    'alerts',
    'live',
  ]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('events.db-wal');
});

test('housekeepingJobs() does each piece soon after a start as well, for a heat that is never up for long', () => {
  const nothing = () => undefined;
  const names = [
    ...(['renewSalt', 'renewReserve', 'forgetEndedSignIns', 'noteKeyUsage', 'findRemoved'] as const),
    ...(['findForgotten', 'pruneEvents', 'pruneRecordings', 'watchAlerts', 'tellLive'] as const),
  ];
  const work = Object.fromEntries(names.map((name) => [name, nothing])) as Record<
    (typeof names)[number],
    () => undefined
  >;
  const jobs = housekeepingJobs(
    { ...work, isClockTrusted: () => true, fileSizes: () => [] },
    createLog('silent', () => {}),
  );
  const late = jobs.filter(({ everyMs, firstMs = everyMs }) => firstMs > LIMITS.retentionFirstMs);
  expect(late.map(({ name }) => name)).toEqual([]);
});

test('housekeepingJobs() deletes nothing for its age, event or recording, while the clock is not trusted', () => {
  const pruned: string[] = [];
  const unused = () => undefined;
  const jobs = housekeepingJobs(
    {
      ...{ renewSalt: unused, renewReserve: unused, forgetEndedSignIns: unused, noteKeyUsage: unused },
      ...{ findRemoved: unused, findForgotten: unused, watchAlerts: unused, tellLive: unused },
      ...{ isClockTrusted: () => false, fileSizes: () => [] },
      pruneEvents: () => pruned.push('events'),
      pruneRecordings: () => pruned.push('recordings'),
    },
    createLog('silent', () => {}),
  );
  for (const { run } of jobs) run();
  expect(pruned).toEqual([]);
});
