// Builds what the server hands out of the tracker: heat.js for script tags with the parts it loads when they are
// wanted, and heat.mjs for imports, which has everything inside.

import { mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { minify } from 'terser';

/**
 * Where files are cut, see docs/decisions/0038-parts-and-their-weight.md: `script` and `module` are what a site names;
 * the script brings the parts by itself, each a file of the same name that exports one `start…`; and what stands in a
 * file with a path is imported by parts, from beside them, because several need it or not at once.
 */
export const SOURCES = {
  script: 'script.ts',
  more: 'more.ts',
  inputs: 'inputs.ts',
  keep: 'keep.ts',
  snapshot: 'snapshot.ts',
  masked: 'masked.ts',
  copy: 'snapshot/copy-page.ts',
  overlay: 'overlay.ts',
  find: 'overlay/find-on-page.ts',
  describe: 'core/describe-element.ts',
  paint: 'overlay/paint.ts',
  panel: 'overlay/panel.ts',
  replay: 'replay.ts',
  module: 'module.ts',
} as const;
export type Entry = keyof typeof SOURCES;
export const ENTRIES = Object.keys(SOURCES) as Entry[];

/** Names that begin with an underscore belong to the tracker: no page, no server and no other tool reads them. */
const INTERNAL = /(?<![\w$'"`.=-])_[a-z]\w*|(?<=\.)_[a-z]\w*/g;

/** Names of internal fields, of which no object has any of a batch's as well: what the code around them is full of. */
const LETTERS = 'isoaetnrlcdufpmhgvwybTSCDLMPAENORUIBFGHJKVWXYZ';

/** The file that an entry becomes. */
export function fileOf(entry: Entry): string {
  return entry === 'script' ? 'heat.js' : entry === 'module' ? 'heat.mjs' : `heat-${entry}.mjs`;
}

/**
 * Read by Chromium before all else: functions are compiled with the file, beside the page's thread, instead of one by one
 * when they are first called, which is when the visitor clicks. See docs/decisions/0047-compiled-beside-the-page.md.
 */
const COMPILE_AT_ONCE = '//# allFunctionsCalledOnLoad\n';
/** What every visit runs nearly all of. */
const EVERY_VISIT: readonly Entry[] = ['script', 'more'];

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
  const entrypoint = join(import.meta.dir, SOURCES[entry]);
  const { outputs } = await Bun.build({
    entrypoints: [entrypoint],
    target: 'browser',
    format: entry === 'script' ? 'iife' : 'esm',
    minify: { syntax: true },
    plugins: [
      {
        name: 'short-names-and-parts',
        setup({ onLoad, onResolve }) {
          onResolve({ filter: /^\.\/heat-\w+\.mjs/ }, ({ path }) => ({ path, external: true }));
          onLoad({ filter: /sdk\/.*\.ts$/ }, async ({ path }) => {
            const source = await Bun.file(path).text();
            const text = source
              .replace(INTERNAL, (name) => short.get(name) ?? name)
              .replace("BUILD = 'start'", `BUILD = '${build}'`);
            const isPart = path === entrypoint && entry !== 'script' && entry !== 'module';
            return { loader: 'ts', contents: importParts(isPart ? exportPart(text, build) : text, build) };
          });
        },
      },
    ],
  });
  const [output] = outputs;
  if (!output) throw new Error(`Cannot build the tracker: sdk/${entry}.ts gave no output`);
  const text = await shrink(await output.text(), entry);
  return EVERY_VISIT.includes(entry) ? COMPILE_AT_ONCE + text : text;
}

/**
 * A part exports one function, its `start…` or the only one there is, under the name of the build: script and parts of
 * two builds do not find each other.
 */
function exportPart(text: string, build: string): string {
  const [, name] =
    /^export function (start\w+)/m.exec(text) ?? /^export (?:async )?function (\w+)/m.exec(text) ?? [];
  return `${text.replace(/^export (?=(async )?function)/gm, '')}\nexport { ${name} as ${build} };\n`;
}

/** Imports of what is a file of its own, at once or when it is needed, lead to that file of the same build. */
function importParts(text: string, build: string): string {
  let linked = text;
  for (const [part, path] of Object.entries(SOURCES).filter(([, source]) => source.includes('/'))) {
    const file = `'./heat-${part}.mjs?${build}'`;
    const from = `'[./\\w-]*/${basename(path)}'`;
    linked = linked
      .replace(new RegExp(`import \\{ (\\w+) \\} from ${from}`), `import { ${build} as $1 } from ${file}`)
      .replace(
        new RegExp(`\\{ (\\w+) \\} = await import\\(${from}\\)`),
        `{ ${build}: $1 } = await import(${file})`,
      );
  }
  return linked;
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
        // What packs better: functions that look alike, and comparisons as they were written.
        inline: 1,
        lhs_constants: false,
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
 * shortest, in capitals because no field of a batch is. `build` stands for the sources as they are, in so few
 * letters because they do not compress.
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
  // What parts take from elsewhere: the contract, and the recorder's library.
  const contract = join(import.meta.dir, '../src/contract');
  for (const file of (await readdir(contract)).sort())
    hash.update(await Bun.file(join(contract, file)).text());
  hash.update(await Bun.file(join(import.meta.dir, '../bun.lock')).text());
  const names = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const short = new Map(
    names.map(([name], at) => [name, at < LETTERS.length ? LETTERS.charAt(at) : `_${at.toString(36)}`]),
  );
  return { short, build: `b${hash.digest('hex').slice(0, 5)}` };
}
