// Questions to the data files of a heat that may run, past it: what really lies in them.

import { Database } from 'bun:sqlite';
import { join } from 'node:path';
import type { HeatFolder } from './heat-process.ts';

/** What `work` reads of a data file (`events.db`); the file is closed afterwards. */
export function readData<T>(heat: HeatFolder, file: string, work: (db: Database) => T): T {
  const db = new Database(join(heat.dir, 'heat-data', file), { readonly: true });
  try {
    db.run('pragma busy_timeout = 5000');
    return work(db);
  } finally {
    db.close();
  }
}

/** Events of all projects, as the sessions count them: whether they lie in rows or are packed. */
export function eventsLeft(heat: HeatFolder): number {
  const sql = 'select coalesce(sum(events), 0) as n from sessions';
  return readData(heat, 'events.db', (db) => (db.query(sql).get() as { n: number }).n);
}
