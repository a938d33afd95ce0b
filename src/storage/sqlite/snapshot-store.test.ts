// Snapshots on a real file: what replaces what, what goes first, and what another project sees.

import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { type TempDir, tempDir } from '../../../test/support/temp-dir.ts';
import { systemClock } from '../../lib/clock.ts';
import type { SnapshotRow, SnapshotStore } from '../port-snapshots.ts';
import { migrateFile } from './migrate.ts';
import { migrationSteps } from './migrate-steps.ts';
import { openSqliteSnapshotStore } from './snapshot-store.ts';

const BOUNDS = { perPage: 3, perProject: 5 };
let dir: TempDir;
let store: SnapshotStore;

beforeEach(async () => {
  dir = tempDir();
  const path = dir.join('snapshots.db');
  migrateFile(
    { file: 'snapshots', path, steps: migrationSteps('snapshots') },
    { backups: dir.join('backups'), clock: systemClock },
  );
  store = await openSqliteSnapshotStore(path);
});
afterEach(async () => {
  await store.close();
  dir[Symbol.dispose]();
});

let made = 0;
async function add(change: Partial<SnapshotRow> = {}): Promise<string> {
  made += 1;
  const id = change.id ?? `s${made}`;
  await store.add(
    {
      id,
      projectNo: 1,
      page: 7,
      url: 'https://shop.example/',
      title: 'Shop',
      device: 'desktop',
      viewportW: 1000 + made,
      viewportH: 800,
      docW: 1000,
      docH: 3000,
      layoutHash: 'abc',
      nodes: 12,
      createdAtMs: 1_000_000 + made,
      isMasked: false,
      ...change,
    },
    new TextEncoder().encode(`body of ${id}`),
    BOUNDS,
  );
  return id;
}
const ids = async (page: number | null, projectNo = 1) =>
  (await store.list(projectNo, page, 100)).map(({ id }) => id);

describe('the snapshot store', () => {
  test('gives back what was added, newest first', async () => {
    const [first, second] = [await add(), await add({ device: 'mobile' })];
    expect(await ids(7)).toEqual([second, first]);
    expect((await store.list(1, 7, 1))[0]).toMatchObject({
      device: 'mobile',
      nodes: 12,
      bytes: `body of ${second}`.length,
    });
    expect(new TextDecoder().decode((await store.read(1, first)) ?? undefined)).toBe(`body of ${first}`);
  });

  test('lets masked ones give way to the owner, and keeps his', async () => {
    const [wide, phone] = [await add({ isMasked: true }), await add({ isMasked: true, device: 'mobile' })];
    const his = await add({ viewportW: 1280 });
    expect(await ids(7)).toEqual([his, phone]);
    expect((await store.list(1, 7, 9)).map(({ isMasked }) => isMasked)).toEqual([false, true]);
    expect(await store.read(1, wide)).toBeNull();
    await add({ isMasked: true, viewportW: 1280 });
    const more = [await add(), await add()];
    await add({ isMasked: true });
    // Three of a page and device class stay: the masked ones go first, whatever their age.
    expect((await ids(7)).sort()).toEqual([his, phone, ...more].sort());
  });

  test('replaces the one of the same page, device, width and layout', async () => {
    await add({ viewportW: 1280 });
    const later = await add({ viewportW: 1280 });
    const other = await add({ viewportW: 1280, layoutHash: 'def' });
    expect(await ids(7)).toEqual([other, later]);
  });

  test('keeps so many of a page and device, and so many of a project', async () => {
    const desktop = [await add(), await add(), await add(), await add()];
    expect(await ids(7)).toEqual(desktop.slice(1).reverse());
    const more = [await add({ device: 'mobile' }), await add({ page: 8 }), await add({ page: 9 })];
    expect(await ids(null)).toEqual([...desktop.slice(2), ...more].reverse());
  });

  test('forgets a whole project and no other', async () => {
    await add();
    await add({ page: 8 });
    const other = await add({ projectNo: 2 });
    await store.removeProject(1);
    expect([await ids(null), await ids(null, 2)]).toEqual([[], [other]]);
  });

  test('shows a project its own only', async () => {
    const id = await add();
    expect(await ids(null, 2)).toEqual([]);
    expect(await store.read(2, id)).toBeNull();
    expect(store.remove(2, id)).rejects.toMatchObject({ kind: 'not_found' });
    await store.remove(1, id);
    expect(await ids(7)).toEqual([]);
  });
});
