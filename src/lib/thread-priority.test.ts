import { expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '../../test/support/temp-dir.ts';

/** Nice values of the process's threads, by their number; field 19 of their stat, the 17th after the name. */
function nices(): Map<string, number> {
  const tasks = readdirSync('/proc/self/task');
  return new Map(
    tasks.map((task) => {
      const stat = readFileSync(`/proc/self/task/${task}/stat`, 'utf8');
      return [task, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])];
    }),
  );
}

test.skipIf(process.platform !== 'linux')(
  'giveWay() lowers the thread that calls it and no other',
  async () => {
    using dir = tempDir();
    const path = dir.join('worker.ts');
    const module = JSON.stringify(join(import.meta.dir, 'thread-priority.ts'));
    await Bun.write(
      path,
      `import { giveWay } from ${module}; giveWay(15); postMessage('done'); onmessage = () => {};`,
    );
    const before = nices();
    const worker = new Worker(path);
    await new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));
    const after = nices();
    expect([...after].filter(([task, nice]) => !before.has(task) && nice === 15)).toHaveLength(1);
    for (const [task, nice] of before) expect(after.get(task) ?? nice).toBe(nice);
    worker.terminate();
  },
);
