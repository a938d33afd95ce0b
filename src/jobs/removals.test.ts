import { expect, test } from 'bun:test';
import { testCatalog } from '../../test/support/catalog.ts';
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
  const removals = createRemovals({ catalog, forget: (no) => forgotten.push(no) });
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
