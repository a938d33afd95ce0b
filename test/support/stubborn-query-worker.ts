// A query worker with faults, for tests of the pool: asked for project 666 it never comes to an end, for 667 it dies. Its
// statements do end, one after the other: a thread that is terminated goes on to the end of the one that it is at.

import { Database } from 'bun:sqlite';
import type { ToQueryWorker } from '../../src/storage/sqlite/report-messages.ts';
import { serveQueries, type WorkerPort } from '../../src/storage/sqlite/report-worker.ts';

const port = globalThis as unknown as WorkerPort;
serveQueries(port);
const answer = port.onmessage;

port.onmessage = (event: MessageEvent<ToQueryWorker>) => {
  const { data } = event;
  const projectNo = data.type === 'run' ? (data.args as { projectNo: number }).projectNo : 0;
  if (projectNo === 666) {
    const statement = new Database(':memory:').query(
      'with recursive n(i) as (select 1 union all select i + 1 from n limit 100000) select count(*) from n',
    );
    for (;;) statement.get();
  }
  if (projectNo === 667) throw new Error('died on purpose');
  answer?.(event);
};
