// Compiles dist/heat: the command line and its workers with the runtime, the migrations, public/ and supply/ inside.

import { link, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };

export const root = join(import.meta.dir, '..');

/** The program and its threads; a compiled executable finds a worker only when it is an entry point of its own. */
export const ENTRY_POINTS = [
  'src/main.ts',
  'src/apply-worker.ts',
  'src/query-worker.ts',
  'src/replay-worker.ts',
];

/** Machines that bun compiles for, by their names there. */
export const TARGETS: readonly string[] = [
  'linux-x64',
  'linux-arm64',
  'linux-x64-musl',
  'linux-arm64-musl',
  'darwin-x64',
  'darwin-arm64',
  'windows-x64',
];

/**
 * Writes the executable into `distDir`: `heat` for this machine, `heat-<target>` for another one (its runtime is
 * fetched by bun). Throws with the bundler's messages. Resolves to its path and size in bytes.
 */
export async function compileExecutable(options: {
  target: string | null;
  distDir: string;
}): Promise<{ path: string; bytes: number }> {
  const { target, distDir } = options;
  const outfile = join(distDir, target === null ? 'heat' : `heat-${target}`);
  await mkdir(distDir, { recursive: true });
  const result = await Bun.build({
    entrypoints: ENTRY_POINTS.map((file) => join(root, file)),
    minify: true,
    bytecode: true,
    format: 'esm',
    // What several entry points use is embedded once, and a worker loads only what it uses.
    splitting: true,
    sourcemap: 'linked',
    define: { 'process.env.NODE_ENV': '"production"', HEAT_VERSION: JSON.stringify(manifest.version) },
    compile: {
      outfile,
      assets: ['./public', './migrations', './supply'],
      autoloadDotenv: false,
      autoloadBunfig: false,
      ...(target === null ? {} : { target: `bun-${target}` as Bun.Build.CompileTarget }),
    },
  });
  if (!result.success) throw new AggregateError(result.logs, 'The executable could not be built');
  // Source maps are inside; the copies beside it serve nobody.
  for (const name of await readdir(distDir)) if (name.endsWith('.map')) await rm(join(distDir, name));
  const path = target?.startsWith('windows') ? `${outfile}.exe` : outfile;
  return { path, bytes: (await stat(path)).size };
}

/** Makes ./heat the executable just built. */
export async function linkExecutable(path: string): Promise<void> {
  await rm(join(root, 'heat'), { force: true });
  await link(path, join(root, 'heat'));
}
