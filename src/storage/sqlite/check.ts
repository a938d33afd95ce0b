// Looks for damage after an unclean stop, table by table within a time budget: SQLite cannot be interrupted here.
// A large file is left to its first reads; a start must not take minutes. A small one is checked as a whole, which
// also sees what lies outside of tables: free pages and the map that auto_vacuum keeps.

import type { Database } from 'bun:sqlite';
import { statSync } from 'node:fs';
import { LIMITS } from '../../contract/limits.ts';
import type { Clock } from '../../lib/clock.ts';
import { HeatError } from '../../lib/errors.ts';
import { openReader } from './connection.ts';
import { withPath } from './migrate-inspect.ts';

/**
 * Resolves true when every table was checked, false when there was no time for all.
 * Throws `unavailable` (storage_damaged) naming the file; `deadlineMs` is on the clock's monotonic scale.
 */
export function quickCheck(path: string, budget: { deadlineMs: number; clock: Clock }): boolean {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return true;
  try {
    const db = openReader(path);
    try {
      const tables = db.query("select name from sqlite_schema where type = 'table'").all() as {
        name: string;
      }[];
      if (size > LIMITS.quickCheckBytes) return false;
      if (size <= LIMITS.wholeCheckBytes) {
        if (!isSound(db, 'pragma quick_check(1)')) throw damaged(path);
        return true;
      }
      for (const { name } of tables) {
        if (budget.clock.monotonicMs() > budget.deadlineMs) return false;
        const quoted = name.replaceAll("'", "''");
        if (!isSound(db, `pragma quick_check('${quoted}')`)) throw damaged(path);
      }
      return true;
    } finally {
      db.close();
    }
  } catch (error) {
    throw withPath(error, path);
  }
}

function isSound(db: Database, pragma: string): boolean {
  const row = db.query<{ quick_check: string }, []>(pragma).get();
  return row?.quick_check === 'ok';
}

function damaged(path: string): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'storage_damaged',
    message: `The data file is damaged; see "heat restore" (${path})`,
    hint: 'The file was not touched.',
  });
}
