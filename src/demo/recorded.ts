// What demo/record-shop.ts wrote down of the shop in a real browser: where things stand, and its pages as snapshots.
// Read when the demo starts, and by nothing else.

import { join } from 'node:path';
import { assetsRoot } from '../lib/assets-root.ts';
import { readBuiltFile } from '../lib/built-file.ts';

/** The build packs it beside the shop's pages; from source it lies where it was recorded. */
const FOLDER = Bun.isStandaloneExecutable
  ? join(assetsRoot, 'public', 'demo', 'recorded')
  : join(assetsRoot, 'demo');

/** A recording by its name, as record-shop.ts wrote it. */
export function readRecorded(name: 'layout' | 'snapshots'): unknown {
  const bytes = readBuiltFile(join(FOLDER, `${name}.json`));
  if (!bytes) throw new Error(`What was recorded of the demo shop is missing: ${name}.json`);
  return JSON.parse(new TextDecoder().decode(bytes));
}
