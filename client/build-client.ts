// Builds the dashboard: hashed scripts and styles under assets/, and index.html that names them.
// Runs at build time under Bun only; nothing of it reaches a browser.

import { mkdir, rm } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';

const ROOT = import.meta.dir;

/** An empty page under a policy of its own (src/http/content-policy.ts): the dashboard builds snapshots into it. */
const SNAPSHOT_FRAME = '<html lang="en"><meta charset="utf-8"><title>Page snapshot</title></html>\n';
/** The same with and without a doctype: without, browsers lay pages out as they did before there were standards. */
const SNAPSHOT_FRAMES = {
  'snapshot-frame.html': `<!doctype html>${SNAPSHOT_FRAME}`,
  'snapshot-frame-quirks.html': SNAPSHOT_FRAME,
};

export type BuiltFile = {
  /** Path inside the output folder, with forward slashes: `assets/main-1a2b3c4d.js`. */
  path: string;
  bytes: number;
  gzipBytes: number;
  /** Fetched before the first page can be drawn. */
  isFirstLoad: boolean;
};

/**
 * Builds client/ into `outdir` (created; its `assets` folder and index.html are replaced) and answers every file written.
 * Everything under assets/ carries a hash of its content in its name and may be cached for ever.
 * Throws with the bundler's messages when the build fails.
 */
export async function buildClient(outdir: string): Promise<BuiltFile[]> {
  await mkdir(outdir, { recursive: true });
  await rm(join(outdir, 'assets'), { recursive: true, force: true });
  const scripts = await bundle({ entry: 'app/main.ts', outdir, format: 'esm' });
  const boot = await bundle({ entry: 'styles/theme-boot.ts', outdir, format: 'iife' });
  const main = entryOf(scripts);
  const preloads = await staticImports(main, scripts, new Set());
  const styles = await writeHashed(outdir, 'styles/global.css', minifyCss);
  const icon = await writeHashed(outdir, 'icon.svg', (text) => text.trim());
  const names = { main: basename(main.path), boot: basename(entryOf(boot).path), styles, icon };
  await writeIndex(outdir, names, preloads);
  for (const [name, page] of Object.entries(SNAPSHOT_FRAMES)) await Bun.write(join(outdir, name), page);
  const first = new Set([names.main, names.boot, styles, icon, 'index.html', ...preloads]);
  const paths = [...scripts, ...boot].map(({ path }) => path);
  paths.push(
    join(outdir, 'assets', styles),
    join(outdir, 'assets', icon),
    join(outdir, 'index.html'),
    ...Object.keys(SNAPSHOT_FRAMES).map((name) => join(outdir, name)),
  );
  return Promise.all(paths.map((path) => measure(path, outdir, first.has(basename(path)))));
}

type Names = { main: string; boot: string; styles: string; icon: string };

async function writeIndex(outdir: string, names: Names, preloads: Iterable<string>): Promise<void> {
  const links = [...preloads].map((name) => `<link rel="modulepreload" href="/assets/${name}" />`);
  const template = await Bun.file(join(ROOT, 'index.html')).text();
  const page = template
    .replace('/assets/icon.svg', `/assets/${names.icon}`)
    .replace('/assets/global.css', `/assets/${names.styles}`)
    .replace('/assets/theme-boot.js', `/assets/${names.boot}`)
    .replace('/assets/main.js', `/assets/${names.main}`)
    .replace('<!-- modulepreload -->', links.join('\n    '));
  await Bun.write(join(outdir, 'index.html'), page);
}

async function bundle(options: {
  entry: string;
  outdir: string;
  format: 'esm' | 'iife';
}): Promise<Bun.BuildArtifact[]> {
  const result = await Bun.build({
    entrypoints: [join(ROOT, options.entry)],
    outdir: join(options.outdir, 'assets'),
    target: 'browser',
    format: options.format,
    splitting: options.format === 'esm',
    minify: true,
    naming: { entry: '[name]-[hash].[ext]', chunk: 'part-[hash].[ext]' },
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  if (!result.success) throw new AggregateError(result.logs, `Cannot build client/${options.entry}`);
  return result.outputs;
}

function entryOf(outputs: Bun.BuildArtifact[]): Bun.BuildArtifact {
  const entry = outputs.find(({ kind }) => kind === 'entry-point');
  if (!entry) throw new Error('Cannot build the client: the bundler wrote no entry point');
  return entry;
}

/** File names that an artifact imports statically, at any depth: the browser may fetch them at once. */
async function staticImports(
  artifact: Bun.BuildArtifact,
  all: Bun.BuildArtifact[],
  seen: Set<string>,
): Promise<Set<string>> {
  const imports = new Bun.Transpiler({ loader: 'js' }).scanImports(await Bun.file(artifact.path).text());
  for (const { kind, path } of imports) {
    const name = basename(path);
    const target = all.find((candidate) => basename(candidate.path) === name);
    if (kind !== 'import-statement' || !target || seen.has(name)) continue;
    seen.add(name);
    await staticImports(target, all, seen);
  }
  return seen;
}

async function writeHashed(
  outdir: string,
  source: string,
  change: (text: string) => string,
): Promise<string> {
  const text = change(await Bun.file(join(ROOT, source)).text());
  const hash = Bun.hash(text).toString(36).slice(0, 8).padStart(8, '0');
  const name = basename(source).replace(/(\.\w+)$/, `-${hash}$1`);
  await Bun.write(join(outdir, 'assets', name), text);
  return name;
}

/** Comments and line breaks only: the bundler's CSS minifier rewrites light-dark() for browsers we do not serve. */
function minifyCss(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

async function measure(path: string, outdir: string, isFirstLoad: boolean): Promise<BuiltFile> {
  const bytes = await Bun.file(path).bytes();
  const name = relative(outdir, path).replaceAll('\\', '/');
  return { path: name, bytes: bytes.length, gzipBytes: Bun.gzipSync(bytes).length, isFirstLoad };
}
