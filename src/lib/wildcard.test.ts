import { describe, expect, test } from 'bun:test';
import { matchesWildcard } from './wildcard.ts';

describe('matchesWildcard()', () => {
  test.each([
    ['/blog/2026/heat', '/blog/*', true],
    ['/blog', '/blog/*', false],
    ['/blog/a/edit', '/blog/*/edit', true],
    ['/blog/a/edited', '/blog/*/edit', false],
    ['abc', 'a?c', true],
    ['ac', 'a?c', false],
    ['', '*', true],
    ['', '?', false],
    ['a*c', 'a*c', true],
    ['aXbXc', '*X*X*', true],
    ['Shop', 'shop', false],
    ['mississippi', '*sip*', true],
    ['mississippi', 'm*i*s*p', false],
  ])('says of %p and %p: %p', (text, pattern, expected) => {
    expect(matchesWildcard(text, pattern)).toBe(expected);
  });

  test('ends soon when a hostile pattern meets a long text', () => {
    expect(matchesWildcard('a'.repeat(2_000), `${'*a'.repeat(500)}b`)).toBe(false);
  });
});
