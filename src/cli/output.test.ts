import { describe, expect, test } from 'bun:test';
import { HeatError } from '../lib/errors.ts';
import { reportError, table } from './output.ts';

describe('table()', () => {
  test('lines up what is wider than its letters are many', () => {
    expect(
      table(
        ['page', 'n'],
        [
          ['/茶', '1'],
          ['/tea', '22'],
        ],
      ),
    ).toBe('page  n\n/茶   1\n/tea  22\n');
  });

  test('keeps cells to their line, and lets none command the terminal', () => {
    const said = table(['name'], [['a\nb'], ['\x1b[2J\x1b]0;title\x07'], ['\u202egnp.exe'], ['\u009b31m']]);
    expect(said.split('\n').length).toBe(6);
    expect(said.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
  });
});

describe('reportError()', () => {
  const told = (error: unknown, asJson = false) => {
    let text = '';
    const code = reportError(
      {
        out: () => {},
        err: (words) => {
          text += words;
        },
      },
      error,
      asJson,
    );
    return { code, text };
  };
  const fault = new HeatError({
    kind: 'not_found',
    code: 'gone',
    message: 'It is gone',
    hint: 'Look',
    details: [1],
  });

  test('says what failed and what to do', () => {
    expect(told(fault)).toEqual({ code: 1, text: 'error: It is gone\nhint:  Look\n' });
    expect(told(new HeatError({ kind: 'invalid', message: 'No' }))).toEqual({ code: 2, text: 'error: No\n' });
    expect(told(new TypeError('x is not a function'))).toEqual({
      code: 1,
      text: 'error: x is not a function\n',
    });
  });

  test('tells programs the same in one object', () => {
    const { code, text } = told(fault, true);
    expect([code, text.split('\n').length]).toEqual([1, 2]);
    const wanted = { error: 'not_found', code: 'gone', message: 'It is gone', hint: 'Look', details: [1] };
    expect(JSON.parse(text)).toEqual(wanted);
    expect(JSON.parse(told('thrown', true).text)).toEqual({
      error: 'internal',
      code: 'internal',
      message: 'thrown',
    });
  });
});
