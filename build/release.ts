// `bun build/release.ts`: everything that a release is, in dist/release: executables, the SBOM, the licences, their
// checksums and, with --key, the signature of those. It holds no key and uploads nothing.
//   bun build/release.ts                                       for this machine, unsigned
//   bun build/release.ts --targets linux-x64,linux-arm64       for others (bun fetches their runtimes)
//   bun build/release.ts --key ~/.ssh/heat-release             signed by ssh-keygen -Y sign; it asks for the passphrase

import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };
import { compileExecutable, root, TARGETS } from './executable.ts';
import { checksumsOf, signFile } from './sign.ts';
import { describeSupply } from './supply.ts';

const dir = join(root, 'dist', 'release');
const stem = `heat-${manifest.version}`;

async function main(): Promise<void> {
  const { targets, key } = readArguments(Bun.argv.slice(2));
  await built(['build/audit.ts']);
  await built(['build.ts']);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const paths: string[] = [];
  for (const target of targets) paths.push(await place(target));
  const { sbom, licences } = await describeSupply();
  paths.push(join(dir, `${stem}.cdx.json`), join(dir, 'THIRD-PARTY-LICENSES.txt'));
  await Bun.write(paths.at(-2) ?? '', sbom);
  await Bun.write(paths.at(-1) ?? '', licences);
  const sums = join(dir, 'SHA256SUMS');
  await Bun.write(sums, await checksumsOf(paths));
  if (key !== null) await signFile(sums, key);
  console.log(await Bun.file(sums).text());
  console.log(key === null ? `${dir}, not signed (--key <private key>)` : `${dir}, signed`);
}

/** The executable under its name in the release; `null` is what build.ts has just made for this machine. */
async function place(target: string | null): Promise<string> {
  const suffix = target ?? `${process.platform}-${process.arch}`;
  const path = join(dir, `${stem}-${suffix}${suffix.startsWith('windows') ? '.exe' : ''}`);
  if (target === null) await copyFile(join(root, 'dist', 'heat'), path);
  else await rename((await compileExecutable({ target, distDir: dir })).path, path);
  return path;
}

function readArguments(argv: readonly string[]): { targets: (string | null)[]; key: string | null } {
  const options = new Map<string, string>();
  for (let at = 0; at < argv.length; at += 2) {
    const [name = '', value] = argv.slice(at, at + 2);
    if (!['--targets', '--key'].includes(name) || !value)
      throw new Error(`Cannot release with "${argv.join(' ')}": it takes --targets <a,b> and --key <file>`);
    options.set(name, value);
  }
  const targets = options.get('--targets')?.split(',') ?? [null];
  const unknown = targets.find((target) => target !== null && !TARGETS.includes(target));
  if (unknown) throw new Error(`Unknown target "${unknown}"; one of ${TARGETS.join(', ')}`);
  return { targets, key: options.get('--key') ?? null };
}

async function built(command: readonly string[]): Promise<void> {
  const child = Bun.spawn([process.execPath, ...command], {
    cwd: root,
    stdout: 'inherit',
    stderr: 'inherit',
  });
  if ((await child.exited) !== 0) throw new Error(`${basename(command.join(' '))} failed`);
}

await main();
