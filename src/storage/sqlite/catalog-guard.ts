// What every catalog statement is wrapped in: SQLite's faults become HeatErrors that name the row, not the table.

import { HeatError } from '../../lib/errors.ts';
import { asHeatError } from './connection.ts';

/** Runs synchronous statements; disk troubles become `unavailable`, a taken unique value `conflict` with `taken`. */
export function guarded<T>(work: () => T, taken?: string): T {
  try {
    return work();
  } catch (error) {
    const fault = sqliteFault(error);
    if (
      taken &&
      (fault.code === 'SQLITE_CONSTRAINT_UNIQUE' || fault.code === 'SQLITE_CONSTRAINT_PRIMARYKEY')
    ) {
      throw new HeatError({ kind: 'conflict', code: 'taken', message: taken, cause: error });
    }
    throw asHeatError(fault);
  }
}

/** Drizzle hands some errors through and wraps others. */
function sqliteFault(error: unknown): { code?: unknown } {
  const outer = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  return typeof outer.code === 'string' || !outer.cause ? outer : outer.cause;
}
