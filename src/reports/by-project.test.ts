import { expect, test } from 'bun:test';
import { byProject } from './by-project.ts';

test('byProject() reads once until somebody writes, and again after a reading that failed', async () => {
  let version = 1;
  let reads = 0;
  let isBroken = true;
  const read = async (projectNo: number) => {
    reads += 1;
    if (isBroken) throw new Error('busy');
    return `${projectNo} of ${version}`;
  };
  const of = byProject({ version: async () => version }, read);
  await expect(of(1)).rejects.toThrow('busy');
  isBroken = false;
  expect([await of(1), await of(1), reads]).toEqual(['1 of 1', '1 of 1', 2]);
  version = 2;
  expect([await of(1), await of(2), await of(1), reads]).toEqual(['1 of 2', '2 of 2', '1 of 2', 4]);
});
