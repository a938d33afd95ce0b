// The tracker's weight, and that it runs in browsers of 2020: bundles are built as they are shipped.

import { expect, test } from 'bun:test';
import { parse, tokenizer } from 'acorn';
import { bundleTracker, ENTRIES, type Entry, fileOf, packed } from './build-tracker.ts';
import { VERSION } from './core/version.ts';
import manifest from './package.json' with { type: 'json' };

const KB = 1024;
/** Of each part that the tracker loads by itself. */
const PART = 4.0 * KB;
const BUDGETS: Partial<Record<Entry, number>> = {
  script: 5.0 * KB,
  // No part but a second script: rrweb's recorder, whole, and what cuts and sends. For sampled visitors of those who ask.
  replay: 23 * KB,
  module: 10.0 * KB,
};

/** What came with ES2021 and later and no parser sees. */
const YOUNG_CALLS =
  /\.(replaceAll|findLast(Index)?|toSorted|toSpliced|toReversed|hasOwn|groupBy|withResolvers|isWellFormed)\(|\.at\(|Promise\.any|\b(structuredClone|WeakRef|FinalizationRegistry|AggregateError)\b/;
/** Loaded for owners only, who look at the dashboard with the same browser. */
const OWNERS: readonly Entry[] = ['snapshot', 'overlay', 'find', 'paint', 'panel'];

test.each(ENTRIES)('the %s bundle stays within its budget and in the language of 2020', async (entry) => {
  const text = await bundleTracker(entry);
  expect(packed(new TextEncoder().encode(text)).length).toBeLessThanOrEqual(BUDGETS[entry] ?? PART);
  parse(text, { ecmaVersion: 2020, sourceType: entry === 'script' ? 'script' : 'module' });
  if (!OWNERS.includes(entry)) expect(text).not.toMatch(YOUNG_CALLS);
});

test('docs/tracker.md has a row for every file, with what it weighs', async () => {
  const document = await Bun.file(new URL('../docs/tracker.md', import.meta.url)).text();
  const rows = [...document.matchAll(/^\| `(heat[\w.-]*)` +\| ([\d.]+) KB/gm)].map(
    ([, file, said]) => [file, Number(said)] as const,
  );
  expect(rows.map(([file]) => file).sort()).toEqual(ENTRIES.map(fileOf).sort());
  for (const entry of ENTRIES) {
    const kb = packed(new TextEncoder().encode(await bundleTracker(entry))).length / KB;
    const said = rows.find(([file]) => file === fileOf(entry))?.[1] ?? 0;
    expect({ entry, kb, isTrue: Math.abs(kb - said) < (said < 10 ? 0.1 : 0.5) }).toEqual({
      entry,
      kb,
      isTrue: true,
    });
  }
});

test('parse() refuses what is younger', () => {
  for (const text of ['a ??= 1', 'a ||= 1', '1_000', 'class A { b = 1 }', 'class A { #b() {} }'])
    expect(() => parse(text, { ecmaVersion: 2020 })).toThrow();
  expect('[1].at(-1)').toMatch(YOUNG_CALLS);
});

test('what every visit runs asks to be compiled with the file, in its first line: further down it means nothing', async () => {
  for (const entry of ENTRIES) {
    const [first] = (await bundleTracker(entry)).split('\n');
    expect(first === '//# allFunctionsCalledOnLoad').toBe(entry === 'script' || entry === 'more');
  }
});

test('the script exports nothing', async () => {
  expect(await bundleTracker('script')).not.toContain('export');
});

test('internal names are short everywhere, and keywords of the page keep their underscore', async () => {
  // The recorder of pages is mostly somebody else's, and has names of its own.
  const bundles = await Promise.all(ENTRIES.filter((entry) => entry !== 'replay').map(bundleTracker));
  for (const text of bundles) expect(text).not.toMatch(/[.{,]_[a-z]\w+/);
  expect(bundles.join()).toContain('[target=_blank]');
});

test('script and parts are of one build, so that none of them starts with a part of another', async () => {
  const script = await bundleTracker('script');
  const [build] = /\bb[0-9a-f]{5}\b/.exec(script) ?? ['nothing'];
  for (const entry of ENTRIES.filter((one) => one !== 'script' && one !== 'module'))
    expect(await bundleTracker(entry)).toMatch(new RegExp(`export *\\{ *\\w+ as ${build} *\\}`));
});

test.each([
  ['snapshot', ['copy']],
  ['masked', ['copy']],
  ['copy', ['describe']],
  ['overlay', ['find', 'paint', 'panel']],
  ['find', ['describe']],
] as const)(
  '%s imports what stands in files of their own from beside it, of the same build',
  async (entry, files) => {
    const text = await bundleTracker(entry);
    const imported = [...text.matchAll(/["'](\.[^"']+)["']/g)].map(([, path]) => path);
    const [build] = /\bb[0-9a-f]{5}\b/.exec(text) ?? ['nothing'];
    expect(imported.sort()).toEqual(files.map((file) => `./heat-${file}.mjs?${build}`));
  },
);

test('nothing that is loaded together holds the same code', async () => {
  // Names are shortened; patterns, selectors and words are not.
  const literalsOf = (text: string) =>
    new Set(
      [...tokenizer(text, { ecmaVersion: 2020, sourceType: 'module' })]
        .filter(({ type }) => /string|regexp|template/.test(type.label))
        .map(({ start, end }) => text.slice(start, end).replace(/^["'`/]/, ''))
        .filter(({ length }) => length > 24),
    );
  const shared = async (...entries: Entry[]) => {
    const texts = await Promise.all(entries.map(bundleTracker));
    const literals = texts.flatMap((text) => [...literalsOf(text)]);
    return literals.filter((one, at) => literals.indexOf(one) < at);
  };
  expect(await shared('snapshot', 'copy', 'describe')).toEqual([]);
  expect(await shared('masked', 'copy', 'describe')).toEqual([]);
  expect(await shared('overlay', 'find', 'describe', 'paint', 'panel')).toEqual([]);
  // Nobody loads these two.
  expect(await shared('snapshot', 'masked')).not.toEqual([]);
});

test('batches name the version of the package', () => {
  expect(VERSION).toBe(manifest.version);
});
