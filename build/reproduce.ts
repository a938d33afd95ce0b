// `bun build/reproduce.ts`: builds the executable twice, in two fresh folders of different depth with real copies of the
// packages, and compares the bytes. Not part of the check: it costs two builds.

import { cp, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundledPackages } from './bundled.ts';
import { root } from './executable.ts';
import { folderOf, withNeeds } from './lockfile.ts';
import { BUILDERS } from './sbom.ts';
import { sha256Of } from './sign.ts';

const place = await mkdtemp(join(tmpdir(), 'heat-reproduce-'));
try {
  const hashes = [];
  for (const folder of ['one', join('another', 'and', 'deeper')]) {
    const copy = join(place, folder);
    await copySources(copy);
    await run([process.execPath, 'build.ts'], copy);
    hashes.push(await sha256Of(join(copy, 'dist', 'heat')));
  }
  console.log(hashes.join('\n'));
  const isSame = hashes[0] === hashes[1];
  console.log(isSame ? 'The same bytes, twice' : 'Not the same bytes');
  process.exitCode = isSame ? 0 : 1;
} finally {
  await rm(place, { recursive: true, force: true });
}

/** What git knows of, as it is now, and the packages that a build needs. */
async function copySources(to: string): Promise<void> {
  const listed = await run(['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], root);
  const files = listed.split('\0').filter((name) => name !== '' && name !== 'node_modules');
  const needed = withNeeds([...(await bundledPackages()).keys(), ...BUILDERS]);
  for (const name of [...files, ...[...needed].map(folderOf), 'node_modules/bun/package.json']) {
    const from = await realpath(join(root, name)).catch(() => null);
    if (from === null) continue;
    await mkdir(dirname(join(to, name)), { recursive: true });
    await cp(from, join(to, name), { recursive: true });
  }
}

async function run(command: string[], cwd: string): Promise<string> {
  const child = Bun.spawn(command, { cwd, stdin: 'ignore', stdout: 'pipe', stderr: 'inherit' });
  const said = await child.stdout.text();
  if ((await child.exited) === 0) return said;
  throw new Error(`"${command.join(' ')}" failed: ${said}`);
}
