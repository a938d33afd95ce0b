// Which packages have code in what is shipped: bundles everything once in memory and asks the bundler.

import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import { SOURCES as TRACKER } from '../sdk/build-tracker.ts';
import { ENTRY_POINTS, root } from './executable.ts';
import { placeOfFile, withNeeds } from './lockfile.ts';

/** The part of heat that a package's code runs in. */
export type Part = 'server' | 'dashboard' | 'tracker';

const SOURCES: Record<Part, { files: readonly string[]; target: 'bun' | 'browser' }> = {
  server: { files: ENTRY_POINTS, target: 'bun' },
  dashboard: { files: ['client/app/main.ts', 'client/styles/theme-boot.ts'], target: 'browser' },
  tracker: { files: Object.values(TRACKER).map((file) => `sdk/${file}`), target: 'browser' },
};

/** Published as bundles: what they need is inside them, where no bundler sees it any more. */
const BUNDLES = ['@rrweb/record', '@rrweb/replay'];

/**
 * Places (see lockfile.ts) of the packages with at least a byte in a bundle, and the parts they are in; of packages
 * that package.json names also those that only hand on what others hold.
 */
export async function bundledPackages(): Promise<Map<string, Part[]>> {
  const parts = await Promise.all((Object.keys(SOURCES) as Part[]).map(placesIn));
  const found = new Map<string, Part[]>();
  for (const { part, places } of parts)
    for (const place of places) found.set(place, [...(found.get(place) ?? []), part]);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function placesIn(part: Part): Promise<{ part: Part; places: Set<string> }> {
  const { files, target } = SOURCES[part];
  const { metafile } = await Bun.build({
    entrypoints: files.map((file) => join(root, file)),
    target,
    splitting: true,
    minify: true,
    metafile: true,
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  if (!metafile) throw new Error('The bundler told nothing of its inputs');
  const places = new Set<string>();
  for (const { inputs } of Object.values(metafile.outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const place = bytesInOutput > 0 ? placeOfFile(path) : null;
      if (place) places.add(place);
    }
  for (const path of Object.keys(metafile.inputs)) {
    const place = placeOfFile(path);
    if (place && place in manifest.dependencies) places.add(place);
  }
  const hidden = withNeeds(BUNDLES.filter((place) => places.has(place)));
  for (const place of hidden) if (!place.includes('@types/')) places.add(place);
  return { part, places };
}
