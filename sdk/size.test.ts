// The tracker's weight, and that it runs in browsers of 2020: bundles are built as they are shipped.

import { expect, test } from 'bun:test';
import { bundleTracker, ENTRIES, type Entry, packed } from './build-tracker.ts';
import { VERSION } from './core/version.ts';
import manifest from './package.json' with { type: 'json' };

const KB = 1024;
const BUDGETS: Record<Entry, number> = {
  script: 5.0 * KB,
  more: 4.0 * KB,
  inputs: 4.0 * KB,
  keep: 4.0 * KB,
  // For owners only: no visitor loads it.
  snapshot: 5.5 * KB,
  overlay: 4.0 * KB,
  map: 5.75 * KB,
  // Few visitors load it, in an idle moment, where the project has asked for it.
  masked: 4.75 * KB,
  // For sampled visitors of projects that record: rrweb's recorder, and what cuts and sends.
  replay: 27 * KB,
  module: 10.0 * KB,
};

test.each(ENTRIES)('the %s bundle stays within its budget and in the language of 2020', async (entry) => {
  const text = await bundleTracker(entry);
  expect(packed(new TextEncoder().encode(text)).length).toBeLessThanOrEqual(BUDGETS[entry]);
  // ES2021 and later: logical assignment, numeric separators, class fields and private names.
  expect(text).not.toMatch(/\?\?=|\|\|=|&&=|\d_\d|static\{|#\w+[=;(]/);
});

test('the script exports nothing', async () => {
  expect(await bundleTracker('script')).not.toContain('export');
});

test('internal names are short everywhere, and keywords of the page keep their underscore', async () => {
  // The recorder of pages is mostly somebody else's, and has names of its own.
  const bundles = await Promise.all(ENTRIES.filter((entry) => entry !== 'replay').map(bundleTracker));
  for (const text of bundles) expect(text).not.toMatch(/[.{,]_[a-z]\w+/);
  expect(bundles.join()).toContain('[target=_blank]');
});

test('script and parts are of one build, so that none of them starts with a part of another', async () => {
  const [script, ...parts] = await Promise.all(
    (['script', 'more', 'inputs', 'keep', 'snapshot', 'replay'] as const).map(bundleTracker),
  );
  const [build] = /\bb[0-9a-f]{7}\b/.exec(script as string) ?? ['nothing'];
  for (const part of parts) expect(part).toMatch(new RegExp(`as ${build}\\b`));
});

test('batches name the version of the package', () => {
  expect(VERSION).toBe(manifest.version);
});
