import { expect, test } from 'bun:test';
import { join } from 'node:path';

const PROGRAM = `
import { createLog } from '${join(import.meta.dir, 'log.ts')}';
import { unhandledRejections, watchUncaught } from '${join(import.meta.dir, 'last-resort.ts')}';
const stop = watchUncaught(createLog('info', (line) => process.stdout.write(line)), (error) => {
  console.log('told ' + error.message);
  stop();
});
Promise.reject(new Error('nobody awaited this'));
setTimeout(() => { throw new Error('thrown in a timer'); }, 20);
setTimeout(() => console.log('goes on, counted ' + unhandledRejections()), 60);
`;

test('watchUncaught() logs and counts a rejection, and tells of an exception without ending the process', async () => {
  const child = Bun.spawn([process.execPath, '-e', PROGRAM], { stdout: 'pipe', stderr: 'pipe' });
  const said = await new Response(child.stdout).text();
  expect(await child.exited).toBe(0);
  expect(said).toContain('Unhandled rejection: Error: nobody awaited this');
  expect(said).toContain('Uncaught exception: Error: thrown in a timer');
  expect(said).toContain('told thrown in a timer');
  expect(said).toContain('goes on, counted 1');
});
