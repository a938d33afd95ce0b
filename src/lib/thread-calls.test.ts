import { expect, test } from 'bun:test';
import { HeatError } from './errors.ts';
import { callsTo, type Port, serveCalls } from './thread-calls.ts';

type Work = {
  double(value: number): Promise<number>;
  refuse(value: null): Promise<void>;
  missing(value: null): Promise<void>;
};

/** A worker that is served in this thread, over a real channel. */
function served() {
  const { port1, port2 } = new MessageChannel();
  const work = {
    double: async (value: number) => value * 2,
    refuse: async (_: null) => {
      throw new HeatError({ kind: 'too_large', code: 'chunk_too_large', message: 'Too large' });
    },
  };
  serveCalls(port2 as unknown as Port, work);
  const death = new EventTarget();
  const worker = Object.assign(port1, { addEventListener: death.addEventListener.bind(death) });
  const calls = callsTo<Work>(worker as unknown as Worker, ['double', 'refuse', 'missing']);
  const close = () => port1.close();
  return { calls, death, close };
}

test('values and faults come back to the call that asked', async () => {
  const { calls, close } = served();
  expect(await Promise.all([1, 2, 3].map(calls.double))).toEqual([2, 4, 6]);
  const fault = await calls.refuse(null).catch((error) => error);
  expect([fault instanceof HeatError, fault.kind, fault.faultCode]).toEqual([
    true,
    'too_large',
    'chunk_too_large',
  ]);
  close();
});

test('a thread that died answers nobody, and everybody hears of it', async () => {
  const { calls, death, close } = served();
  const pending = calls.double(1).catch((error) => error);
  death.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
  for (const asked of [pending, calls.double(2).catch((error) => error)])
    expect(await asked).toMatchObject({ kind: 'unavailable' });
  close();
});
