import { expect, test } from 'bun:test';
import { type CsvCell, csvLine } from './csv.ts';

test('csvLine() quotes texts, disarms formulas and leaves numbers alone', () => {
  const cases: [CsvCell, string][] = [
    ['plain', '"plain"'],
    ['', '""'],
    ['say "hi", twice\nor more', '"say ""hi"", twice\nor more"'],
    [-1.5, '-1.5'],
    [0, '0'],
    [true, 'true'],
    [null, ''],
    ['=1+1', `"'=1+1"`],
    ['+49 30', `"'+49 30"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['  =1', `"'  =1"`],
    ['\u00a0=1', `"'\u00a0=1"`],
    ['\t=1', `"'\t=1"`],
    ['\tx', `"'\tx"`],
    ['\rx', `"'\rx"`],
    ['\nx', `"'\nx"`],
    ['\uff1d1', `"'\uff1d1"`],
    ['\uff0b1', `"'\uff0b1"`],
    ['\uff0d1', `"'\uff0d1"`],
    ['\uff201', `"'\uff201"`],
    ['\0=1', `"'=1"`],
    ['a\0b', '"ab"'],
    ['a=1', '"a=1"'],
  ];
  for (const [cell, expected] of cases) expect(csvLine([cell])).toBe(`${expected}\r\n`);
  expect(csvLine(['a', 1, null, 'b'])).toBe('"a",1,,"b"\r\n');
});
