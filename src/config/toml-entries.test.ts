import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { LIMITS } from '../contract/limits.ts';
import { readTomlEntries } from './toml-entries.ts';

/** One statement of a settings file, of as many lines as it may have. */
const statement = (key: string): fc.Arbitrary<{ key: string; text: string; value: unknown }> =>
  fc.oneof(
    fc.integer().map((value) => ({ key, text: `${key} = ${value} # = [ "`, value })),
    fc.string().map((value) => ({ key, text: `${key}=${JSON.stringify(value)}`, value })),
    fc.array(fc.string({ maxLength: 9 }), { maxLength: 4 }).map((value) => ({
      ...{ key, value },
      text: `"${key}" = [\n${value.map((part) => `  # ]\n${JSON.stringify(part)},\n`).join('\n')}]`,
    })),
    fc.constant({ key, text: `${key} = """\nother = 1\n[x]\n"""`, value: 'other = 1\n[x]\n' }),
  );
const between = fc.constantFrom('', '\n', '# key = 1\n', '  \n#[\n\n');
const documents = fc
  .array(between, { minLength: 1, maxLength: 8 })
  .chain((gaps) => fc.tuple(fc.constant(gaps), fc.tuple(...gaps.map((_, at) => statement(`key-${at}`)))));

describe('readTomlEntries()', () => {
  test('knows the line of every entry, whatever stands between them', () => {
    fc.assert(
      fc.property(documents, fc.constantFrom('\n', '\r\n'), ([gaps, statements], newline) => {
        let text = '';
        const expected = statements.map(({ key, text: own, value }, at) => {
          text += gaps[at];
          const line = text.split('\n').length;
          text += `${own}\n`;
          return { key, value, line };
        });
        expect(readTomlEntries(text.replaceAll('\n', newline))).toEqual({ entries: expected });
        const broken = readTomlEntries(`${text}broken = = 1\n${text}`.replaceAll('\n', newline));
        expect(broken).toMatchObject({ fault: { line: text.split('\n').length } });
      }),
    );
  });

  test('gives each entry with the line it begins in', () => {
    const text =
      '# heat\n\nport = 1\nhosts = [ # two\n  "a",\n\n  "b",\n]\ntext = """\nport = 2\n"""\n"last" = 3';
    expect(readTomlEntries(text)).toEqual({
      entries: [
        { key: 'port', value: 1, line: 3 },
        { key: 'hosts', value: ['a', 'b'], line: 4 },
        { key: 'text', value: 'port = 2\n', line: 9 },
        { key: 'last', value: 3, line: 12 },
      ],
    });
  });

  test('reads lines that end as on Windows, and an empty document', () => {
    expect(readTomlEntries('\r\na = 1\r\nb = [\r\n2]\r\n')).toEqual({
      entries: [
        { key: 'a', value: 1, line: 2 },
        { key: 'b', value: [2], line: 3 },
      ],
    });
    expect(readTomlEntries('')).toEqual({ entries: [] });
  });

  test('a table is one entry at its head', () => {
    expect(readTomlEntries('a = 1\n[b]\na = 2\nc = 3\n')).toEqual({
      entries: [
        { key: 'a', value: 1, line: 1 },
        { key: 'b', value: { a: 2, c: 3 }, line: 2 },
      ],
    });
  });

  const faults: [text: string, line: number, message: RegExp][] = [
    ['a = 1\nb = 43x28\nc = 2', 2, /Unexpected character/],
    ['a = 1\n\nb =\n', 3, /Missing value/],
    ['a = 1\nb = "x\nc = 2', 2, /Unterminated string/],
    ['a = 1\nb = [\n1,\n2\nc = 2', 2, /Expected/],
    ['a = 1\nhello\n', 2, /Expected '='/],
    ['a = 1\r\nb = 2 3\r\n', 2, /newline/],
    ['# once\na = 1\n\nb = 2\na = 3', 5, /"a" stands in line 2 already/],
    ['[a\nb = 1', 1, /Expected '\]'/],
  ];
  test.each(faults)('names the line of the fault in %j', (text, line, message) => {
    expect(readTomlEntries(text)).toEqual({ fault: { line, message: expect.stringMatching(message) } });
  });

  test('does not repeat what stands there', () => {
    expect(JSON.stringify(readTomlEntries('secret = hunter2'))).not.toContain('hunter2');
  });

  test('knows no lines behind a list of more lines than the limit: to find its end would take half a minute', () => {
    const list = (lines: number) => `a = [\n${'1,\n'.repeat(lines - 2)}]\nb = 2\n`;
    const linesOf = (text: string) => {
      const read = readTomlEntries(text);
      return 'entries' in read ? read.entries.map(({ line }) => line) : read.fault.line;
    };
    const { settingLines } = LIMITS;
    expect(linesOf(list(settingLines))).toEqual([1, settingLines + 1]);
    expect(linesOf(list(settingLines + 1))).toEqual([null, null]);
    expect(linesOf(`${list(settingLines)}c = x`)).toBe(settingLines + 2);
    expect(linesOf(`${list(21_000)}c = x`)).toBe(1);
  });
});
