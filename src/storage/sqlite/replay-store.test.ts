// The suite of recordings on real files, and that its statements search by index.

import { expect, test } from 'bun:test';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { systemClock } from '../../lib/clock.ts';
import { describeReplays } from '../conformance/replay-suite.ts';
import { openReader } from './connection.ts';
import { migrateFile } from './migrate.ts';
import { migrationSteps } from './migrate-steps.ts';
import { openSqliteReplayStore } from './replay-store.ts';

function migrated(dir: ReturnType<typeof tempDir>): string {
  const path = dir.join('replays.db');
  const target = { file: 'replays' as const, path, steps: migrationSteps('replays') };
  migrateFile(target, { backups: dir.join('backups'), clock: systemClock });
  return path;
}

describeReplays('sqlite', async () => {
  const dir = tempDir();
  const store = await openSqliteReplayStore(migrated(dir));
  const close = async () => {
    await store.close();
    dir[Symbol.dispose]();
  };
  return { ...store, close };
});

test('chunks are found by time, by age and by key without reading the table', () => {
  using dir = tempDir();
  const db = openReader(migrated(dir));
  const plans = [
    'select id from chunks where project_no = 1 and session = 2 and (from_ms, id) > (3, 4) and from_ms <= 5 order by from_ms, id limit 6',
    'select id from chunks where project_no = 1 and received_at_ms < 2 order by received_at_ms, id limit 3',
  ].map((sql) => db.prepare(`explain query plan ${sql}`).all() as { detail: string }[]);
  expect(plans.flat().map(({ detail }) => detail)).toEqual([
    expect.stringContaining('chunks_by_time (project_no=? AND session=?'),
    expect.stringContaining('chunks_by_age (project_no=? AND received_at_ms<?)'),
  ]);
  db.close();
});
