// When the write-ahead log of the events file goes back into the file. While slices arrive: seldom, and without
// waiting for readers unless the log has grown far. When idle: wholly, so that the log file shrinks to nothing.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';

export type Checkpoints = {
  /** Notes rows written since; moves the log when there were many. Never throws: the rows are safe in the log. */
  afterCommit(rows: number): void;
  /** Moves and truncates the log; leaves it for the next call when a reader holds it. Cheap when it is empty. */
  truncate(): void;
};

type Progress = { busy: number; log: number; checkpointed: number };

export function createCheckpoints(db: Database): Checkpoints {
  const run = (mode: 'passive' | 'restart' | 'truncate', waitMs: number): Progress => {
    db.run(`pragma busy_timeout = ${waitMs}`);
    try {
      return db.query<Progress, []>(`pragma wal_checkpoint(${mode})`).get()!;
    } finally {
      db.run(`pragma busy_timeout = ${LIMITS.busyMs}`);
    }
  };
  // What an earlier process left in the log is moved at the first idle moment.
  let rowsWaiting = 1;

  return {
    afterCommit(rows) {
      rowsWaiting += rows + 1;
      if (rowsWaiting < LIMITS.checkpointRows) return;
      try {
        const { log } = run('passive', 0);
        rowsWaiting = 1;
        // Readers that begin once all is moved leave the log alone, so waiting ends with those that run now.
        if (log > LIMITS.logPages)
          run('restart', log > 2 * LIMITS.logPages ? LIMITS.busyMs : LIMITS.logWaitMs);
      } catch {
        // A full disk: asked again after the next rows, and the next commit says it if it lasts.
      }
    },
    truncate() {
      if (rowsWaiting === 0) return;
      if (run('truncate', 0).busy === 0) rowsWaiting = 0;
    },
  };
}
