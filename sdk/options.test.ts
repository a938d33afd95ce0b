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
