// Builds what the server hands out of the tracker: heat.js for script tags with the parts it loads when they are
// wanted, and heat.mjs for imports, which has everything inside.

import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { minify } from 'terser';

/** `script` and `module` are entries; the others are what the script loads by itself. */
export const ENTRIES = [
  'script',
  'more',
  'inputs',
  'keep',
  'snapshot',
  'overlay',
  'map',
  'masked',
  'replay',
  'module',
] as const;
export type Entry = (typeof ENTRIES)[number];

/** Names that begin with an underscore belong to the tracker: no page, no server and no other tool reads them. */
const INTERNAL = /(?<![\w$'"`.=-])_[a-z]\w*|(?<=\.)_[a-z]\w*/g;

/** Names of internal fields, of which no object has any of a batch's as well: what the code around them is full of. */
const LETTERS = 'isoaetnrlcdufpmhgvwybTSCDLMPAENORUIBFGHJKVWXYZ';

/** The file that an entry becomes. */
export function fileOf(entry: Entry): string {
  return entry === 'script' ? 'heat.js' : entry === 'module' ? 'heat.mjs' : `heat-${entry}.mjs`;
}

const bundles = new Map<Entry, Promise<string>>();

/**
 * One entry, bundled for browsers: its text, made once for each process. Rejects with the bundler's messages when it
 * cannot be made.
 */
export function bundleTracker(entry: Entry): Promise<string> {
  const bundle = bundles.get(entry) ?? makeBundle(entry);
  bundles.set(entry, bundle);
  return bundle;
}

async function makeBundle(entry: Entry): Promise<string> {
  const { short, build } = await readNames();
  const isPart = entry !== 'script' && entry !== 'module';
  const { outputs } = await Bun.build({
    entrypoints: [join(import.meta.dir, `${entry}.ts`)],
    target: 'browser',
    format: entry === 'script' ? 'iife' : 'esm',
    minify: { syntax: true },
    plugins: [
      {
        name: 'short-names',
        setup: ({ onLoad }) =>
          void onLoad({ filter: /sdk\/.*\.ts$/ }, async ({ path }) => {
            const text = await Bun.file(path).text();
            const isEntry = isPart && path === join(import.meta.dir, `${entry}.ts`);
            return {
              loader: 'ts',
              contents: text
                .replace(INTERNAL, (name) => short.get(name) ?? name)
                .replace("BUILD = 'start'", `BUILD = '${build}'`)
                .replace(/export function start\w+/, isEntry ? `export function ${build}` : '$&'),
            };
          }),
      },
    ],
  });
  const [output] = outputs;
  if (!output) throw new Error(`Cannot build the tracker: sdk/${entry}.ts gave no output`);
  return shrink(await output.text(), entry);
}

/**
 * Inlines what is used once and shortens names: a twentieth less, compressed, than the bundler's own minifier. What the
 * first round has folded lets the second fold more, except in a library that has been through it before.
 */
async function shrink(text: string, entry: Entry): Promise<string> {
  let shrunk = text;
  for (const mangle of entry === 'replay' ? [true] : [false, true]) {
    const { code } = await minify(shrunk, {
      ecma: 2020,
      // What stands at the top of a script would be seen by the page: its wrapper has to stay.
      module: entry !== 'script',
      mangle,
      compress: {
        passes: 4,
        unsafe: true,
        unsafe_arrows: true,
        keep_fargs: false,
        pure_getters: true,
        hoist_funs: true,
      },
      format: { comments: false },
    });
    if (!code) throw new Error('Cannot build the tracker: the minifier gave no output');
    shrunk = code;
  }
  return shrunk;
}

/** A file as the server sends it to those who take gzip: packed once, as small as it gets. */
export function packed(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return Bun.gzipSync(bytes, { library: 'libdeflate', level: 12 });
}

/** Writes heat.js with its parts, and heat.mjs. The server answers with the same under v1/. */
export async function buildTracker(outdir: string): Promise<void> {
  await mkdir(outdir, { recursive: true });
  await Promise.all(
    ENTRIES.map(async (entry) => Bun.write(join(outdir, fileOf(entry)), await bundleTracker(entry))),
  );
}

/**
 * One short name for each internal name, the same for all bundles of these sources: the most frequent are the
 * shortest, in capitals because no field of a batch is. `build` stands for the sources as they are.
 */
async function readNames(): Promise<{ short: Map<string, string>; build: string }> {
  const folders = ['.', 'core', 'capture', 'snapshot', 'overlay', 'replay'].map((folder) =>
    join(import.meta.dir, folder),
  );
  const counts = new Map<string, number>();
  const hash = new Bun.CryptoHasher('sha256');
  for (const folder of folders)
    for (const file of (await readdir(folder)).sort()) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      const text = await Bun.file(join(folder, file)).text();
      hash.update(text);
      for (const [name] of text.matchAll(INTERNAL)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  const names = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const short = new Map(
    names.map(([name], at) => [name, at < LETTERS.length ? LETTERS.charAt(at) : `_${at.toString(36)}`]),
  );
  return { short, build: `b${hash.digest('hex').slice(0, 7)}` };
}
