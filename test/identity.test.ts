// Whether elements are found again after the redeploys that pages live through: descriptions are made by the tracker's
// own code in a real browser, on pages that nobody here wrote and on the demo shop. Prints the table of
// docs/decisions/0012-finding-elements.md.

import { beforeAll, describe, expect, test } from 'bun:test';
import { findElement } from '../src/contract/find-element.ts';
import { findElements } from '../src/contract/find-elements.ts';
import { countRates, type DescribedPage, describePages, type Rates, type Rule } from './support/identity.ts';

const RULES = {
  'CSS path': (wanted, candidates) => {
    const places = new Map(candidates.map(({ css }, at) => [css, at]));
    return wanted.map(({ css }) => places.get(css) ?? 'gone');
  },
  'each for itself': (wanted, candidates) => {
    const descriptors = candidates.map(({ descriptor }) => descriptor);
    return wanted.map(({ descriptor }) => answerOf(findElement(descriptor, descriptors)));
  },
  'with neighbours': (wanted, candidates) =>
    findElements(
      wanted.map(({ descriptor }) => descriptor),
      candidates.map(({ descriptor }) => descriptor),
    ).map(answerOf),
  'neighbours, 1 in 10': (wanted, candidates) => {
    const answers: ReturnType<Rule> = [];
    for (let part = 0; part < 10; part++) {
      const some = wanted.filter((_, at) => at % 10 === part);
      for (const [at, answer] of RULES['with neighbours'](some, candidates).entries())
        answers[at * 10 + part] = answer;
    }
    return answers;
  },
} as const satisfies Record<string, Rule>;

let pages: DescribedPage[];
const table = new Map<string, Map<keyof typeof RULES, Rates>>();

beforeAll(async () => {
  pages = [...(await describePages()).values()];
  for (const { name } of pages[0]?.redeploys ?? []) {
    const row = new Map<keyof typeof RULES, Rates>();
    for (const rule of Object.keys(RULES) as (keyof typeof RULES)[])
      row.set(rule, countRates(pages, name, RULES[rule]));
    table.set(name, row);
  }
  printTable();
}, 60_000);

describe('finding elements again', () => {
  test('is measured on enough of them', () => {
    expect(pages.length).toBeGreaterThanOrEqual(10);
    expect(ratesOf('as it was').targets).toBeGreaterThan(400);
    expect(table.size).toBe(12);
  });

  test('never fails on a page that did not change', () => {
    for (const rule of Object.keys(RULES) as (keyof typeof RULES)[])
      expect(ratesOf('as it was', rule).right).toBe(ratesOf('as it was', rule).targets);
  });

  const HARMLESS = [
    'lists reordered',
    'item prepended',
    'wrappers added',
    'classes renamed',
    'ids changed',
    'section moved',
  ];
  test.each(HARMLESS)('%s: 95 in 100 are right, 5 in 1,000 wrong at most', (redeploy) => {
    const { targets, right, wrong } = ratesOf(redeploy);
    expect(right / targets).toBeGreaterThanOrEqual(0.95);
    expect(wrong / targets).toBeLessThanOrEqual(0.005);
  });

  test.each(['item removed', 'texts edited 20 %', 'headings edited', 'other language'])(
    '%s: 5 in 1,000 are wrong at most, what is not clear is unsure',
    (redeploy) => {
      const { targets, right, wrong } = ratesOf(redeploy);
      expect(wrong / targets).toBeLessThanOrEqual(0.005);
      expect(right / targets).toBeGreaterThan(redeploy === 'other language' ? 0.7 : 0.9);
    },
  );

  test('five redeploys at once: 80 in 100 are right, 8 in 1,000 wrong at most', () => {
    const { targets, right, wrong } = ratesOf('five of them together');
    expect(right / targets).toBeGreaterThanOrEqual(0.8);
    expect(wrong / targets).toBeLessThanOrEqual(0.008);
  });

  test.each(HARMLESS)('%s, with a tenth of the elements to find: 2 in 100 are wrong at most', (redeploy) => {
    const { targets, wrong } = ratesOf(redeploy, 'neighbours, 1 in 10');
    expect(wrong / targets).toBeLessThanOrEqual(0.02);
  });

  test('a plain CSS path puts elements of reordered lists elsewhere', () => {
    expect(ratesOf('lists reordered', 'CSS path').wrong).toBeGreaterThan(
      20 * Math.max(1, ratesOf('lists reordered').wrong),
    );
  });
});

function answerOf({ verdict, index }: { verdict: string; index: number }): number | 'unsure' | 'gone' {
  return verdict === 'placed' ? index : verdict === 'unsure' ? 'unsure' : 'gone';
}

function ratesOf(redeploy: string, rule: keyof typeof RULES = 'with neighbours'): Rates {
  return table.get(redeploy)?.get(rule) as Rates;
}

function printTable(): void {
  const cells = ({ targets, right, wrong, unsure, gone }: Rates) =>
    [right, wrong, unsure, gone].map((count) => ((100 * count) / targets).toFixed(1).padStart(6)).join('');
  const width = 24;
  console.log(
    ''.padEnd(width) +
      Object.keys(RULES)
        .map((rule) => rule.padEnd(27))
        .join(''),
    `\n${''.padEnd(width)}${' right wrong unsure gone   '.repeat(Object.keys(RULES).length)}`,
  );
  for (const [redeploy, row] of table)
    console.log(redeploy.padEnd(width) + [...row.values()].map((rates) => cells(rates).padEnd(27)).join(''));
}
