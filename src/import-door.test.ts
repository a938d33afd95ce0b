import { expect, test } from 'bun:test';
import { untilInReports } from './import-door.ts';

const timeout = () => Promise.reject(new DOMException('It took too long', 'TimeoutError'));
const never = new Promise<never>(() => {});

test('untilInReports() waits for a slow applier, and no longer for one that is in trouble', async () => {
  const troubles = [null, null, 'storage_full'];
  const applying = { stats: () => ({ setAside: 0, trouble: troubles.shift() ?? null }) };
  const waiting = untilInReports({ applied: timeout, failed: never, applying });
  await expect(waiting).rejects.toMatchObject({
    ...{ kind: 'unavailable', faultCode: 'not_applied', message: expect.stringContaining('(storage_full)') },
  });
  expect(troubles).toEqual([]);
  const applied = async () => undefined;
  expect(await untilInReports({ applied, failed: never, applying })).toBeUndefined();
});

test('untilInReports() ends when heat fails', async () => {
  const applying = { stats: () => ({ setAside: 0, trouble: null }) };
  const failed = Promise.reject(new Error('the thread died'));
  await expect(untilInReports({ applied: () => never, failed, applying })).rejects.toThrow('the thread died');
});
