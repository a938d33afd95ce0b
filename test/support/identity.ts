// Describes pages and their redeploys in a real browser with the tracker's own describeElement, and counts how often a
// rule finds the element that was meant.

import { join } from 'node:path';
import { makeSite } from '../../demo/make-site.ts';
import type { ElementDescriptor } from '../../src/contract/element.ts';
import { openBrowser } from './browser.ts';
import { packageFolder, serveSite } from './site.ts';
import { tempDir } from './temp-dir.ts';

const SITES: [folder: string, pages: string[]][] = [
  [
    packageFolder('startbootstrap-clean-blog/dist'),
    ['index.html', 'about.html', 'post.html', 'contact.html'],
  ],
  [packageFolder('startbootstrap-creative/dist'), ['index.html']],
];
const SHOP = ['index', 'teas', 'tea-night-garden', 'brewing', 'cart', 'checkout'].map(
  (name) => `demo/${name}.html`,
);

/** `n` is the element's number on the page as it was, -1 for one that was not there. */
export type Target = { n: number; descriptor: ElementDescriptor; css: string };
export type Redeploy = { name: string; candidates: Target[] };
/** What sdk/test-mutations.ts answers in the page. */
export type DescribedPage = { wanted: Target[]; redeploys: Redeploy[] };

/** Every page of the sites, by name. Takes some seconds: a Chromium is started. */
export async function describePages(): Promise<Map<string, DescribedPage>> {
  const { outputs } = await Bun.build({
    entrypoints: [join(import.meta.dir, '../../sdk/test-mutations.ts')],
    target: 'browser',
    format: 'iife',
  });
  const code = (await outputs[0]?.text()) ?? '';
  using shop = tempDir();
  await makeSite(shop.join('demo'));
  const browser = await openBrowser();
  const described = new Map<string, DescribedPage>();
  try {
    for (const [folder, names] of [...SITES, [shop.path, SHOP] as const]) {
      const site = serveSite(folder, () => '');
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      for (const name of names) {
        await page.goto(`${site.origin}/${name}`);
        await page.evaluate(code);
        described.set(
          `${folder.split('/').at(-2)}/${name}`,
          (await page.evaluate('describeRedeploys()')) as DescribedPage,
        );
      }
      await page.close();
      await site.stop();
    }
  } finally {
    await browser.close();
  }
  return described;
}

export type Rates = { targets: number; right: number; wrong: number; unsure: number; gone: number };
/** Answers, for each wanted element, the index of a candidate, 'unsure' or 'gone'. */
export type Rule = (
  wanted: readonly Target[],
  candidates: readonly Target[],
) => (number | 'unsure' | 'gone')[];

/** `right`: found, or not there any more and found to be gone. `gone`: said to be gone though it is there. */
export function countRates(pages: Iterable<DescribedPage>, redeploy: string, rule: Rule): Rates {
  const rates: Rates = { targets: 0, right: 0, wrong: 0, unsure: 0, gone: 0 };
  for (const { wanted, redeploys } of pages) {
    const { candidates } = redeploys.find(({ name }) => name === redeploy) as Redeploy;
    const there = new Set(candidates.map(({ n }) => n));
    for (const [at, answer] of rule(wanted, candidates).entries()) {
      const n = wanted[at]?.n ?? -1;
      rates.targets++;
      if (answer === 'gone') rates[there.has(n) ? 'gone' : 'right']++;
      else if (answer === 'unsure') rates.unsure++;
      else rates[candidates[answer]?.n === n ? 'right' : 'wrong']++;
    }
  }
  return rates;
}
