// A query worker that tells when it begins and never comes to an end, for tests of who leaves and of what takes too long.
// Its statements do end, one after the other: a thread that is terminated goes on to the end of the one that it is at.

import { Database } from 'bun:sqlite';
import type { ToQueryWorker } from '../../src/storage/sqlite/report-messages.ts';
import type { WorkerPort } from '../../src/storage/sqlite/report-worker.ts';

const port = globalThis as unknown as WorkerPort;

port.onmessage = ({ data }: MessageEvent<ToQueryWorker>) => {
  if (data.type === 'open') return;
  (port.postMessage as (message: unknown) => void)({ type: 'begun' });
  const statement = new Database(':memory:').query(
    'with recursive n(i) as (select 1 union all select i + 1 from n limit 100000) select count(*) from n',
  );
  for (;;) statement.get();
};
