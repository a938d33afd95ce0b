import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { isDeeperThan } from './json-depth.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('isDeeperThan()', () => {
  const cases: [text: string, max: number, expected: boolean][] = [
    ['[[]]', 2, false],
    ['[[[]]]', 2, true],
    ['{"a":{"b":[1]}}', 3, false],
    ['{"a":{"b":[1]}}', 2, true],
    ['[[],[],[],[]]', 2, false],
    ['["[[[[[["]', 1, false],
    ['["\\"[[[[["]', 1, false],
    ['["\\\\",[[1]]]', 2, true],
    ['"[[[', 0, false],
    ['"\\', 0, false],
    ['[[[[', 3, true],
    ['', 0, false],
  ];
  test.each(cases)('%j beyond %d is %p', (text, max, expected) => {
    expect(isDeeperThan(bytes(text), max)).toBe(expected);
  });

  test('agrees with the depth of any JSON value', () => {
    const depthOf = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 0, max: 7 }), (value, max) => {
        expect(isDeeperThan(bytes(JSON.stringify(value)), max)).toBe(depthOf(value) > max);
      }),
    );
  });
});
