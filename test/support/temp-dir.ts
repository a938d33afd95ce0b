// A folder for one test, gone at the end of its block: `using dir = tempDir()`.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type TempDir = { path: string; join: (...names: string[]) => string; [Symbol.dispose]: () => void };

export function tempDir(): TempDir {
  const path = mkdtempSync(join(tmpdir(), 'heat-test-'));
  return {
    path,
    join: (...names) => join(path, ...names),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}
