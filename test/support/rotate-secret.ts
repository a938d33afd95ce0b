// Program for tests: replaces the secret of the data directory given as first argument, as `heat secret rotate` does.
// With a second argument it says `read` once it has read the old secret, and goes on when that file is there.

import { existsSync, writeSync } from 'node:fs';
import { rotateSecret } from '../../src/accounts/secret.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { openCatalog } from '../../src/storage/open.ts';

const [dataDir = '', signal] = process.argv.slice(2);
const catalog = await openCatalog(dataDir);
console.log('trying');
const clock = { ...systemClock, nowMs: () => waited(systemClock.nowMs()) };
await rotateSecret({ dataDir, clock }, { endSignIns: false, alone: catalog.alone });
await catalog.close();
console.log('done');

function waited(nowMs: number): number {
  if (!signal) return nowMs;
  writeSync(1, 'read\n');
  while (!existsSync(signal)) Bun.sleepSync(5);
  return nowMs;
}
