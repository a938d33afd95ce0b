// Whether elements are found again after the redeploys that pages live through: descriptions are made by the tracker's
// own code in a real browser, on pages that nobody here wrote, on the demo shop and on our layouts; and after the next
// major version of the same site was published. Prints the tables of docs/accuracy.md. `HEAT_ACCURACY=full` makes every
// redeploy five times, by other dice.

import { beforeAll, describe, expect, test } from 'bun:test';
import type { DescribedPage, Target } from '../sdk/test-described.ts';
import { findElement } from '../src/contract/find-element.ts';
import { findElements } from '../src/contract/find-elements.ts';
import {
  countRates,
  describePages,
  describeVersions,
  judgeVersions,
  type Rates,
  type Rule,
  type Successors,
} from './support/identity.ts';

const SEEDS = process.env.HEAT_ACCURACY === 'full' ? [7, 11, 23, 42, 1001] : [7];

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
type RuleName = keyof typeof RULES;

/** What every page lives through, and all of it at once. */
const REDEPLOYS = [
  'lists reordered',
  'item prepended',
  'classes renamed',
  'wrappers added',
  'texts edited 20 %',
];
const TOGETHER = 'five of them together';

/** What a click is meant for, what is read, and the boxes around both. */
const KINDS: Record<string, (target: Target) => boolean> = {
  controls: ({ descriptor }) => isControl(descriptor.tag),
  words: ({ descriptor: { tag, text } }) => !isControl(tag) && (text !== undefined || tag === 'img'),
  boxes: ({ descriptor: { tag, text } }) => !isControl(tag) && text === undefined && tag !== 'img',
};

let pages: DescribedPage[];
let versions: Successors[];
const table = new Map<string, Map<RuleName, Rates>>();

beforeAll(async () => {
  [pages, versions] = [await describePages(SEEDS), await describeVersions()];
  for (const { name } of pages[0]?.redeploys ?? []) {
    const row = new Map<RuleName, Rates>();
    for (const rule of Object.keys(RULES) as RuleName[]) row.set(rule, countRates(pages, name, RULES[rule]));
    table.set(name, row);
  }
  printMutations();
  printVersions();
}, 300_000);

describe('finding elements again', () => {
  test('is measured on enough of them', () => {
    expect(pages.length).toBeGreaterThanOrEqual(33 * SEEDS.length);
    expect(ratesOf('as it was').targets).toBeGreaterThan(1800 * SEEDS.length);
    expect(table.size).toBe(12);
  });

  test('never fails on a page that did not change', () => {
    for (const rule of ['CSS path', 'with neighbours', 'neighbours, 1 in 10'] as const)
      expect(shareOf(ratesOf('as it was', rule).right, ratesOf('as it was', rule))).toBeGreaterThan(0.998);
  });

  test.each([...REDEPLOYS, 'item removed', 'ids changed', 'headings edited', 'section moved'])(
    '%s: 95 in 100 are right, 5 in 1,000 wrong at most',
    (redeploy) => expectGoal(ratesOf(redeploy), { right: 0.95, wrong: 0.005 }),
  );

  test('what redeploys do, one by one and all at once: 95 in 100 are right, 5 in 1,000 wrong at most', () => {
    expectGoal(sumOf([...REDEPLOYS, TOGETHER].map((redeploy) => ratesOf(redeploy))), {
      right: 0.95,
      wrong: 0.005,
    });
  });

  test('all at once: 84 in 100 are right, 12 in 1,000 wrong at most, what is not clear is unsure', () => {
    expectGoal(ratesOf(TOGETHER), { right: 0.84, wrong: 0.012 });
    expectGoal(countRates(pages, TOGETHER, RULES['with neighbours'], KINDS.controls), {
      right: 0.86,
      wrong: 0.01,
    });
  });

  test('another language: 5 in 1,000 are wrong at most', () => {
    expectGoal(ratesOf('other language'), { right: 0.65, wrong: 0.005 });
  });

  test.each(REDEPLOYS)(
    '%s, with a tenth of the elements to find: 12 in 1,000 are wrong at most',
    (redeploy) => {
      expectGoal(ratesOf(redeploy, 'neighbours, 1 in 10'), { right: 0.8, wrong: 0.012 });
    },
  );

  test('the next major version of a site: 1 in 100 is wrong at most', () => {
    const { rates, faults } = judgeVersions(versions, RULES['with neighbours']);
    expect(rates.targets).toBeGreaterThan(1000);
    expect(faults.slice(0, Math.max(0, faults.length - rates.targets / 100))).toEqual([]);
    expectGoal(rates, { right: 0.75, wrong: 0.01 });
    expect(shareOf(rates.unjudged, rates)).toBeLessThan(0.06);
  });

  test('a plain CSS path puts elements of reordered lists elsewhere', () => {
    expect(ratesOf('lists reordered', 'CSS path').wrong).toBeGreaterThan(
      20 * Math.max(1, ratesOf('lists reordered').wrong),
    );
  });
});

function sumOfRule(rule: RuleName): Rates {
  return sumOf([...REDEPLOYS, TOGETHER].map((redeploy) => ratesOf(redeploy, rule)));
}

function expectGoal(rates: Rates, goal: { right: number; wrong: number }): void {
  expect(shareOf(rates.right, rates)).toBeGreaterThanOrEqual(goal.right);
  expect(shareOf(rates.wrong, rates)).toBeLessThanOrEqual(goal.wrong);
}

function sumOf(all: readonly Rates[]): Rates {
  const sum: Rates = { targets: 0, right: 0, wrong: 0, unsure: 0, gone: 0, unjudged: 0 };
  for (const rates of all) for (const name of Object.keys(sum) as (keyof Rates)[]) sum[name] += rates[name];
  return sum;
}

function answerOf({ verdict, index }: { verdict: string; index: number }): number | 'unsure' | 'gone' {
  return verdict === 'placed' ? index : verdict === 'unsure' ? 'unsure' : 'gone';
}

function isControl(tag: string): boolean {
  return /^(a|button|input|select|textarea|label|summary)$/.test(tag);
}

function ratesOf(redeploy: string, rule: RuleName = 'with neighbours'): Rates {
  return table.get(redeploy)?.get(rule) as Rates;
}

function shareOf(count: number, { targets }: Rates): number {
  return count / targets;
}

function cells(rates: Rates): string {
  const counts = [rates.right, rates.wrong, rates.unsure, rates.gone];
  return counts.map((count) => (100 * shareOf(count, rates)).toFixed(1).padStart(6)).join('');
}

const WIDTH = 24;
const HEAD = ' right wrong unsure gone   ';

function printTable(
  columns: readonly string[],
  rows: readonly [name: string, rates: readonly Rates[]][],
): void {
  console.log(''.padEnd(WIDTH) + columns.map((name) => name.padEnd(27)).join(''));
  console.log(''.padEnd(WIDTH) + HEAD.repeat(columns.length));
  for (const [name, rates] of rows)
    console.log(name.padEnd(WIDTH) + rates.map((one) => cells(one).padEnd(27)).join(''));
  console.log('');
}

function printMutations(): void {
  printTable(Object.keys(RULES), [
    ...[...table].map(([name, row]): [string, Rates[]] => [name, [...row.values()]]),
    ['the five and together', (Object.keys(RULES) as RuleName[]).map(sumOfRule)],
  ]);
  printTable(
    Object.keys(KINDS).map((kind) => `${kind}, with neighbours`),
    [...table.keys()].map((name) => [
      name,
      Object.values(KINDS).map((isMeant) => countRates(pages, name, RULES['with neighbours'], isMeant)),
    ]),
  );
}

function printVersions(): void {
  const sites = [...new Set(versions.map(({ site }) => site))];
  const rules = ['with neighbours', 'neighbours, 1 in 10'] as const;
  const rowOf = (name: string, some: Successors[]): [string, Rates[]] => [
    name,
    rules.map((rule) => judgeVersions(some, RULES[rule]).rates),
  ];
  printTable(rules, [
    ...sites.map((site) =>
      rowOf(
        `${site} → next`,
        versions.filter((one) => one.site === site),
      ),
    ),
    rowOf('all', versions),
  ]);
  const { rates, faults } = judgeVersions(versions, RULES['with neighbours']);
  console.log(
    `${rates.targets} elements, ${rates.unjudged} placed on one that nobody could tell apart. Wrong:`,
  );
  for (const { was, is } of faults) console.log(`  ${was} → ${is}`);
}
