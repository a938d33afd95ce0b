import { afterAll, beforeAll, expect, test } from 'bun:test';
import { runHeat } from '../../../test/support/run-heat.ts';
import { addProject, openTestHeat, type TestHeat } from '../../../test/support/test-heat.ts';

let heat: TestHeat;
beforeAll(async () => {
  heat = await openTestHeat();
  await addProject(heat, 'My shop');
});
afterAll(() => heat.close());

test('heat stats names no time that is yet to come, and says when nothing was measured', async () => {
  const { code, stdout, stderr } = await runHeat('stats', '--data', heat.dataDir);
  const [, from = '', to = ''] = /^My shop {2}([\d-]+ [\d:]+) to ([\d-]+ [\d:]+), UTC\n/.exec(stdout) ?? [];
  expect(code).toBe(0);
  expect(Date.parse(`${from}Z`)).toBeLessThan(Date.parse(`${to}Z`));
  expect(Date.parse(`${to}Z`)).toBeLessThanOrEqual(Date.now());
  expect(stderr).toContain('Nothing was measured in this range');
});

test('heat stats tells programs every number once', async () => {
  const { stdout, stderr } = await runHeat('stats', '--data', heat.dataDir, '--format', 'ndjson', '--json');
  expect([stdout, JSON.parse(stderr).error]).toEqual(['', 'invalid']);
  const lines = (await runHeat('stats', '--data', heat.dataDir, '--format', 'ndjson')).stdout.trimEnd();
  const names = lines.split('\n').map((line) => (JSON.parse(line) as { name: string }).name);
  const told = JSON.parse((await runHeat('stats', '--data', heat.dataDir, '--json')).stdout);
  expect(names).toEqual(Object.keys(told.dashboard.metrics));
});
