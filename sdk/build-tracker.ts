// Builds what the server hands out of the tracker: heat.js for script tags, heat.mjs for imports.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** `watch` is what the script loads a moment later, the module has it inside; `snapshot` is for owners only. */
export type Entry = 'script' | 'watch' | 'snapshot' | 'module';

/** Bundles one entry for browsers and answers its text. Throws with the bundler's messages when it cannot. */
export async function bundleTracker(entry: Entry): Promise<string> {
  const { outputs } = await Bun.build({
    entrypoints: [join(import.meta.dir, `${entry}.ts`)],
    target: 'browser',
    format: entry === 'script' ? 'iife' : 'esm',
    minify: true,
  });
  const [output] = outputs;
  if (!output) throw new Error(`Cannot build the tracker: sdk/${entry}.ts gave no output`);
  return output.text();
}

/** Writes heat.js, the same as v1/heat.js (an address that will not change its meaning), heat-watch.mjs and heat.mjs. */
export async function buildTracker(outdir: string): Promise<void> {
  const [script, watch, snapshot, module] = await Promise.all([
    bundleTracker('script'),
    bundleTracker('watch'),
    bundleTracker('snapshot'),
    bundleTracker('module'),
  ]);
  await mkdir(join(outdir, 'v1'), { recursive: true });
  await Promise.all([
    Bun.write(join(outdir, 'heat.js'), script),
    Bun.write(join(outdir, 'v1/heat.js'), script),
    Bun.write(join(outdir, 'heat-watch.mjs'), watch),
    Bun.write(join(outdir, 'heat-snapshot.mjs'), snapshot),
    Bun.write(join(outdir, 'v1/heat-snapshot.mjs'), snapshot),
    Bun.write(join(outdir, 'heat.mjs'), module),
  ]);
}
