// Builds everything in order: tracker → dashboard → public/ (as .br and .gz) → dist/heat.
//   bun build.ts                       for this machine, linked as ./heat
//   bun build.ts --target linux-arm64  for another one (linux-x64, linux-arm64, -musl, darwin-x64, darwin-arm64, windows-x64)
//   bun build.ts --assets              tracker and dashboard only
// Prints sizes and fails when a budget is broken.

import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Compressed, compressAll } from './build/compress.ts';
import { compileExecutable, linkExecutable, root, TARGETS } from './build/executable.ts';
import { describeSupply, writeSupply } from './build/supply.ts';
import { buildClient } from './client/build-client.ts';
import { makeSite } from './demo/make-site.ts';
import { buildTracker, ENTRIES, fileOf, packed } from './sdk/build-tracker.ts';

const KB = 1024;
const BUDGETS = {
  /** The tracker's core: everything a page loads, gzip. */
  trackerGzip: 5.0 * KB,
  /** Each part that the tracker loads by itself, gzip. */
  trackerPartGzip: 4.0 * KB,
  /**
   * The recorder of pages, gzip. No part but a second script: it is @rrweb/record, whole, and what cuts and sends; only
   * sampled visitors of projects and sites that both ask for it load it (docs/decisions/0022 and 0038).
   */
  recorderGzip: 23 * KB,
  /** What the dashboard loads before its first page shows, gzip, scripts and styles. */
  dashboardGzip: 60 * KB,
  /** The executable for linux-x64; 109.2 MB of it are the runtime. */
  binary: 122.2 * 1_000_000,
} as const;

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
  await packRecordings(join(publicDir, 'demo', 'recorded'));
  const supply = await describeSupply();
  await Bun.write(join(publicDir, 'licenses.txt'), supply.browserLicences);
  await writeSupply(join(root, 'supply'), supply);
  const compressed = await compressAll(publicDir, 'demo');

  const tracker = compressed.get('heat.js');
  if (!tracker) throw new Error('public/heat.js was not built');
  sizes.push({ name: 'tracker heat.js', ...tracker, budget: BUDGETS.trackerGzip, measured: tracker.gzip });
  for (const part of ENTRIES.map(fileOf).filter((name) => name.startsWith('heat-'))) {
    const size = compressed.get(part);
    if (!size) throw new Error(`public/${part} was not built`);
    const budget = part === fileOf('replay') ? BUDGETS.recorderGzip : BUDGETS.trackerPartGzip;
    sizes.push({ name: `tracker ${part}`, ...size, budget, measured: size.gzip });
  }
  sizes.push(sumSizes('dashboard, first load', firstLoad, compressed));
  if (!Bun.argv.includes('--assets')) sizes.push(await compileBinary(target));
  report(sizes);
}

/** What was recorded of the demo shop: read by `heat demo` alone, and no address leads to it. */
async function packRecordings(outdir: string): Promise<void> {
  for (const name of ['layout.json', 'snapshots.json'])
    await Bun.write(join(outdir, `${name}.gz`), packed(await Bun.file(join(root, 'demo', name)).bytes()));
}

function readTarget(argv: string[]): string | null {
  const at = argv.indexOf('--target');
  if (at < 0) return null;
  const target = argv[at + 1] ?? '';
  if (!TARGETS.includes(target)) throw new Error(`Unknown target "${target}"; one of ${TARGETS.join(', ')}`);
  return target;
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
  const { path, bytes } = await compileExecutable({ target, distDir });
  if (target === null) await linkExecutable(path);
  return { name: `binary ${relative(root, path)}`, bytes, budget: BUDGETS.binary, measured: bytes };
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
