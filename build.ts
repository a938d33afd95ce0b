// Builds everything in order: tracker → dashboard → public/ (with .br and .gz) → dist/heat.
//   bun build.ts                       for this machine, linked as ./heat
//   bun build.ts --target linux-arm64  for another one (linux-x64, linux-arm64, -musl, darwin-x64, darwin-arm64, windows-x64)
//   bun build.ts --assets              tracker and dashboard only
// Prints sizes and fails when a budget is broken.

import { link, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { buildClient } from './client/build-client.ts';
import { makeSite } from './demo/make-site.ts';
import manifest from './package.json' with { type: 'json' };
import { buildTracker, ENTRIES, fileOf, packed } from './sdk/build-tracker.ts';

const KB = 1024;
const BUDGETS = {
  /** The tracker's core: everything a page loads, gzip. */
  trackerGzip: 5.0 * KB,
  /** Each part that the tracker loads by itself, gzip. */
  trackerPartGzip: 4.0 * KB,
  /** What a few sampled visitors load in an idle moment, where the project has switched that on, gzip. */
  maskedPartGzip: 4.75 * KB,
  /** What owners load to take a snapshot, gzip; no visitor does. */
  snapshotPartGzip: 5.5 * KB,
  /** The recorder of pages, for sampled visitors of sites that ask for it, gzip. */
  replayPartGzip: 27 * KB,
  /** What finds elements on the live page under the overlay, gzip; for owners only. */
  mapPartGzip: 5.75 * KB,
  /** What the dashboard loads before its first page shows, gzip, scripts and styles. */
  dashboardGzip: 60 * KB,
  /** The executable for linux-x64. */
  binary: 127 * 1_000_000,
} as const;

const TARGETS = new Set([
  'linux-x64',
  'linux-arm64',
  'linux-x64-musl',
  'linux-arm64-musl',
  'darwin-x64',
  'darwin-arm64',
  'windows-x64',
]);

const root = import.meta.dir;
const publicDir = join(root, 'public');
const distDir = join(root, 'dist');

type Size = {
  name: string;
  bytes: number;
  gzip?: number;
  brotli?: number;
  budget?: number;
  measured?: number;
};

async function main(): Promise<void> {
  const target = readTarget(Bun.argv.slice(2));
  const sizes: Size[] = [];
  await rm(publicDir, { recursive: true, force: true });
  await mkdir(publicDir, { recursive: true });
  await buildTracker(publicDir);
  const dashboard = await buildClient(publicDir);
  const firstLoad = dashboard.filter((file) => file.isFirstLoad).map((file) => file.path);
  await makeSite(join(publicDir, 'demo'));
  const compressed = await compressAll(publicDir);

  const tracker = compressed.get('heat.js');
  if (!tracker) throw new Error('public/heat.js was not built');
  sizes.push({ name: 'tracker heat.js', ...tracker, budget: BUDGETS.trackerGzip, measured: tracker.gzip });
  for (const part of ENTRIES.map(fileOf).filter((name) => name.startsWith('heat-'))) {
    const size = compressed.get(part);
    if (!size) throw new Error(`public/${part} was not built`);
    const budget = budgetOf(part);
    sizes.push({ name: `tracker ${part}`, ...size, budget, measured: size.gzip });
  }
  sizes.push(sumSizes('dashboard, first load', firstLoad, compressed));
  if (!Bun.argv.includes('--assets')) sizes.push(await compileBinary(target));
  report(sizes);
}

function readTarget(argv: string[]): string | null {
  const at = argv.indexOf('--target');
  if (at < 0) return null;
  const target = argv[at + 1] ?? '';
  if (!TARGETS.has(target)) throw new Error(`Unknown target "${target}"; one of ${[...TARGETS].join(', ')}`);
  return target;
}

type Compressed = { bytes: number; gzip: number; brotli: number };

function budgetOf(part: string): number {
  if (part === fileOf('snapshot')) return BUDGETS.snapshotPartGzip;
  if (part === fileOf('replay')) return BUDGETS.replayPartGzip;
  if (part === fileOf('map')) return BUDGETS.mapPartGzip;
  return part === fileOf('masked') ? BUDGETS.maskedPartGzip : BUDGETS.trackerPartGzip;
}

/** Writes file.br and file.gz beside every text file; the server chooses by Accept-Encoding. */
async function compressAll(dir: string): Promise<Map<string, Compressed>> {
  const sizes = new Map<string, Compressed>();
  for (const name of await readdir(dir, { recursive: true })) {
    const path = join(dir, name);
    if (!(await stat(path)).isFile() || !/\.(m?js|css|html|svg|json|map|txt)$/.test(name)) continue;
    const bytes = await Bun.file(path).bytes();
    const gzip = packed(bytes);
    const brotli = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    await Bun.write(`${path}.gz`, gzip);
    await Bun.write(`${path}.br`, brotli);
    sizes.set(name, { bytes: bytes.length, gzip: gzip.length, brotli: brotli.length });
  }
  return sizes;
}

function sumSizes(name: string, files: readonly string[], sizes: Map<string, Compressed>): Size {
  const sum: Size & Compressed = { name, bytes: 0, gzip: 0, brotli: 0, budget: BUDGETS.dashboardGzip };
  for (const file of files) {
    const size = sizes.get(file);
    if (!size) throw new Error(`${file} is listed for the first load but was not built`);
    sum.bytes += size.bytes;
    sum.gzip += size.gzip;
    sum.brotli += size.brotli;
  }
  return { ...sum, measured: sum.gzip };
}

async function compileBinary(target: string | null): Promise<Size> {
  const name = target === null ? 'heat' : `heat-${target}`;
  const outfile = join(distDir, name);
  await mkdir(distDir, { recursive: true });
  const result = await Bun.build({
    entrypoints: ['src/main.ts', 'src/apply-worker.ts', 'src/query-worker.ts', 'src/replay-worker.ts'].map(
      (file) => join(root, file),
    ),
    minify: true,
    bytecode: true,
    format: 'esm',
    sourcemap: 'linked',
    define: { 'process.env.NODE_ENV': '"production"', HEAT_VERSION: JSON.stringify(manifest.version) },
    compile: {
      outfile,
      assets: ['./public', './migrations'],
      autoloadDotenv: false,
      autoloadBunfig: false,
      ...(target === null ? {} : { target: `bun-${target}` as Bun.Build.CompileTarget }),
    },
  });
  if (!result.success) throw new AggregateError(result.logs, 'The binary could not be built');
  const written = target?.startsWith('windows') ? `${outfile}.exe` : outfile;
  if (target === null) {
    await rm(join(root, 'heat'), { force: true });
    await link(outfile, join(root, 'heat'));
  }
  const bytes = (await stat(written)).size;
  return { name: `binary dist/${name}`, bytes, budget: BUDGETS.binary, measured: bytes };
}

function report(sizes: Size[]): void {
  const kb = (bytes: number | undefined) => (bytes === undefined ? '' : `${(bytes / KB).toFixed(1)} KB`);
  console.log(
    `${'what'.padEnd(26)}${'raw'.padStart(14)}${'gzip'.padStart(10)}${'brotli'.padStart(10)}${'budget'.padStart(14)}`,
  );
  const broken: string[] = [];
  for (const size of sizes) {
    const over = size.budget !== undefined && (size.measured ?? 0) > size.budget;
    if (over) broken.push(`${size.name}: ${kb(size.measured)} is over its budget of ${kb(size.budget)}`);
    console.log(
      size.name.padEnd(26) +
        kb(size.bytes).padStart(14) +
        kb(size.gzip).padStart(10) +
        kb(size.brotli).padStart(10) +
        kb(size.budget).padStart(14),
    );
  }
  if (broken.length > 0) {
    console.error(broken.join('\n'));
    process.exit(1);
  }
}

await main();
