import { expect, test } from 'bun:test';
import { createLog } from '../lib/log.ts';
import { type Job, startSchedule } from './schedule.ts';

const until = async (isDone: () => boolean) => {
  while (!isDone()) await new Promise(setImmediate);
};

test('startSchedule() runs a job again and again, also after it has failed', async () => {
  const lines: string[] = [];
  let runs = 0;
  const failing: Job = {
    name: 'odd',
    everyMs: 1,
    run: () => {
      runs += 1;
      throw new Error('broken');
    },
  };
  const schedule = startSchedule(
    [failing],
    createLog('info', (line) => lines.push(line)),
  );
  await until(() => runs >= 3);
  await schedule.stop();
  expect(lines[0]).toContain('Job failed: odd');
});

test('stop() waits for what runs, which never runs beside itself, and starts nothing more', async () => {
  const gate = Promise.withResolvers<void>();
  let started = 0;
  let ended = 0;
  const slow: Job = {
    name: 'slow',
    everyMs: 1,
    run: async () => {
      started += 1;
      await gate.promise;
      ended += 1;
    },
  };
  const schedule = startSchedule(
    [slow],
    createLog('silent', () => {}),
  );
  await until(() => started === 1);
  await Bun.sleep(10);
  const stopped = schedule.stop();
  gate.resolve();
  await stopped;
  await Bun.sleep(5);
  expect([started, ended]).toEqual([1, 1]);
});

test('startSchedule() runs a job first after its `firstMs`, then at its pace, and not at all once it was stopped', async () => {
  const log = createLog('silent', () => {});
  let runs = 0;
  const run = () => (runs += 1);
  const seldom = startSchedule([{ name: 'seldom', everyMs: 3_600_000, firstMs: 1, run }], log);
  await until(() => runs === 1);
  await seldom.stop();
  const often = startSchedule([{ name: 'often', everyMs: 1, firstMs: 1, run }], log);
  await until(() => runs >= 4);
  await often.stop();
  const before = runs;
  const stopped = startSchedule([{ name: 'stopped', everyMs: 1, firstMs: 1, run }], log);
  await stopped.stop();
  await Bun.sleep(5);
  expect(runs).toBe(before);
});
