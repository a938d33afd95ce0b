// Looks for damage after an unclean stop, table by table within a time budget: SQLite cannot be interrupted here.
// A large file is left to its first reads; a start must not take minutes. A small one is checked as a whole, which
// also sees what lies outside of tables: free pages and the map that auto_vacuum keeps.

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
      const isSmall = size <= LIMITS.wholeCheckBytes;
      const checks = isSmall ? ['quick_check'] : tables.map(({ name }) => `quick_check('${quoted(name)}')`);
      for (const check of checks) {
        if (budget.clock.monotonicMs() > budget.deadlineMs) return false;
        const row = db.query<{ quick_check: string }, []>(`pragma ${check}`).get();
        if (row?.quick_check !== 'ok') throw damaged(path);
      }
      return true;
    } finally {
      db.close();
    }
  } catch (error) {
    throw withPath(error, path);
  }
}

function quoted(name: string): string {
  return name.replaceAll("'", "''");
}

function damaged(path: string): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'storage_damaged',
    message: `The data file is damaged; see "heat restore" (${path})`,
    hint: 'The file was not touched.',
  });
}
