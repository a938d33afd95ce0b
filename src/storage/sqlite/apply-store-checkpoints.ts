// When the write-ahead log of the events file goes back into the file. While slices arrive: seldom, and without
// waiting for readers unless the log has grown far. When idle: wholly, so that the log file shrinks to nothing.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';

export type Checkpoints = {
  /** Notes rows written since; moves the log when there were many. Never throws: the rows are safe in the log. */
  afterCommit(rows: number): void;
  /** Moves and truncates the log; leaves the rest to the next time when a reader holds it. Cheap when it is empty. */
  truncate(): void;
};

type Progress = { busy: number; log: number; checkpointed: number };

export function createCheckpoints(db: Database): Checkpoints {
  const passive = db.query<Progress, []>('pragma wal_checkpoint(passive)');
  const restart = db.query<Progress, []>('pragma wal_checkpoint(restart)');
  const truncate = db.query<Progress, []>('pragma wal_checkpoint(truncate)');
  // What an earlier process left in the log is moved at the first idle moment.
  let rowsWaiting = 1;

  return {
    afterCommit(rows) {
      rowsWaiting += rows + 1;
      if (rowsWaiting < LIMITS.checkpointRows) return;
      try {
        const progress = passive.get();
        rowsWaiting = 1;
        if (progress && progress.log > LIMITS.logPages) restart.get();
      } catch {
        // A full disk or a busy reader: asked again after the next rows, and reported by the next commit if it lasts.
      }
    },
    truncate() {
      if (rowsWaiting === 0) return;
      const progress = truncate.get();
      if (progress?.busy === 0) rowsWaiting = 0;
    },
  };
}
