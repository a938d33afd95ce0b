import { expect, test } from 'bun:test';
import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import { awaitOutcome } from './import-outcome.ts';

const of = (stored: number, known: number, forgotten = 0) => ({ stored, known, forgotten });
const isStopped = () => false;

/** Answers one after the other, the last for ever; and how long it was waited. */
async function awaitAll(answers: (ReturnType<typeof of> | HeatError)[], accepted: number) {
  let waitedMs = 0;
  let at = 0;
  const ask = async () => {
    const answer = answers[Math.min(at++, answers.length - 1)]!;
    if (answer instanceof HeatError) throw answer;
    return answer;
  };
  const sleep = async (ms: number) => {
    waitedMs += ms;
  };
  return { outcome: await awaitOutcome(ask, accepted, { sleep, isStopped }), waitedMs };
}

test('awaitOutcome() waits until all lines are applied', async () => {
  const slow = Array.from({ length: 100 }, (_, at) => of(at, 0));
  const { outcome, waitedMs } = await awaitAll([...slow, of(100, 0), of(100, 19), of(100, 19, 1)], 120);
  expect(outcome).toEqual(of(100, 19, 1));
  expect(waitedMs).toBeGreaterThan(LIMITS.importOutcomeMs);
});

const UNSURE: [string, (ReturnType<typeof of> | HeatError)[]][] = [
  ['lines were counted twice', [of(10, 0), of(10, 20)]],
  ['some are never applied', [of(10, 0)]],
  ['nobody answers', [of(10, 0), new HeatError({ kind: 'unavailable', message: 'away' })]],
];
test.each(UNSURE)('awaitOutcome() says nothing when %s', async (_, answers) => {
  const { outcome, waitedMs } = await awaitAll(answers, 20);
  expect(outcome).toBeNull();
  expect(waitedMs).toBeLessThan(LIMITS.importOutcomeMs * 2);
});

test('awaitOutcome() does not wait for an import that was stopped', async () => {
  const ask = async () => of(1, 0);
  const sleep = () => Promise.reject(new Error('waited'));
  expect(await awaitOutcome(ask, 2, { sleep, isStopped: () => true })).toBeNull();
});
