// Sessions of a scope as text, a piece at a time: memory stays flat whatever the range, and a reader that stops
// pulling stops the queries.

import type { SessionRowView } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { csvLine } from './csv.ts';
import type { ExportFormat } from './export-formats.ts';
import { SESSION_EXPORT_COLUMNS } from './session-columns.ts';
import { listSessions, type SessionsArgs } from './sessions.ts';

export type ExportArgs = Omit<SessionsArgs, 'limit' | 'cursor'> & {
  format: ExportFormat;
  /** Told after each piece, for a progress line. */
  onProgress?: ((progress: { rows: number; total: number }) => void) | undefined;
};

/**
 * Newest session first. The first piece carries the header; CSV is formula-safe, NDJSON and JSON carry SessionRowView
 * unchanged. Sessions that begin while it runs are not in it.
 */
export async function* exportSessions(
  store: ReportStore,
  { format, onProgress, ...args }: ExportArgs,
  options: QueryOptions = {},
): AsyncGenerator<string, void, void> {
  yield* opening(format);
  let rows = 0;
  for await (const { items, total } of sessionPages(store, args, options)) {
    if (items.length > 0) yield formatRows(format, items, rows === 0);
    rows += items.length;
    onProgress?.({ rows, total });
  }
  if (format === 'json') yield '\n]\n';
}

/** Pages of LIMITS.exportRows rows by key. */
async function* sessionPages(store: ReportStore, args: SessionsArgs, options: QueryOptions) {
  let cursor: string | undefined;
  do {
    const limit = String(LIMITS.exportRows);
    const page = await listSessions(store, { ...args, limit, cursor }, options);
    yield page;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

function* opening(format: ExportFormat): Generator<string, void, void> {
  if (format === 'csv') yield csvLine(SESSION_EXPORT_COLUMNS.map(({ name }) => name));
  if (format === 'json') yield '[';
}

function formatRows(format: ExportFormat, items: readonly SessionRowView[], isFirst: boolean): string {
  switch (format) {
    case 'csv':
      return items.map((item) => csvLine(SESSION_EXPORT_COLUMNS.map(({ read }) => read(item)))).join('');
    case 'ndjson':
      return items.map((item) => `${JSON.stringify(item)}\n`).join('');
    case 'json':
      return items
        .map((item, index) => `${isFirst && index === 0 ? '' : ','}\n${JSON.stringify(item)}`)
        .join('');
  }
}
