// heat project add: two projects may have one name, and whoever makes the second is told.

import { expect, test } from 'bun:test';
import { runHeat } from '../../../test/support/run-heat.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';

test('heat project add says that there is a project of that name, and makes another', async () => {
  using dir = tempDir();
  const add = (...words: string[]) => runHeat('project', 'add', ...words, '--data', dir.path);
  const first = await add('My shop');
  expect([first.code, first.stderr.includes('Note:')]).toEqual([0, false]);
  const told = JSON.parse((await add('Blog', '--json')).stdout) as { id: string };
  expect(told).not.toHaveProperty('note');
  const second = await add(' my Shop');
  expect([second.code, second.stdout.includes('my-shop-2')]).toEqual([0, true]);
  expect(second.stderr).toContain(
    `Note: there was a project "My shop" already, my-shop; this is another one, my-shop-2. If you meant the first: heat project remove my-shop-2 --data ${dir.path}`,
  );
  const third = await add('My shop', '--json');
  expect([third.code, third.stderr]).toEqual([0, '']);
  expect(JSON.parse(third.stdout)).toMatchObject({
    id: 'my-shop-3',
    note: expect.stringContaining('already, my-shop;'),
  });
});
