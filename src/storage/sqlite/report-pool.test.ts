import { eventsFile } from '../../../test/support/events-file.ts';
import { DAY_MS } from '../../contract/slots.ts';
import { describeReports, type OpenedReports } from '../conformance/report-suite.ts';
import type { AppliedSlice } from '../port-apply.ts';

const spawnWorker = () => new Worker(new URL('../../query-worker.ts', import.meta.url));

/** Packs some of the days after each slice: the suite's visits are of six. */
async function halfPacked(): Promise<OpenedReports> {
  const file = await eventsFile();
  const commit = async (slice: AppliedSlice): Promise<void> => {
    await file.apply.commit(slice);
    const firstMs = Math.min(...slice.sessions.map(({ startedAtMs }) => startedAtMs));
    const beforeDay = Math.floor(firstMs / DAY_MS) + 4;
    while (await file.apply.packSessions(beforeDay));
  };
  return { ...file, apply: { ...file.apply, commit } };
}

describeReports('SQLite, half of it packed', halfPacked);
describeReports('SQLite in query workers', () => eventsFile([], { spawnWorker }));
