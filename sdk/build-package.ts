// Builds the npm package of the module: dist/npm, to be installed from its folder or packed with `npm pack`. It is not
// published anywhere; its manifest is not private, so that a registry of somebody's own takes it.
//   bun sdk/build-package.ts [folder]

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleTracker } from './build-tracker.ts';
import manifest from './package.json' with { type: 'json' };
import { rollTypes } from './roll-types.ts';

/** Writes index.js, index.d.ts, package.json, README.md and LICENSE into `outdir`, which is emptied first. */
export async function buildPackage(outdir: string): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'heat-types-'));
  try {
    const [script, types] = await Promise.all([
      bundleTracker('module'),
      rollTypes(join(import.meta.dir, 'module.ts'), temporary),
    ]);
    await rm(outdir, { recursive: true, force: true });
    await mkdir(outdir, { recursive: true });
    const { name, version, description, license, keywords } = manifest;
    const published = {
      ...{ name, version, description, keywords, license, type: 'module', sideEffects: false },
      exports: { '.': { types: './index.d.ts', default: './index.js' } },
      types: './index.d.ts',
      files: ['index.js', 'index.d.ts'],
    };
    await Promise.all([
      Bun.write(join(outdir, 'index.js'), script),
      Bun.write(join(outdir, 'index.d.ts'), types),
      Bun.write(join(outdir, 'package.json'), `${JSON.stringify(published, null, 2)}\n`),
      Bun.write(join(outdir, 'README.md'), Bun.file(join(import.meta.dir, 'README.md'))),
      Bun.write(join(outdir, 'LICENSE'), Bun.file(join(import.meta.dir, '../LICENSE'))),
    ]);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const outdir = Bun.argv[2] ?? join(import.meta.dir, '../dist/npm');
  await buildPackage(outdir);
  console.log(`${outdir}: npm install <this folder>, or npm pack in it`);
}
