import { expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import { createLog } from '../lib/log.ts';
import { type Housekeeping, housekeepingJobs } from './housekeeping.ts';

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

/** Jobs of which each does nothing, but for these. */
function idleJobs(change: Partial<Housekeeping> = {}) {
  const nothing = () => undefined;
  const work = {
    ...{ renewSalt: nothing, renewReserve: nothing, forgetEndedSignIns: nothing, noteKeyUsage: nothing },
    ...{ findRemoved: nothing, findForgotten: nothing, pruneEvents: nothing, pruneRecordings: nothing },
    ...{ watchAlerts: nothing, tellLive: nothing, isClockTrusted: () => true, fileSizes: () => [] },
  };
  return housekeepingJobs(
    { ...work, ...change },
    createLog('silent', () => {}),
  );
}

test('housekeepingJobs() does each piece soon after a start as well, for a heat that is never up for long', () => {
  const late = idleJobs().filter(({ everyMs, firstMs = everyMs }) => firstMs > LIMITS.retentionFirstMs);
  expect(late.map(({ name }) => name)).toEqual([]);
});

test('housekeepingJobs() deletes nothing for its age, event or recording, while the clock is not trusted', () => {
  const pruned: string[] = [];
  const jobs = idleJobs({
    isClockTrusted: () => false,
    pruneEvents: () => pruned.push('events'),
    pruneRecordings: () => pruned.push('recordings'),
  });
  for (const { run } of jobs) run();
  expect(pruned).toEqual([]);
});
