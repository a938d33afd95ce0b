import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { cleanText, jsonTextBytes } from './text.ts';

describe('cleanText()', () => {
  test.each([
    ['keeps plain text', 'Grüße 👋', 20, 'Grüße 👋'],
    ['cuts', 'abcdef', 3, 'abc'],
    ['does not split a pair', 'ab👋', 3, 'ab'],
    ['drops NUL', 'a\0b\0', 9, 'ab'],
    ['replaces a lone high surrogate', 'a\ud83d', 9, 'a\ufffd'],
    ['replaces a lone low surrogate', '\udc4ba', 9, '\ufffda'],
  ])('%s', (_what, text, max, expected) => {
    expect(cleanText(text, max)).toBe(expected);
  });

  test('always gives well-formed text within the bound', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (text, max) => {
          const clean = cleanText(text, max);
          expect(clean.isWellFormed()).toBe(true);
          expect(clean.length).toBeLessThanOrEqual(max);
          expect(clean).not.toContain('\0');
        },
      ),
    );
  });
});

describe('jsonTextBytes()', () => {
  test('is at least, and for ordinary text exactly, what JSON takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        expect(jsonTextBytes(text)).toBe(Buffer.byteLength(JSON.stringify(text)));
      }),
    );
    expect(jsonTextBytes('\n\u0001')).toBeGreaterThanOrEqual(Buffer.byteLength(JSON.stringify('\n\u0001')));
  });
});
