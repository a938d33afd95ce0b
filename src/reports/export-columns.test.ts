// docs/exports.md names the columns of exports, all of them and in their order.

import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { EVENT_EXPORT_COLUMNS } from './event-columns.ts';
import { MAP_EXPORT_COLUMNS } from './export-heatmap.ts';
import { SESSION_EXPORT_COLUMNS } from './session-columns.ts';

const text = await Bun.file(join(import.meta.dir, '../../docs/exports.md')).text();

test.each([
  ['sessions', SESSION_EXPORT_COLUMNS.map(({ name }) => name)],
  ['events', EVENT_EXPORT_COLUMNS.map(({ name }) => name)],
  ['a map', MAP_EXPORT_COLUMNS.map(([name]) => name)],
])('the documented columns of %s are those that are written', (what, names) => {
  const [, section = ''] = text.split(`## Columns of ${what}\n`);
  const [table = ''] = section.split('\n## ');
  expect([...table.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name ?? '')).toEqual(names);
});
