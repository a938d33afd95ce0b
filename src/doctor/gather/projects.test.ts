import { expect, test } from 'bun:test';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { testClock } from '../../../test/support/test-clock.ts';
import { migrate, openCatalog } from '../../storage/open.ts';
import { withCatalogFacts } from './projects.ts';

test('withCatalogFacts() tells whose a write key is, and whether that is the one of today', async () => {
  using dir = tempDir();
  const clock = testClock();
  const atMs = clock.nowMs();
  await migrate(dir.path, { clock });
  const catalog = await openCatalog(dir.path);
  const facts = { id: 'shop', name: 'Shop', origins: [], timeZone: 'UTC', createdAtMs: atMs };
  await catalog.createProject({ ...facts, writeKey: 'first' });
  await catalog.rotateWriteKey('shop', { writeKey: 'second', atMs, oldUntilMs: null });
  await catalog.rotateWriteKey('shop', { writeKey: 'third', atMs, oldUntilMs: atMs + 5_000 });
  const owners = () =>
    withCatalogFacts(dir.path, clock, (known) =>
      Promise.all(['first', 'second', 'third', 'other'].map((key) => known?.ownerOf(key))),
    );
  const shop = (key: 'current' | 'replaced' | 'ended') => ({ project: 'shop', key });
  expect(await owners()).toEqual([shop('ended'), shop('replaced'), shop('current'), 'unknown']);
  clock.advance(5_000);
  expect(await owners()).toEqual([shop('ended'), shop('ended'), shop('current'), 'unknown']);
  await catalog.close();
});
