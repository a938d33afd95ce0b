// The inside of a query worker: one read-only connection, one question at a time.

import type { Database } from 'bun:sqlite';
import { openReader, readPragma } from './connection.ts';
import { type FromQueryWorker, packError, type ToQueryWorker } from './report-messages.ts';
import { type ReportArgs, type ReportMethod, runReport } from './report-methods.ts';

/** The part of a worker's global scope that is used. */
export type WorkerPort = {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: FromQueryWorker): void;
};

/** Answers every `run` message until the worker is terminated. A file that cannot be opened is told with the first answer. */
export function serveQueries(port: WorkerPort): void {
  let path = '';
  let db: Database | null = null;
  port.onmessage = ({ data }: MessageEvent<ToQueryWorker>) => {
    if (data.type === 'open') {
      path = data.path;
      db = openAhead(path);
      port.postMessage({ type: 'ready' });
      return;
    }
    const { id, method, args } = data;
    try {
      db ??= openReportReader(path);
      port.postMessage({
        type: 'answer',
        id,
        result: runReport(db, method, args as ReportArgs<ReportMethod>),
      });
    } catch (error) {
      port.postMessage({ type: 'fault', id, error: packError(error) });
    }
  };
}

/** Also reads the file's schema, which SQLite otherwise does with the first statement. */
function openAhead(path: string): Database | null {
  try {
    const db = openReportReader(path);
    readPragma(db, 'schema_version');
    return db;
  } catch {
    return null;
  }
}

/** A reader with a page cache that holds the inner pages of a large file's indexes. */
export function openReportReader(path: string): Database {
  const db = openReader(path);
  db.run('pragma cache_size = -16384');
  return db;
}
