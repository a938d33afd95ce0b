import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import type { ElementDescriptor } from './element.ts';
import { findElement, PLACED_SCORE, pathLikeness, scoreElement } from './find-element.ts';
import { findElements } from './find-elements.ts';

const BUY: ElementDescriptor = {
  tag: 'button',
  type: 'submit',
  text: 11,
  heading: 21,
  landmark: 'main',
  path: 'main>ul>li:2>form>button',
  classes: ['buy'],
};

describe('scoreElement()', () => {
  const cases: [what: string, change: Partial<ElementDescriptor>, least: number, most: number][] = [
    ['is 1 when nothing changed', {}, 1, 1],
    ['is 0 for another tag', { tag: 'a' }, 0, 0],
    ['hardly falls when a class is lost', { classes: undefined }, 0.9, 0.98],
    ['hardly falls when it moved in its list', { path: 'main>ul>li:5>form>button' }, 0.95, 0.99],
    ['falls when a wrapper was added', { path: 'main>div>ul>li:2>form>button' }, 0.95, 0.99],
    ['falls further when the heading changed', { heading: 22 }, 0.75, 0.85],
    ['falls most when the text changed', { text: 12 }, 0.65, 0.75],
    [
      'is low when all that could be said is otherwise',
      { text: 12, heading: 22, type: 'button', path: 'nav>button' },
      0,
      0.4,
    ],
  ];
  test.each(cases)('%s', (_, change, least, most) => {
    const score = scoreElement(BUY, { ...BUY, ...change });
    expect(score).toBeGreaterThanOrEqual(least);
    expect(score).toBeLessThanOrEqual(most);
  });

  test('missing on one side costs less than contradicting, for every mark', () => {
    const full: ElementDescriptor = { ...BUY, id: 'buy', ref: 'buy', name: 'buy', role: 'tab', href: '/buy' };
    const other: ElementDescriptor = {
      ...{ tag: 'button', type: 'x', text: 1, heading: 2, landmark: 'nav', path: 'p>i', classes: ['x'] },
      ...{ id: 'x', ref: 'x', name: 'x', role: 'x', href: '/x' },
    };
    for (const mark of Object.keys(full).filter((name) => name !== 'tag') as (keyof ElementDescriptor)[]) {
      const missing = scoreElement(full, { ...full, [mark]: undefined });
      const contradicting = scoreElement(full, { ...full, [mark]: other[mark] });
      expect(missing).toBeLessThan(1);
      expect(contradicting).toBeLessThan(missing);
    }
  });

  const anyText = fc.option(fc.constantFrom('a', 'b', 'c/d', ''), { nil: undefined });
  const anyElement = fc.record<ElementDescriptor>(
    {
      tag: fc.constantFrom('a', 'div'),
      id: anyText as fc.Arbitrary<string>,
      href: anyText as fc.Arbitrary<string>,
      text: fc.nat(3),
      heading: fc.nat(3),
      path: fc
        .array(fc.constantFrom('div', 'ul', 'li:2', 'li'), { maxLength: 8 })
        .map((steps) => steps.join('>')),
      classes: fc.array(fc.constantFrom('x', 'y', 'z'), { maxLength: 3 }),
    },
    { requiredKeys: ['tag'] },
  );
  test('is symmetric, within 0…1, and 1 for the same element when it has any mark', () => {
    fc.assert(
      fc.property(anyElement, anyElement, (a, b) => {
        const score = scoreElement(a, b);
        expect(score).toBeCloseTo(scoreElement(b, a), 10);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(scoreElement(a, a) === 1 || scoreElement(a, a) === 0).toBe(true);
      }),
    );
  });
});

test('pathLikeness() counts the same tag at another place half and an added step as one', () => {
  expect(pathLikeness('ul>li:2>a', 'ul>li:2>a')).toBe(1);
  expect(pathLikeness('ul>li:2>a', 'ul>li:3>a')).toBeCloseTo(5 / 6);
  expect(pathLikeness('ul>li>a', 'ul>div>li>a')).toBeCloseTo(6 / 7);
  expect(pathLikeness('ul>li', 'p')).toBe(0);
});

describe('findElement()', () => {
  test('is placed on the best when it is clearly ahead', () => {
    const found = findElement(BUY, [
      { ...BUY, text: 12, heading: 3 },
      { ...BUY, path: 'main>ul>li:7>form>button' },
    ]);
    expect(found).toMatchObject({ verdict: 'placed', index: 1 });
    expect(found.margin).toBeGreaterThan(0.2);
  });
  test('is unsure when two are equally good', () => {
    const moved = { ...BUY, path: 'main>ul>li:7>form>button' };
    expect(findElement(BUY, [moved, { ...moved, path: 'main>ul>li:8>form>button' }]).verdict).toBe('unsure');
  });
  test('takes the one of several twins that stands at the very same place', () => {
    expect(findElement(BUY, [{ ...BUY, path: 'main>ul>li>form>button' }, BUY])).toMatchObject({
      verdict: 'placed',
      index: 1,
    });
  });
  test('is gone when nothing is like it, and when there is nothing', () => {
    const found = findElement(BUY, [{ tag: 'button', text: 3, heading: 4, path: 'nav>button' }]);
    expect(found).toMatchObject({ verdict: 'gone', index: -1, margin: 0 });
    expect(found.score).toBeLessThan(PLACED_SCORE);
    expect(findElement(BUY, [])).toEqual({ verdict: 'gone', index: -1, score: 0, margin: 0 });
  });
  test('finds what other trackers describe by nothing but a tag and a selector to be gone', () => {
    expect(findElement({ tag: 'button', selector: '#buy' }, [BUY]).verdict).toBe('gone');
  });
});

describe('findElements()', () => {
  const card = (place: number, heading: number): ElementDescriptor[] => [
    { tag: 'h3', text: heading, landmark: 'main', path: `main>ul>li:${place}>h3` },
    { tag: 'button', text: 11, landmark: 'main', path: `main>ul>li:${place}>div>button` },
  ];
  const before = [card(2, 102), card(3, 103), card(4, 104)].flat();

  test('follows twins to where their neighbours went', () => {
    const after = [card(2, 104), card(3, 102), card(4, 103)].flat();
    expect(findElements(before, after).map(({ verdict, index }) => [verdict, index])).toEqual([
      ['placed', 2],
      ['placed', 3],
      ['placed', 4],
      ['placed', 5],
      ['placed', 0],
      ['placed', 1],
    ]);
  });
  test('places twins that nobody could tell apart in the order of their places', () => {
    const icon = (place: number): ElementDescriptor => ({
      tag: 'a',
      text: 7,
      path: `footer>ul>li:${place}>a`,
    });
    const list = (...places: number[]) =>
      places.flatMap((place) => [{ tag: 'li', path: `footer>ul>li:${place}` }, icon(place)]);
    const note = (path: string): ElementDescriptor => ({ tag: 'p', text: 900, path });
    const found = findElements(
      [icon(1), icon(2), icon(3), note('main>p')],
      [note('main>div>p'), ...list(1, 2, 3)],
    );
    expect(found.map(({ verdict, index }) => [verdict, index])).toEqual([
      ['placed', 2],
      ['placed', 4],
      ['placed', 6],
      ['placed', 0],
    ]);
  });
  test('is unsure of twins whose surroundings differ, when the page was touched and no neighbour tells', () => {
    const item = (place: number, text: number): ElementDescriptor[] => [
      { tag: 'li', path: `main>ul>li:${place}` },
      { tag: 'p', text, path: `main>ul>li:${place}>p` },
      { tag: 'button', text: 11, path: `main>ul>li:${place}>button` },
    ];
    const before = [item(1, 101), item(2, 102)].flat();
    const note = (path: string): ElementDescriptor => ({ tag: 'p', text: 900, path });
    const [button, other] = findElements(
      [before[2] as ElementDescriptor, note('p')],
      [note('div>p'), ...item(1, 102), ...item(2, 101)],
    );
    expect([button?.verdict, other?.verdict]).toEqual(['unsure', 'placed']);
  });
  test('takes an address that many links share for no mark of theirs', () => {
    const link = (text: number, place: number): ElementDescriptor => ({
      ...{ tag: 'a', href: '/index.html', text, path: `nav>ul>li:${place}>a` },
    });
    const now = [link(1, 1), link(2, 2), link(3, 3), link(4, 4)];
    const [gone] = findElements([link(99, 7)], now);
    expect(gone?.verdict).not.toBe('placed');
  });
  test('does not put a reworded element onto one of several others like it', () => {
    const link = (text: number, place: number): ElementDescriptor => ({
      ...{ tag: 'a', text, landmark: 'nav', path: `nav>ul>li:${place}>a`, classes: ['link'] },
    });
    const found = findElements([link(5, 1), link(2, 2)], [link(1, 1), link(2, 2), link(3, 3)]);
    expect(found.map(({ verdict }) => verdict)).toEqual(['unsure', 'placed']);
  });
  test('does not put two elements of one page on one', () => {
    const found = findElements(before, [card(2, 102), card(3, 104)].flat());
    const placed = found.filter(({ verdict }) => verdict === 'placed').map(({ index }) => index);
    expect(new Set(placed).size).toBe(placed.length);
    expect(found[2]?.verdict).not.toBe('placed');
    expect(found[3]?.verdict).not.toBe('placed');
  });
  test('puts two descriptions of one element, before and after a change of its text, on one', () => {
    const old = { ...BUY, id: 'buy-now', text: 99 };
    const now = { ...BUY, id: 'buy-now' };
    expect(findElements([old, now], [now]).map(({ verdict, index }) => [verdict, index])).toEqual([
      ['placed', 0],
      ['placed', 0],
    ]);
  });
  test('answers in the order of the question, also for nothing', () => {
    expect(findElements([], before)).toEqual([]);
    expect(findElements(before, []).every(({ verdict }) => verdict === 'gone')).toBe(true);
  });
  test('finds 300 elements among 10,000 candidates, half of them twins', () => {
    const page = Array.from({ length: 5000 }, (_, at) => card(at + 1, at)).flat();
    const found = findElements(page.slice(0, 300), page);
    expect(found.filter(({ verdict, index }, at) => verdict === 'placed' && index === at).length).toBe(300);
  });
});
