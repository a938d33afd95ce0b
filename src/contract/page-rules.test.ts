import { describe, expect, test } from 'bun:test';
import { compilePageRules, compilePattern, PLAIN_PAGE_RULES, patternFault } from './page-rules.ts';

describe('compilePattern() matches', () => {
  test.each([
    ['/item/:id', '/item/42', true],
    ['/item/:id', '/item/42?color=red', true],
    ['/item/:id', '/item', false],
    ['/item/:id', '/item/', false],
    ['/item/:id', '/item/42/reviews', false],
    ['/item/:id', '/item/42#/tab', false],
    ['/item/:id/reviews', '/item/42/reviews', true],
    ['/item-*', '/item-red-shoe', true],
    ['/item-*', '/item-red/shoe', false],
    ['/blog/**', '/blog/2026/11/hello', true],
    ['/blog/**', '/blog', false],
    ['/blog/**/edit', '/blog/a/b/edit', true],
    ['/p.php?id=:id', '/p.php?id=7', true],
    ['/p.php?id=:id', '/p.php?id=7&tab=2', false],
    ['/p.php?id=:id', '/pxphp?id=7', false],
    ['/app#/cart/:id', '/app#/cart/9', true],
    ['/app#/cart/:id', '/app?x=1#/cart/9', true],
    ['/a+b/:id', '/a+b/1', true],
    ['/time/12:30', '/time/12:30', true],
    ['/', '/', true],
    ['/caf%C3%A9/:id', '/caf%c3%a9/1', true],
    ['/caf%c3%a9/:id', '/caf%C3%A9/1', true],
    ['/caf%C3%A9/:id', '/CAF%C3%A9/1', false],
  ])('%s on %s: %p', (pattern, path, expected) => {
    expect(compilePattern(pattern).matches('shop.example', path)).toBe(expected);
  });

  test('a pattern with a host matches that host only', () => {
    const { matches } = compilePattern('Shop.example/item/:id');
    expect([matches('shop.example', '/item/1'), matches('blog.example', '/item/1')]).toEqual([true, false]);
  });

  test('a long path against many wildcards is answered', () => {
    const { matches } = compilePattern('/**/a*b*/:x/c*d*');
    expect(matches('h', `/${'ab/'.repeat(680)}`)).toBe(false);
  });
});

describe('patternFault() names what is wrong', () => {
  test.each([
    ['item', 'begins with /'],
    ['/a b', 'no blanks'],
    ['/a/***', 'two * together'],
    ['/**/a/**', '** once'],
    ['/a**', 'alone between slashes'],
    ['/a*b*c*', 'at most two *'],
    ['ho st/x', 'no blanks'],
    ['ho_st/x', 'host'],
  ])('%s', (pattern, said) => {
    expect(patternFault(pattern)).toContain(said);
  });

  test.each(['/item/:id', '/**', '/', 'shop.example:8080/item/:id', '/a*b*', '/p.php?id=:id', '/app#/x/:id'])(
    '%s is fine',
    (pattern) => {
      expect(patternFault(pattern)).toBeNull();
    },
  );
});

describe('compilePageRules() tells what a page counts as', () => {
  const path = (change: Partial<typeof PLAIN_PAGE_RULES>, given: string) =>
    compilePageRules({ ...PLAIN_PAGE_RULES, ...change })('h', given).path;

  test.each([
    [{}, '/A/index.html?b=1&c=2#/x', '/A/index.html?b=1&c=2#/x'],
    [{ keepQuery: 'none' as const }, '/a?b=1&c=2#/x', '/a#/x'],
    [{ keepQuery: ['c'] }, '/a?b=1&c=2&C=3', '/a?c=2&C=3'],
    [{ keepQuery: ['naïve'] }, '/a?na%C3%AFve=1&%E0%A4=2', '/a?na%C3%AFve=1'],
    [{ foldCase: true }, '/About?B=X#/Y', '/about?B=X#/y'],
    [{ indexFiles: true }, '/docs/index.html', '/docs'],
    [{ indexFiles: true }, '/Default.aspx?a=1', '/?a=1'],
    [{ indexFiles: true }, '/my-index.html', '/my-index.html'],
    [{ indexFiles: true }, '', ''],
  ])('%p makes %s', (change, given, expected) => {
    expect(path(change, given)).toBe(expected);
  });

  test('the most specific template wins, and a pattern without wildcards keeps its page apart', () => {
    const templates = ['/**', '/item/:id', '/item/new', 'h/item/*x'];
    const group = compilePageRules({ ...PLAIN_PAGE_RULES, templates });
    expect(['/item/1', '/item/new', '/item/1x', '/other'].map((one) => group('h', one).template)).toEqual([
      '/item/:id',
      '/item/new',
      'h/item/*x',
      '/**',
    ]);
  });

  test('templates see the path that the rules left', () => {
    const rules = { ...PLAIN_PAGE_RULES, foldCase: true, indexFiles: true, templates: ['/item/:id'] };
    expect(compilePageRules(rules)('h', '/Item/7/index.html').template).toBe('/item/:id');
  });
});
