import { expect, test } from 'bun:test';
import { untilStopped } from './until-stopped.ts';

test('untilStopped() stops in order and rejects when a part has failed, so that the command exits with 1', async () => {
  const calls: string[] = [];
  const stop = async () => {
    await Promise.resolve();
    calls.push('stopped');
  };
  const failed = Promise.reject(new Error('the thread died'));
  const running = untilStopped(stop, failed);
  await expect(running).rejects.toMatchObject({ kind: 'internal', cause: { message: 'the thread died' } });
  expect(calls).toEqual(['stopped']);
});

test('untilStopped() rejects with what failed also when the stop fails then', async () => {
  const stop = () => Promise.reject(new Error('cannot close'));
  const running = untilStopped(stop, Promise.reject(new Error('the disk is gone')));
  await expect(running).rejects.toMatchObject({ cause: { message: 'the disk is gone' } });
});
