// Size of the executable, time from its spawn to its first answer, and memory when idle. Prints the median of nine starts.

import { stat } from 'node:fs/promises';
import { BINARY, makeHeatFolder } from '../test/support/heat-process.ts';

const STARTS = 9;
const GOALS = { binaryMB: 125, firstAnswerMs: 150, idleRssMB: 90 };

const heat = await makeHeatFolder();
const answers: number[] = [];
let rssMB = 0;
try {
  await (await heat.serve()).stop();
  for (let n = 0; n < STARTS; n += 1) {
    const port = freePort();
    const startedAt = performance.now();
    const child = Bun.spawn(
      [`${heat.dir}/heat`, 'serve', '--port', String(port), '--host', '127.0.0.1', '--log-level', 'error'],
      {
        cwd: heat.dir,
        stdout: 'ignore',
        stderr: 'inherit',
      },
    );
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null);
      if (response?.ok) break;
      await Bun.sleep(1);
    }
    answers.push(performance.now() - startedAt);
    if (n === STARTS - 1) {
      await Bun.sleep(2000);
      const status = await Bun.file(`/proc/${child.pid}/status`).text();
      rssMB = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    }
    child.kill();
    await child.exited;
  }
} finally {
  await heat.remove();
}
answers.sort((a, b) => a - b);
const binaryMB = (await stat(BINARY)).size / 1e6;
const line = (name: string, value: number, goal: number, unit: string) =>
  console.log(
    `${name.padEnd(28)}${value.toFixed(1).padStart(8)} ${unit}   goal ≤ ${goal}   ${value <= goal ? 'kept' : 'BROKEN'}`,
  );
line('binary', binaryMB, GOALS.binaryMB, 'MB');
line('spawn to first answer', answers[Math.floor(STARTS / 2)] ?? 0, GOALS.firstAnswerMs, 'ms');
line('idle memory (RSS)', rssMB, GOALS.idleRssMB, 'MB');

function freePort(): number {
  const probe = Bun.serve({ port: 0, fetch: () => new Response() });
  const { port } = probe;
  probe.stop(true);
  return port ?? 0;
}
