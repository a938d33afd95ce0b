// Every recorded event of a scope, whole, as NDJSON: what another heat imports. A page of sessions at a time.

import { LIMITS } from '../contract/limits.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { recordedLine, sessionPart } from './recorded-line.ts';
import { type ResolvedScope, storeScope } from './scope.ts';

/**
 * The events of the sessions that began in the scope, a line each (contract/import-line.ts); newest session first, its
 * events in order of time. Sessions that begin while it runs are not in it. Throws `forbidden` for a project that keeps
 * to sums.
 */
export async function* exportRecorded(
  store: ReportStore,
  {
    scope,
    onProgress,
  }: { scope: ResolvedScope; onProgress?: (progress: { sessions: number; total: number }) => void },
  options: QueryOptions = {},
): AsyncGenerator<string, void, void> {
  let cursor: string | null = null;
  let sessions = 0;
  do {
    const bounds = { limit: LIMITS.exportSessions, mostEvents: LIMITS.exportEvents };
    const query = { ...storeScope(scope), ...bounds, cursor };
    const page: Awaited<ReturnType<ReportStore['recorded']>> = await store.recorded(query, options);
    const elements = new Map(page.elements);
    for (const { row, events } of page.items) {
      const session = sessionPart(row);
      const lines = events.map((event) => `${JSON.stringify(recordedLine(session, event, elements))}\n`);
      if (lines.length > 0) yield lines.join('');
    }
    sessions += page.items.length;
    onProgress?.({ sessions, total: page.total });
    cursor = page.nextCursor;
  } while (cursor !== null);
}
