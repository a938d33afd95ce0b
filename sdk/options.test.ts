// The document names every option and every call that there is, with its attribute, and no other.

import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { listOptions, membersOf } from './test-options.ts';

const document = await Bun.file(join(import.meta.dir, '../docs/tracker.md')).text();
const tracker = await Bun.file(join(import.meta.dir, 'core/tracker.ts')).text();

test('docs/tracker.md has a row for every option, with its attribute', async () => {
  const rows = [...document.matchAll(/^\| `(data-[\w-]+)` +\| `([\w.]+)` /gm)].map(
    ([, attribute, option]) => [option, attribute],
  );
  const expected = (await listOptions()).map(({ option, attribute }) => [option, attribute]);
  expect(expected.length).toBeGreaterThan(20);
  expect(rows.sort()).toEqual(expected.sort());
});

test('docs/tracker.md has a row for every call', () => {
  const rows = [...document.matchAll(/^\| `heat\('(\w+)'.*?\| `(\w+)/gm)].map(([, , call]) => call);
  expect(rows.sort()).toEqual(membersOf(tracker, 'Tracker').sort());
});

/**
 * What pages with a tag of `/v1/` may say. A name comes in with the release that has it first, and none goes out: what
 * means something else, or nothing any more, is a `/v2/`.
 */
const V1 = {
  attributes:
    'data-project data-endpoint data-app data-sampling data-move-sample-rate data-hash-routes data-idle-timeout-ms data-persist data-max-events data-flush-interval-ms data-max-queue-bytes data-storage data-consent data-respect-do-not-track data-respect-gpc data-block-selectors data-allow-selectors data-mask-text-selectors data-click data-move data-scroll data-pageview data-errors data-vitals data-inputs data-keyboard data-replay data-global',
  calls: 'event identify page optIn optOut reset setAuthToken flush shutdown',
};

test('the document has every attribute and every call that /v1/ has ever had', () => {
  const attributes = [...document.matchAll(/^\| `(data-[\w-]+)` /gm)].map(([, name]) => name);
  expect(V1.attributes.split(' ').filter((name) => !attributes.includes(name))).toEqual([]);
  const calls = [...document.matchAll(/^\| `heat\('(\w+)'/gm)].map(([, name]) => name);
  expect(V1.calls.split(' ').filter((name) => !calls.includes(name))).toEqual([]);
});
