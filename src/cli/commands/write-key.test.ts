// heat project rotate-key: pages go on for a week unless one says otherwise.

import { expect, test } from 'bun:test';
import { runHeat } from '../../../test/support/run-heat.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { DAY_MS } from '../../contract/slots.ts';

const CASES: [string, string[], days: number | null][] = [
  ['a week when nothing is said', [], 7],
  ['as long as one says', ['--overlap', '12h'], 0.5],
  ['not at all with 0h', ['--overlap', '0h'], null],
];

test.each(CASES)('heat project rotate-key lets the old key in %s', async (_, words, days) => {
  using dir = tempDir();
  const data = ['--data', dir.path];
  await runHeat('project', 'add', 'My shop', ...data);
  const beforeMs = Date.now();
  const { code, stdout } = await runHeat('project', 'rotate-key', 'my-shop', ...words, '--json', ...data);
  const { oldWriteKeys } = JSON.parse(stdout) as { oldWriteKeys: { expiresAtMs: number }[] };
  expect([code, oldWriteKeys.length]).toEqual([0, days === null ? 0 : 1]);
  for (const { expiresAtMs } of oldWriteKeys) {
    expect(expiresAtMs).toBeGreaterThanOrEqual(beforeMs + (days ?? 0) * DAY_MS);
    expect(expiresAtMs).toBeLessThanOrEqual(Date.now() + (days ?? 0) * DAY_MS);
  }
});
