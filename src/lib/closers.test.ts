import { expect, test } from 'bun:test';
import { createClosers } from './closers.ts';

test('closeAll() closes the newest first, goes on after a failure and tells of it in time', async () => {
  const said: string[] = [];
  const closers = createClosers((error) => said.push(String(error)));
  closers.add(() => said.push('lock'));
  closers.add(async () => {
    await Promise.resolve();
    throw new Error('disk');
  });
  closers.add(() => said.push('server'));
  await closers.closeAll();
  await closers.closeAll();
  expect(said).toEqual(['server', 'Error: disk', 'lock']);
});
