// Entry point of a query worker. It must lie directly in src/ to be found inside the executable.

import { giveWay } from './lib/thread-priority.ts';
import { serveQueries, type WorkerPort } from './storage/sqlite/report-worker.ts';

// Reports may wait a little, whoever sends events may not.
giveWay(15);
serveQueries(globalThis as unknown as WorkerPort);
