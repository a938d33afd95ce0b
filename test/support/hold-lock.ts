// Program for tests: takes the lock of the data directory given as argument, says so, and stays until it is killed.
// Prints `held <clean|unclean>` or `refused <message>`.

import { HeatError } from '../../src/lib/errors.ts';
import { lockDataDirectory } from '../../src/storage/open.ts';

try {
  const { lastStopWasClean } = lockDataDirectory(process.argv[2] ?? '');
  console.log(`held ${lastStopWasClean ? 'clean' : 'unclean'}`);
  // Nothing keeps the answer of lockDataDirectory(): garbage collection must not end the lock.
  setInterval(() => Bun.gc(true), 20);
} catch (error) {
  console.log(`refused ${error instanceof HeatError ? error.message : error}`);
}
