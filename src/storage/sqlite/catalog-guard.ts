// What every catalog statement is wrapped in: SQLite's faults become HeatErrors that name the row, not the table,
// and a full disk gives way once, so that signing in and revoking a key go on.

import { HeatError } from '../../lib/errors.ts';
import { asHeatError } from './connection.ts';

/** Runs synchronous statements; disk troubles become `unavailable`, a taken unique value `conflict` with `taken`. */
export type Guard = <T>(work: () => T, taken?: string) => T;

/** `makeRoom` is asked when the disk is full and answers whether it could free some; then the work runs once more. */
export function createGuard(makeRoom: () => boolean): Guard {
  return (work, taken) => {
    try {
      return withRoom(work, makeRoom);
    } catch (error) {
      const fault = sqliteFault(error);
      const isTaken =
        fault.code === 'SQLITE_CONSTRAINT_UNIQUE' || fault.code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
      if (taken && isTaken)
        throw new HeatError({ kind: 'conflict', code: 'taken', message: taken, cause: error });
      throw asHeatError(fault);
    }
  };
}

function withRoom<T>(work: () => T, makeRoom: () => boolean): T {
  try {
    return work();
  } catch (error) {
    if (sqliteFault(error).code !== 'SQLITE_FULL' || !makeRoom()) throw error;
    return work();
  }
}

/** Drizzle hands some errors through and wraps others. */
function sqliteFault(error: unknown): { code?: unknown } {
  const outer = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  return typeof outer.code === 'string' || !outer.cause ? outer : outer.cause;
}
