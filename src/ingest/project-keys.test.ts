import { expect, test } from 'bun:test';
import { testClock } from '../../test/support/test-clock.ts';
import type { Catalog, ProjectRow } from '../storage/port-catalog.ts';
import { createProjectKeys } from './project-keys.ts';

const nextTurn = () => new Promise(setImmediate);

test('createProjectKeys() keeps no project that was read before somebody wrote', async () => {
  let version = 1;
  const row = (id: string) => ({ no: 1, id, origins: [] as string[], settings: {} }) as unknown as ProjectRow;
  const slow = Promise.withResolvers<ProjectRow>();
  const reads = new Map([['key', [slow.promise, Promise.resolve(row('after'))]]]);
  const catalog = {
    version: async () => version,
    findProjectByWriteKey: async (key: string) => (await reads.get(key)?.shift()) ?? null,
    findProjectByNo: async () => null,
    findOldWriteKey: async () => null,
  } as unknown as Catalog;
  const keys = createProjectKeys(catalog, testClock());
  const early = keys.byWriteKey('key');
  // The catalog is asked for its version once in a turn.
  for (let turns = 0; turns < 3; turns += 1) await nextTurn();
  version = 2;
  expect(await keys.byWriteKey('another')).toBeNull();
  slow.resolve(row('before'));
  expect((await early)?.project.id).toBe('before');
  for (let turns = 0; turns < 3; turns += 1) await nextTurn();
  expect((await keys.byWriteKey('key'))?.project.id).toBe('after');
});
