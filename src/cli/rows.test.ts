import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { tempDir } from '../../test/support/temp-dir.ts';
import type { FormatOptions } from './format-options.ts';
import { type Column, instant, printRows } from './rows.ts';

type Row = { name: string; count: number; atMs: number | null };

const COLUMNS: readonly Column<Row>[] = [
  { name: 'name', read: ({ name }) => name },
  { name: 'of_all', read: ({ count }) => count / 4, show: ({ count }) => `${count * 25} %` },
  instant('seen_at', 'seen', ({ atMs }) => atMs, 'never'),
];
const ROWS: Row[] = [
  { name: '=1+1', count: 1, atMs: Date.UTC(2026, 10, 21, 14, 5, 9) },
  { name: 'b', count: 3, atMs: null },
];

async function printed(options: FormatOptions, rows: readonly Row[] = ROWS) {
  const said = { out: '', err: '' };
  const terminal = {
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
    typed: [],
  };
  await printRows(terminal, options, { columns: COLUMNS, rows, empty: 'None yet' });
  return said;
}

describe('printRows()', () => {
  test('prints a table where nothing else is asked for', async () => {
    expect(await printed({})).toEqual({
      out: 'name  of all  seen (UTC)\n=1+1  25 %    2026-11-21 14:05\nb     75 %    never\n',
      err: '',
    });
  });

  test('prints CSV with all digits and instants, and no formula', async () => {
    const csv = '"name","of_all","seen_at"\r\n"\'=1+1",0.25,"2026-11-21T14:05:09.000Z"\r\n"b",0.75,\r\n';
    expect((await printed({ format: 'csv' })).out).toBe(csv);
  });

  test('prints the rows themselves as JSON, by either option, and as lines of it', async () => {
    const all = [await printed({ json: true }), await printed({ format: 'json' })];
    for (const { out } of all) expect(JSON.parse(out)).toEqual(ROWS);
    const lines = (await printed({ format: 'ndjson' })).out.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(ROWS);
  });

  test('says what to do instead of an empty table, and answers programs with nothing', async () => {
    expect(await printed({}, [])).toEqual({ out: '', err: 'None yet\n' });
    expect(await printed({ format: 'json' }, [])).toEqual({ out: '[]\n', err: '' });
    expect(await printed({ format: 'ndjson' }, [])).toEqual({ out: '', err: '' });
    expect((await printed({ format: 'csv' }, [])).out).toBe('"name","of_all","seen_at"\r\n');
  });

  test('writes into a file, not into a folder or where there is none', async () => {
    using dir = tempDir();
    const output = dir.join('rows.csv');
    expect(await printed({ format: 'csv', output })).toEqual({ out: '', err: `Wrote ${output}\n` });
    expect(readFileSync(output, 'utf8')).toStartWith('"name"');
    for (const bad of [dir.path, dir.join('nope', 'rows.csv'), `${output}/below`])
      await expect(printed({ format: 'csv', output: bad })).rejects.toMatchObject({ kind: 'invalid' });
  });

  test('refuses two forms at once', async () => {
    await expect(printed({ json: true, format: 'csv' })).rejects.toMatchObject({ kind: 'invalid' });
  });
});
