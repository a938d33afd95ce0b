// A question that is the first after a start, as soon as heat says that it runs: how long its answer takes, and how much of
// a core, which other work on the machine changes less.

import { readFileSync } from 'node:fs';
import type { HeatFolder } from '../test/support/heat-process.ts';
import { SERVE_FLAGS } from './traffic.ts';

const STARTS = 3;
/** Of Linux's clock for processor time. */
const TICKS_PER_S = 100;

/** The middle of a few starts. */
export async function askCold(
  heat: HeatFolder,
  dataDir: string,
  { path, headers }: { path: string; headers: Record<string, string> },
): Promise<{ ms: number; cpuMs: number }> {
  const answers: { ms: number; cpuMs: number }[] = [];
  while (answers.length < STARTS) {
    const serving = await heat.serve([...SERVE_FLAGS, '--data', dataDir]);
    const before = cpuMsOf(serving.pid);
    const startedAt = performance.now();
    const answer = await fetch(`${serving.url}/api/v1/${path}`, { headers });
    const text = await answer.text();
    const ms = performance.now() - startedAt;
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    answers.push({ ms, cpuMs: cpuMsOf(serving.pid) - before });
    await serving.stop();
  }
  answers.sort((a, b) => a.ms - b.ms);
  return answers[STARTS >> 1] as { ms: number; cpuMs: number };
}

/** Processor time of all threads of a process: fields 14 and 15 of its stat, the 12th and 13th after its name. */
function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_S;
}
