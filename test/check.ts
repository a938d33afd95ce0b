// `bun run check`: format, lint, types, build with its byte budgets, then all tests. Stops at the first failure and
// closes with a plain line of counts.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dir, '..');
const bin = join(root, 'node_modules', '.bin');

type Step = { name: string; command: string[] };

const steps: Step[] = [
  { name: 'format and lint', command: [join(bin, 'biome'), 'ci', '--colors=off', '.'] },
  { name: 'types of src', command: [join(bin, 'tsc'), '--noEmit', '-p', '.'] },
  { name: 'types of sdk', command: [join(bin, 'tsc'), '--noEmit', '-p', 'sdk'] },
  { name: 'types of client', command: [join(bin, 'tsc'), '--noEmit', '-p', 'client'] },
  { name: 'known faults of packages', command: [process.execPath, 'build/audit.ts', '--tell'] },
  { name: 'build and byte budgets', command: [process.execPath, 'build.ts'] },
];

for (const step of steps) await run(step);

const reports = await mkdtemp(join(tmpdir(), 'heat-check-'));
const junit = join(reports, 'junit.xml');
const status = await spawn([
  process.execPath,
  'test',
  '--timeout=60000',
  '--reporter=junit',
  `--reporter-outfile=${junit}`,
]);
const summary = await readFile(junit, 'utf8').catch(() => '');
await rm(reports, { recursive: true, force: true });
const counts = /<testsuites[^>]*\btests="(\d+)"[^>]*\bfailures="(\d+)"(?:[^>]*\bskipped="(\d+)")?/.exec(
  summary,
);
if (counts) {
  const [tests, failures, skipped] = [Number(counts[1]), Number(counts[2]), Number(counts[3] ?? 0)];
  console.log(`${tests - failures - skipped} passed, ${failures} failed, ${skipped} skipped`);
}
process.exit(status);

async function run(step: Step): Promise<void> {
  const startedAt = performance.now();
  console.log(`— ${step.name}`);
  const code = await spawn(step.command);
  if (code !== 0) {
    console.error(`check stopped: ${step.name} failed`);
    process.exit(code);
  }
  console.log(`  ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

function spawn(command: string[]): Promise<number> {
  return Bun.spawn(command, { cwd: root, stdout: 'inherit', stderr: 'inherit', stdin: 'ignore' }).exited;
}
