// A migrated events file in a temporary folder, filled through the applier's store, for tests of reports.

import { systemClock } from '../../src/lib/clock.ts';
import type { ReportStore } from '../../src/storage/port.ts';
import type { AppliedSlice, ApplyStore } from '../../src/storage/port-apply.ts';
import { openSqliteApplyStore } from '../../src/storage/sqlite/apply-store.ts';
import { migrateFile } from '../../src/storage/sqlite/migrate.ts';
import { migrationSteps } from '../../src/storage/sqlite/migrate-steps.ts';
import { openSqliteReportStore, type ReportStoreOptions } from '../../src/storage/sqlite/report-pool.ts';
import { tempDir } from './temp-dir.ts';

export type EventsFile = { path: string; apply: ApplyStore; reports: ReportStore; close(): Promise<void> };

/** Commits `slices` in their order; `close` removes the folder. */
export async function eventsFile(
  slices: readonly AppliedSlice[] = [],
  options: ReportStoreOptions = {},
): Promise<EventsFile> {
  const dir = tempDir();
  const path = dir.join('events.db');
  const steps = migrationSteps('events');
  migrateFile({ file: 'events', path, steps }, { backups: dir.join('backups'), clock: systemClock });
  const apply = await openSqliteApplyStore(path, { durability: 'normal' });
  for (const slice of slices) await apply.commit(slice);
  const reports = await openSqliteReportStore(path, options);
  const close = async () => {
    await reports.close();
    await apply.close();
    dir[Symbol.dispose]();
  };
  return { path, apply, reports, close };
}
