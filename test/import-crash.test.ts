// kill -9 in the middle of an import, of the heat that it goes through and of the import itself: nothing that was in the
// file is missing in the end, and nothing is there twice. Runs the built executable.

import { Database } from 'bun:sqlite';
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { join } from 'node:path';
import { addProject, eventually, type HeatFolder, makeHeatFolder } from './support/heat-process.ts';

let heat: HeatFolder;

beforeAll(async () => {
  heat = await makeHeatFolder();
});
afterAll(() => heat.remove());

const AT = Date.UTC(2024, 1, 1);
const linesOf = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => from + at)
    .map(
      (n) =>
        `${JSON.stringify({ timestamp: AT + n * 1_000, page: `/p-${n % 7}`, visitor: `v-${n % 40}` })}\n`,
    )
    .join('');

/** An import that reads what the test writes. */
function startImport(project: string) {
  return Bun.spawn([join(heat.dir, 'heat'), 'import', '-', '--project', project, '--json'], {
    cwd: heat.dir,
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
  });
}

/** How many events are stored of a project, by what its sessions count: rows of days that are over are packed away. */
function stored(project: string): number {
  const data = (name: string) => join(heat.dir, 'heat-data', name);
  const db = new Database(data('events.db'), { readonly: true });
  try {
    db.run('attach database ? as catalog', [data('catalog.db')]);
    const sum = db.query<{ events: number }, [string]>(
      `select coalesce(sum(s.events), 0) as events
       from sessions s join catalog.projects p on p.no = s.project_no
       where p.id = ?`,
    );
    return sum.get(project)?.events ?? 0;
  } finally {
    db.close();
  }
}

/** Times of all events that the project exports: each of its lines once, when nothing is missing or doubled. */
async function exported(project: string): Promise<number[]> {
  const { stdout } = await heat.run(['export', 'events', '--all', '--project', project]);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => (JSON.parse(line) as { tsMs: number }).tsMs).sort((a, b) => a - b);
}

const timesOf = (count: number): number[] => Array.from({ length: count }, (_, n) => AT + n * 1_000);

test('an import goes on when heat is killed and started anew', async () => {
  const { id } = await addProject(heat, 'Served');
  const first = await heat.serve(['--log-level', 'error']);
  const importing = startImport(id);
  importing.stdin.write(linesOf(0, 2_500));
  await importing.stdin.flush();
  await eventually(async () => stored(id) > 0);
  await first.stop('SIGKILL');
  importing.stdin.write(linesOf(2_500, 5_000));
  await importing.stdin.flush();
  const second = await heat.serve(['--log-level', 'error']);
  await importing.stdin.end();
  const [report, words, code] = await Promise.all([
    new Response(importing.stdout).text(),
    new Response(importing.stderr).text(),
    importing.exited,
  ]);
  expect([words, code]).toEqual(['', 0]);
  expect(JSON.parse(report)).toMatchObject({ lines: 5_000, accepted: 5_000, refused: 0 });
  await eventually(async () => stored(id) === 5_000);
  await second.stop();
  expect(await exported(id)).toEqual(timesOf(5_000));
});

test('an import that was killed is made whole by another one', async () => {
  const { id } = await addProject(heat, 'Alone');
  const importing = startImport(id);
  importing.stdin.write(linesOf(0, 1_500));
  await importing.stdin.flush();
  await eventually(async () => stored(id) > 0);
  importing.kill('SIGKILL');
  await importing.exited;
  expect(stored(id)).toBeLessThan(2_500);
  const again = await heat.run(['import', '-', '--project', id, '--json'], { stdin: linesOf(0, 2_500) });
  expect([again.stderr, again.code]).toEqual(['', 0]);
  expect(JSON.parse(again.stdout)).toMatchObject({ lines: 2_500, accepted: 2_500 });
  expect(await exported(id)).toEqual(timesOf(2_500));
});
