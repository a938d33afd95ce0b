import { expect, test } from 'bun:test';
import { testCatalog } from '../../test/support/catalog.ts';
import { createLog } from '../lib/log.ts';
import { createRemovals } from './removals.ts';

test('look() hands each removed project on once, also those of other processes and earlier starts', async () => {
  await using data = await testCatalog();
  const { catalog, other } = data;
  const [first, second, third] = await Promise.all(
    ['a', 'b', 'c'].map((id) =>
      catalog.createProject({
        id,
        name: id,
        origins: [],
        timeZone: 'UTC',
        writeKey: `hw_${id}`,
        createdAtMs: 1,
      }),
    ),
  );
  await catalog.removeProject('a');
  const forgotten: number[] = [];
  const log = createLog('silent', () => {});
  const removals = createRemovals({ catalog, log, forget: (no) => forgotten.push(no) });
  await removals.look();
  await removals.look();
  expect(forgotten).toEqual([first!.no]);
  await other.removeProject('b');
  await removals.look();
  expect(forgotten).toEqual([first!.no, second!.no]);
  await removals.done(first!.no);
  await catalog.removeProject('c');
  await removals.look();
  expect(forgotten).toEqual([first!.no, second!.no, third!.no]);
  expect(await other.removedProjects()).toEqual([second!.no, third!.no]);
});

test('done() logs when the note cannot be taken away, and leaves it for the next start', async () => {
  await using data = await testCatalog();
  const lines: string[] = [];
  const log = createLog('info', (line) => lines.push(line));
  const broken = { ...data.catalog, forgetRemovedProject: () => Promise.reject(new Error('full')) };
  await createRemovals({ catalog: broken, log, forget: () => {} }).done(3);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', projectNo: 3 });
});
