// Describes pages in a real browser with the tracker's own describeElement, as they are and after redeploys (made ones,
// and the next major version that was published), and counts how often a rule finds the element that was meant.

import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { makeSite } from '../../demo/make-site.ts';
import type { DescribedPage, Shown, Target } from '../../sdk/test-described.ts';
import { openBrowser } from './browser.ts';
import { LAYOUTS, serveLayouts } from './layout-site.ts';
import { truthOf } from './redeploy-truth.ts';
import { packageFolder, serveSite } from './site.ts';
import { tempDir } from './temp-dir.ts';

const BUSINESS =
  'about blog-home blog-post contact faq index portfolio-item portfolio-overview pricing'.split(' ');
const SITES: [folder: string, pages: string[]][] = [
  ['startbootstrap-clean-blog/dist', ['index', 'about', 'post', 'contact']],
  ['startbootstrap-creative/dist', ['index']],
  ['startbootstrap-landing-page/dist', ['index']],
  ['startbootstrap-modern-business/dist', BUSINESS],
];
const SHOP = ['index', 'teas', 'tea-night-garden', 'brewing', 'cart', 'checkout'].map(
  (name) => `demo/${name}`,
);

/** Two major versions of one site: its folders, and its pages by their names in the older and the newer. */
const VERSIONS: [older: string, newer: string, pages: [string, string][]][] = [
  ['clean-blog-5/dist', 'startbootstrap-clean-blog/dist', same('index', 'about', 'post', 'contact')],
  ['creative-6/dist', 'startbootstrap-creative/dist', same('index')],
  ['landing-page-5/dist', 'startbootstrap-landing-page/dist', same('index')],
  [
    'modern-business-4',
    'startbootstrap-modern-business/dist',
    [
      ...same('index', 'about', 'blog-post', 'contact', 'faq', 'portfolio-item', 'pricing'),
      ['blog-home-1', 'blog-home'],
      ['portfolio-2-col', 'portfolio-overview'],
    ],
  ],
];
const VIEWPORT = { width: 1280, height: 800 };

/** A page of a site in two versions. */
export type Successors = { site: string; before: Shown[]; after: Shown[] };

/** Pages of the sites, the demo shop and our layouts, each with its redeploys once for each seed. */
export async function describePages(seeds: readonly number[]): Promise<DescribedPage[]> {
  using shop = tempDir();
  await makeSite(shop.join('demo'));
  const sites = [
    ...SITES.map(([folder, names]) => ({ site: serveSite(packageFolder(folder), () => ''), names })),
    { site: serveSite(shop.path, () => ''), names: SHOP },
    { site: serveLayouts(() => ''), names: LAYOUTS.map((name) => `plain/${name}`) },
  ];
  const described: DescribedPage[] = [];
  await withPage('test-mutations.ts', async (page, run) => {
    for (const { site, names } of sites)
      for (const name of names)
        for (const seed of seeds) {
          await page.goto(`${site.origin}/${name}.html`);
          described.push(await run<DescribedPage>(`describeRedeploys(${seed})`));
        }
  });
  await Promise.all(sites.map(({ site }) => site.stop()));
  return described;
}

/** What the pages of two published versions show. */
export async function describeVersions(): Promise<Successors[]> {
  const described: Successors[] = [];
  await withPage('test-shown.ts', async (page, run) => {
    for (const [older, newer, pages] of VERSIONS) {
      const sites = [older, newer].map((folder) => serveSite(packageFolder(folder), () => ''));
      for (const names of pages) {
        const [before, after] = [[], []] as [Shown[], Shown[]];
        for (const [at, list] of [before, after].entries()) {
          await page.goto(`${sites[at]?.origin}/${names[at]}.html`);
          list.push(...(await run<Shown[]>('describeShown()')));
        }
        described.push({ site: older.split('/')[0] ?? '', before, after });
      }
      await Promise.all(sites.map((site) => site.stop()));
    }
  });
  return described;
}

/** Runs with a page into which a script of sdk/ is put before each question. */
async function withPage(
  script: string,
  work: (page: Page, run: <T>(question: string) => Promise<T>) => Promise<void>,
): Promise<void> {
  const { outputs } = await Bun.build({
    entrypoints: [join(import.meta.dir, '../../sdk', script)],
    target: 'browser',
    format: 'iife',
  });
  const code = (await outputs[0]?.text()) ?? '';
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: VIEWPORT });
    await work(page, async <T>(question: string) => {
      await page.evaluate(code);
      return (await page.evaluate(question)) as T;
    });
  } finally {
    await browser.close();
  }
}

function same(...names: string[]): [string, string][] {
  return names.map((name) => [name, name]);
}

export type Rates = {
  targets: number;
  right: number;
  wrong: number;
  unsure: number;
  gone: number;
  /** Placed on one of several that a person could not tell apart either. */
  unjudged: number;
};
/** Answers, for each wanted element, the index of a candidate, 'unsure' or 'gone'. */
export type Rule = (
  wanted: readonly Target[],
  candidates: readonly Target[],
) => (number | 'unsure' | 'gone')[];

/**
 * `right`: found, or not there any more and found to be gone. `gone`: said to be gone though it is there. Only wanted
 * elements that `isMeant` names are counted.
 */
export function countRates(
  pages: readonly DescribedPage[],
  redeploy: string,
  rule: Rule,
  isMeant: (target: Target) => boolean = () => true,
): Rates {
  const rates: Rates = { targets: 0, right: 0, wrong: 0, unsure: 0, gone: 0, unjudged: 0 };
  for (const { wanted, redeploys } of pages) {
    const candidates = redeploys.find(({ name }) => name === redeploy)?.candidates ?? [];
    const there = new Set(candidates.map(({ n }) => n));
    for (const [at, answer] of rule(wanted, candidates).entries()) {
      const target = wanted[at];
      if (!target || !isMeant(target)) continue;
      rates.targets++;
      if (answer === 'gone') rates[there.has(target.n) ? 'gone' : 'right']++;
      else if (answer === 'unsure') rates.unsure++;
      else rates[candidates[answer]?.n === target.n ? 'right' : 'wrong']++;
    }
  }
  return rates;
}

export type VersionFault = { was: string; is: string };

/** The same for published versions, against what a person would say. */
export function judgeVersions(
  pages: readonly Successors[],
  rule: Rule,
): { rates: Rates; faults: VersionFault[] } {
  const rates: Rates = { targets: 0, right: 0, wrong: 0, unsure: 0, gone: 0, unjudged: 0 };
  const faults: VersionFault[] = [];
  for (const { before, after } of pages) {
    const truth = truthOf(before, after);
    const wanted = before.filter(({ isTarget }) => isTarget);
    for (const [at, answer] of rule(wanted.map(asTarget), after.map(asTarget)).entries()) {
      const one = wanted[at] as Shown;
      const really = truth[before.indexOf(one)];
      rates.targets++;
      if (answer === 'unsure') rates.unsure++;
      else if (answer === 'gone') rates[really?.is === 'gone' ? 'right' : 'gone']++;
      else if (really?.is === 'there' && really.as.has(answer)) rates.right++;
      else if (really && really.is !== 'gone' && (really.as.has(answer) || really.alike?.has(answer)))
        rates.unjudged++;
      else {
        rates.wrong++;
        faults.push({ was: nameOf(one), is: nameOf(after[answer] as Shown) });
      }
    }
  }
  return { rates, faults };
}

function asTarget({ n, descriptor }: Shown): Target {
  return { n, descriptor, css: '' };
}

function nameOf({ tag, text, names }: Shown): string {
  return `<${tag}> ${text.slice(0, 50)} ${names.join()}`;
}
