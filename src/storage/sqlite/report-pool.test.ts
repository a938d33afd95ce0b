import { tempDir } from '../../../test/support/temp-dir.ts';
import { systemClock } from '../../lib/clock.ts';
import { describeReports, type OpenedReports } from '../conformance/report-suite.ts';
import { openSqliteApplyStore } from './apply-store.ts';
import { migrateFile } from './migrate.ts';
import { migrationSteps } from './migrate-steps.ts';
import { openSqliteReportStore, type ReportStoreOptions } from './report-pool.ts';

async function openFresh(options: ReportStoreOptions): Promise<OpenedReports> {
  const dir = tempDir();
  const path = dir.join('events.db');
  const steps = migrationSteps('events');
  migrateFile({ file: 'events', path, steps }, { backups: dir.join('backups'), clock: systemClock });
  const apply = await openSqliteApplyStore(path, { durability: 'normal' });
  const reports = await openSqliteReportStore(path, options);
  const close = async () => {
    await reports.close();
    await apply.close();
    dir[Symbol.dispose]();
  };
  return { apply, reports, close };
}

describeReports('SQLite', () => openFresh({}));

const spawnWorker = () => new Worker(new URL('../../query-worker.ts', import.meta.url));
describeReports('SQLite in query workers', () => openFresh({ spawnWorker }));
