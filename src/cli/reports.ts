// The reports as commands ask them, beside a running server or without one: the same numbers as over HTTP.

import { asAsked } from '../reports/as-asked.ts';
import { openCatalog, openReportStore } from '../storage/open.ts';
import type { ReportStore } from '../storage/port.ts';
import { type CommonOptions, dataDirOf } from './options.ts';

/** Opens the events and, for what filters name and what is muted, the catalog; `close` closes both. */
export async function openReports(options: CommonOptions): Promise<ReportStore> {
  const dataDir = dataDirOf(options);
  const catalog = await openCatalog(dataDir);
  const store = asAsked(await openReportStore(dataDir), catalog);
  return {
    ...store,
    async close() {
      await store.close();
      await catalog.close();
    },
  };
}
