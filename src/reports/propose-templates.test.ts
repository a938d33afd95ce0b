import { describe, expect, test } from 'bun:test';
import type { PageRow } from '../contract/api.ts';
import { PLAIN_PAGE_RULES } from '../contract/page-rules.ts';
import { pageIdOf } from '../storage/port-pages.ts';
import { proposalsFor } from './propose-templates.ts';
import { entropyBits, kindOfSegment } from './segment-kind.ts';

describe('kindOfSegment() tells what a segment looks like', () => {
  test.each([
    ['42', 'id'],
    ['9f8c1d2e3a4b', 'id'],
    ['550e8400-e29b-41d4-a716-446655440000', 'id'],
    ['a8Kd03xZ', 'id'],
    ['2026-11-22', 'date'],
    ['red-running-shoe', 'slug'],
    ['shoe-42', 'slug'],
    ['pricing', 'word'],
    ['cart.html', 'word'],
    ['Über', 'word'],
    ['v2', 'word'],
  ] as const)('%s is %s', (segment, kind) => {
    expect(kindOfSegment(segment)).toBe(kind);
  });
});

test('entropyBits() is 0 for one value and log2(n) for n equal ones', () => {
  expect(entropyBits([5])).toBe(0);
  expect(entropyBits([3, 3, 3, 3])).toBe(2);
  expect(entropyBits([0, 0])).toBe(1);
  expect(entropyBits([97, 1, 1, 1])).toBeLessThan(0.3);
});

describe('proposalsFor() proposes', () => {
  const range = (n: number, make: (at: number) => string) => Array.from({ length: n }, (_, at) => make(at));
  const words = (
    'ant bee cat dog eel fox gnu hen ibis jay kite lark mole newt owl pig quail ram seal toad urchin ' +
    'vole wren yak zebra'
  ).split(' ');

  test.each([
    ['numbers behind a word', range(5, (n) => `/item/${n}`), ['/item/:id']],
    ['not what has too few values', range(3, (n) => `/item/${n}`), []],
    ['titles of a blog', words.slice(0, 9).map((word) => `/blog/how-to-${word}`), ['/blog/:slug']],
    [
      'both sides of a place',
      range(6, (n) => `/item/${n}/reviews`).concat(range(6, (n) => `/item/${n}`)),
      ['/item/:id', '/item/:id/reviews'],
    ],
    ['two places', range(30, (n) => `/users/${n % 5}/orders/${n}`), ['/users/:id/orders/:id']],
    ['words below a word when they are many', words.map((word) => `/tag/${word}`), ['/tag/:name']],
    ['not the parts of a site', words.map((word) => `/${word}`), []],
    [
      'a family of files beside others',
      [...words.slice(0, 5).map((word) => `/demo/tea-${word}.html`), '/demo/cart.html', '/demo/about.html'],
      ['/demo/tea-*.html'],
    ],
    ['days', range(9, (n) => `/news/2026-11-0${n + 1}`), ['/news/:date']],
    [
      'not values that are followed by different things',
      words.slice(0, 9).map((word) => `/a/how-to-${word}/${word}`),
      [],
    ],
    ['a pattern that a few others match too', [...range(9, (n) => `/item/${n}`), '/item/new'], ['/item/:id']],
    [
      'no pattern that mostly others match',
      [...range(5, (n) => `/${n}`), ...words.map((word) => `/${word}`)],
      [],
    ],
  ])('%s', (_, paths, expected) => {
    expect(patterns(paths)).toEqual(expected);
  });

  test('nothing when a few of many values have nearly all pageviews', () => {
    const pages = range(10, (n) => `/item/${n}`).map((path, at) => row(path, at === 0 ? 10_000 : 1));
    expect(proposalsFor(pages, PLAIN_PAGE_RULES, []).items).toEqual([]);
  });

  test('nothing that a template covers already, and counts of what it would hold', () => {
    const pages = range(5, (n) => `/item/${n}`).map((path, at) => row(path, 10 + at));
    const rules = { ...PLAIN_PAGE_RULES, templates: ['/item/*'] };
    expect(proposalsFor(pages, rules, []).items).toEqual([]);
    const [proposal] = proposalsFor(pages, PLAIN_PAGE_RULES, []).items;
    expect(proposal).toMatchObject({ pages: 5, pageviews: 60, isTemplate: true, layouts: 0 });
    expect(proposal?.entropyBits).toBeCloseTo(2.31, 1);
    expect(proposal?.examples).toHaveLength(5);
  });

  test('never pages whose snapshots have different layouts', () => {
    const pages = range(5, (n) => `/item/${n}`).map((path) => row(path, 10));
    const taken = (n: number, layoutHash: string, device: 'desktop' | 'mobile' = 'desktop') => ({
      page: pages[n]?.page ?? '',
      layoutHash,
      device,
    });
    const alike = proposalsFor(pages, PLAIN_PAGE_RULES, [
      taken(0, 'a'),
      taken(1, 'a'),
      taken(2, 'b', 'mobile'),
    ]);
    expect(alike.items.map(({ path, layouts }) => [path, layouts])).toEqual([['/item/:id', 1]]);
    const different = proposalsFor(pages, PLAIN_PAGE_RULES, [taken(0, 'a'), taken(4, 'b')]);
    expect(different).toEqual({ items: [], refused: ['/item/:id'] });
    const replaced = proposalsFor(pages, PLAIN_PAGE_RULES, [taken(0, 'a'), taken(4, 'a'), taken(4, 'old')]);
    expect(replaced.refused).toEqual([]);
  });

  function patterns(paths: readonly string[]): string[] {
    const { items } = proposalsFor(
      paths.map((path) => row(path, 10)),
      PLAIN_PAGE_RULES,
      [],
    );
    return items.map(({ path }) => path).sort();
  }
});

function row(path: string, pageviews: number): PageRow {
  const page = pageIdOf('shop.example', path).toString(36);
  const counts = { pageviews, clicks: 0, rage: 0, dead: 0, lastAtMs: 0 };
  return { page, host: 'shop.example', path, title: '', ...counts };
}
