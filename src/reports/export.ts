// Sessions and custom events of a scope as text, a piece at a time: memory stays flat whatever the range, and a reader
// that stops pulling stops the queries.

import type { Page } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { type CsvCell, csvLine } from './csv.ts';
import { EVENT_EXPORT_COLUMNS } from './event-columns.ts';
import { type EventsArgs, listEvents } from './events.ts';
import type { ExportFormat } from './export-formats.ts';
import { SESSION_EXPORT_COLUMNS } from './session-columns.ts';
import { listSessions, type SessionsArgs } from './sessions.ts';

type Exported = {
  format: ExportFormat;
  /** Told after each piece, for a progress line. */
  onProgress?: ((progress: { rows: number; total: number }) => void) | undefined;
};
export type ExportArgs = Omit<SessionsArgs, 'limit' | 'cursor'> & Exported;
export type ExportEventsArgs = Omit<EventsArgs, 'limit' | 'cursor'> & Exported;

/**
 * Newest session first. The first piece carries the header; CSV is formula-safe, NDJSON and JSON carry SessionRowView
 * unchanged. Sessions that begin while it runs are not in it.
 */
export async function* exportSessions(
  store: ReportStore,
  { format, onProgress, ...args }: ExportArgs,
  options: QueryOptions = {},
): AsyncGenerator<string, void, void> {
  const read = (place: Place) => listSessions(store, { ...args, ...place }, options);
  yield* exportRows(read, { format, onProgress, columns: SESSION_EXPORT_COLUMNS });
}

/** Newest event first, in the same way; NDJSON and JSON carry EventView unchanged. */
export async function* exportEvents(
  store: ReportStore,
  { format, onProgress, ...args }: ExportEventsArgs,
  options: QueryOptions = {},
): AsyncGenerator<string, void, void> {
  const read = (place: Place) => listEvents(store, { ...args, ...place }, options);
  yield* exportRows(read, { format, onProgress, columns: EVENT_EXPORT_COLUMNS });
}

type Place = { limit: string; cursor: string | undefined };
type Columns<T> = readonly { name: string; read: (row: T) => CsvCell }[];

/** Pages of LIMITS.exportRows rows by key. */
async function* exportRows<T>(
  read: (place: Place) => Promise<Page<T>>,
  { format, onProgress, columns }: Exported & { columns: Columns<T> },
): AsyncGenerator<string, void, void> {
  yield* opening(format, columns);
  let rows = 0;
  let cursor: string | undefined;
  do {
    const page = await read({ limit: String(LIMITS.exportRows), cursor });
    if (page.items.length > 0) yield formatRows(page.items, { format, columns, isFirst: rows === 0 });
    rows += page.items.length;
    onProgress?.({ rows, total: page.total });
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  if (format === 'json') yield '\n]\n';
}

function* opening<T>(format: ExportFormat, columns: Columns<T>): Generator<string, void, void> {
  if (format === 'csv') yield csvLine(columns.map(({ name }) => name));
  if (format === 'json') yield '[';
}

type Formatting<T> = { format: ExportFormat; columns: Columns<T>; isFirst: boolean };

function formatRows<T>(items: readonly T[], { format, columns, isFirst }: Formatting<T>): string {
  switch (format) {
    case 'csv':
      return items.map((item) => csvLine(columns.map((column) => column.read(item)))).join('');
    case 'ndjson':
      return items.map((item) => `${JSON.stringify(item)}\n`).join('');
    case 'json':
      return items
        .map((item, index) => `${isFirst && index === 0 ? '' : ','}\n${JSON.stringify(item)}`)
        .join('');
  }
}
