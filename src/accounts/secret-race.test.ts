// Two processes that replace the secret in the same moment: both new ones must be kept.

import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { tempDir } from '../../test/support/temp-dir.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { migrate } from '../storage/open.ts';
import { openSecrets } from './secret.ts';

const program = join(import.meta.dir, '../../test/support/rotate-secret.ts');

test('rotateSecret() loses no secret when another process replaces it at the same time', async () => {
  using dir = tempDir();
  await migrate(dir.path);
  const [first] = (await openSecrets({ dataDir: dir.path, clock: testClock() }))();
  const go = dir.join('go');
  const slow = rotate(dir.path, go);
  await slow.hears('read');
  const quick = rotate(dir.path);
  await quick.hears('trying');
  await Bun.write(go, '');
  await Promise.all([slow.hears('done'), quick.hears('done')]);
  const kept = (await openSecrets({ dataDir: dir.path, clock: testClock(Date.now()) }))();
  expect(new Set(kept).size).toBe(3);
  expect(kept.at(-1)).toBe(first);
}, 60_000);

function rotate(...args: string[]) {
  const child = Bun.spawn([process.execPath, program, ...args], { stdout: 'pipe', stderr: 'inherit' });
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  return {
    /** Resolves once the child has said so; throws when it has ended without. */
    async hears(word: string) {
      while (!heard.split('\n').includes(word)) {
        const { value, done } = await lines.read();
        if (done) throw new Error(`The process ended with ${await child.exited} and said: ${heard}`);
        heard += value;
      }
    },
  };
}
