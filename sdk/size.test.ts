// The tracker's weight, and that it runs in browsers of 2020: bundles are built as they are shipped.

import { expect, test } from 'bun:test';
import { gzipSync } from 'node:zlib';
import { bundleTracker, type Entry } from './build-tracker.ts';
import { VERSION } from './core/version.ts';
import manifest from './package.json' with { type: 'json' };

const KB = 1024;
const BUDGETS: [Entry, number][] = [
  ['script', 5.0 * KB],
  ['watch', 1.75 * KB],
  ['module', 6.0 * KB],
];

test.each(BUDGETS)('the %s bundle stays within %d bytes gzip', async (entry, budget) => {
  const text = await bundleTracker(entry);
  expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(budget);
  // ES2021 and later: logical assignment, numeric separators, class fields and private names.
  expect(text).not.toMatch(/\?\?=|\|\|=|&&=|\d_\d|static\{|#\w+[=;(]/);
});

test('the script exports nothing', async () => {
  expect(await bundleTracker('script')).not.toContain('export');
});

test('batches name the version of the package', () => {
  expect(VERSION).toBe(manifest.version);
});
