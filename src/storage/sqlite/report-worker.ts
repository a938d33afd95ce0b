// The inside of a query worker: one read-only connection, one question at a time.

import type { Database } from 'bun:sqlite';
import { openReader } from './connection.ts';
import { type FromQueryWorker, packError, type ToQueryWorker } from './report-messages.ts';
import { type ReportArgs, type ReportMethod, runReport } from './report-methods.ts';

/** The part of a worker's global scope that is used. */
export type WorkerPort = {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: FromQueryWorker): void;
};

/** Answers every `run` message until the worker is terminated. The file is opened with the first question. */
export function serveQueries(port: WorkerPort): void {
  let path = '';
  let db: Database | null = null;
  port.onmessage = ({ data }: MessageEvent<ToQueryWorker>) => {
    if (data.type === 'open') {
      path = data.path;
      return;
    }
    const { id, method, args } = data;
    try {
      db ??= openReportReader(path);
      port.postMessage({ id, result: runReport(db, method, args as ReportArgs<ReportMethod>) });
    } catch (error) {
      port.postMessage({ id, error: packError(error) });
    }
  };
}

/** A reader with a page cache that holds the inner pages of a large file's indexes. */
export function openReportReader(path: string): Database {
  const db = openReader(path);
  db.run('pragma cache_size = -16384');
  return db;
}
