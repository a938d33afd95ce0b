// The document names every option and every call that there is, with its attribute, and no other.

import { expect, test } from 'bun:test';
import { join } from 'node:path';

const root = join(import.meta.dir, '..');
const document = await Bun.file(join(root, 'docs/tracker.md')).text();
const options = await Bun.file(join(import.meta.dir, 'core/options.ts')).text();
const tracker = await Bun.file(join(import.meta.dir, 'core/tracker.ts')).text();

/** Names of the members of a type, at its own level. */
function membersOf(text: string, type: string): string[] {
  const body = new RegExp(`type ${type} = (?:\\w+ & )?\\{\\n([\\s\\S]*?)\\n\\};`).exec(text)?.[1] ?? '';
  return [...body.matchAll(/^ {2}(\w+)\??[:(]/gm)].map(([, name]) => name as string);
}

const GROUPS = [
  ['', 'TopOptions'],
  ['session.', 'SessionOptions'],
  ['batch.', 'BatchOptions'],
  ['privacy.', 'PrivacyOptions'],
  ['capture.', 'CaptureOptions'],
] as const;

test('docs/tracker.md has a row for every option, with its attribute', () => {
  const rows = [...document.matchAll(/^\| `(data-[\w-]+)` +\| `([\w.]+)` /gm)].map(
    ([, attribute, option]) => [option, attribute],
  );
  const expected = GROUPS.flatMap(([group, type]) =>
    membersOf(options, type).map((name) => [
      group + name,
      name === 'projectKey'
        ? 'data-project'
        : `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
    ]),
  );
  expect(expected.length).toBeGreaterThan(20);
  expect(rows.sort()).toEqual(expected.sort());
});

test('docs/tracker.md has a row for every call', () => {
  const rows = [...document.matchAll(/^\| `heat\('(\w+)'.*?\| `(\w+)/gm)].map(([, , call]) => call);
  expect(rows.sort()).toEqual(membersOf(tracker, 'Tracker').sort());
});
