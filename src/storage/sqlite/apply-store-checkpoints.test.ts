// How large the events file's log gets while somebody keeps writing: it must not depend on how much one commit writes.

import type { Database } from 'bun:sqlite';
import { describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { LIMITS } from '../../contract/limits.ts';
import { createCheckpoints } from './apply-store-checkpoints.ts';
import { openReader, openWriter } from './connection.ts';

const PAGE_BYTES = 4_096;
const bytesOf = (path: string) => Bun.file(`${path}-wal`).size;

/** A file with so many rows, a page each. */
function openPages(path: string, pages: number): Database {
  const db = openWriter(path, { durability: 'normal' });
  db.run('pragma wal_autocheckpoint = 0');
  db.run('create table pages (id integer primary key, n integer not null, filler text not null) strict');
  const insert = db.query('insert into pages (id, n, filler) values (?, 0, ?)');
  db.transaction(() => {
    for (let id = 0; id < pages; id += 1) insert.run(id, 'x'.repeat(3_500));
  })();
  db.run('pragma wal_checkpoint(truncate)');
  return db;
}

type Work = { rows: number; pages: number };

/** Commits of so many rows until so many pages were written; the largest size of the log meanwhile, in pages. */
function writeOn(db: Database, path: string, { rows, pages }: Work, asked: AskedDb = db): number {
  const checkpoints = createCheckpoints(asked);
  const change = db.query('update pages set n = n + 1 where id = ?');
  let most = 0;
  for (let written = 0; written < pages; written += rows) {
    db.transaction(() => {
      for (let id = written; id < written + rows; id += 1) change.run(id % 1_000);
    })();
    checkpoints.afterCommit(rows);
    most = Math.max(most, bytesOf(path) / PAGE_BYTES);
  }
  return most;
}

type AskedDb = Parameters<typeof createCheckpoints>[0];

/** The same file, without waiting; notes for how long it was asked to wait for readers. */
function withoutWaiting(db: Database): { asked: AskedDb; waitsMs: number[] } {
  const waitsMs: number[] = [];
  let askedMs = 0;
  const run: AskedDb['run'] = (sql: string) => {
    askedMs = Number(/busy_timeout = (\d+)/.exec(sql)?.[1] ?? askedMs);
    return db.run('pragma busy_timeout = 0');
  };
  const query: AskedDb['query'] = (sql: string) => {
    if (sql.includes('restart')) waitsMs.push(askedMs);
    return db.query(sql);
  };
  return { asked: { run, query }, waitsMs };
}

describe('afterCommit()', () => {
  // What is written between two looks comes on top: 20 small commits, or one large one.
  test.each([
    ['small', { rows: 6, pages: 4 * LIMITS.checkpointPages }],
    ['large', { rows: 900, pages: 4 * LIMITS.checkpointPages }],
  ])('keeps the log bounded while %s commits come without a pause', (_, work) => {
    using dir = tempDir();
    const path = join(dir.path, 'pages.db');
    const db = openPages(path, 1_000);
    expect(writeOn(db, path, work)).toBeLessThan(1.6 * LIMITS.checkpointPages);
    db.close();
  });

  test('waits less and less often for a reader that stays, and begins the log anew once it has gone', () => {
    using dir = tempDir();
    const path = join(dir.path, 'pages.db');
    const db = openPages(path, 1_000);
    const reader = openReader(path);
    reader.run('begin');
    reader.query('select count(*) from pages').get();
    const { asked, waitsMs } = withoutWaiting(db);
    writeOn(db, path, { rows: 60, pages: 8 * LIMITS.checkpointPages }, asked);
    // At 32, 48 and 96 MB; every 16 MB without end would stop who applies events for the whole of a backup.
    expect(waitsMs).toEqual([LIMITS.logWaitMs, LIMITS.busyMs, LIMITS.busyMs]);
    reader.run('commit');
    createCheckpoints(db).truncate();
    expect(bytesOf(path)).toBe(0);
    reader.close();
    db.close();
  });
});

test('afterStep() moves the log once it has some pages, and waits for as many more when a reader holds it', () => {
  using dir = tempDir();
  const path = join(dir.path, 'pages.db');
  const db = openPages(path, 2 * LIMITS.stepLogPages);
  const checkpoints = createCheckpoints(db);
  const step = (pages: number): number => {
    db.query('update pages set n = n + 1 where id < ?').run(pages);
    checkpoints.afterStep();
    const { log, checkpointed } = db
      .query<{ log: number; checkpointed: number }, []>('pragma wal_checkpoint(noop)')
      .get()!;
    return log - checkpointed;
  };
  expect(step(10)).toBe(10);
  expect(step(LIMITS.stepLogPages)).toBe(0);
  expect(step(LIMITS.stepLogPages)).toBe(0);
  const reader = openReader(path);
  reader.run('begin');
  reader.query('select count(*) from pages').get();
  const held = step(LIMITS.stepLogPages);
  expect(held).toBeGreaterThan(0);
  reader.run('commit');
  // What the reader held is moved with the next that are worth it.
  expect(step(10)).toBe(held + 10);
  expect(step(LIMITS.stepLogPages)).toBe(0);
  reader.close();
  db.close();
});
