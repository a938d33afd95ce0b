// Entry point of a query worker. It must lie directly in src/ to be found inside the executable.

import { serveQueries, type WorkerPort } from './storage/sqlite/report-worker.ts';

serveQueries(globalThis as unknown as WorkerPort);
