// When the write-ahead log of the events file goes back into the file. While slices arrive: seldom, and without
// waiting for readers unless the log has grown far. When idle: wholly, so that the log file shrinks to nothing.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';

export type Checkpoints = {
  /** To be told of every commit and its rows; moves the log when it has grown. Never throws: the rows are safe in it. */
  afterCommit(rows: number): void;
  /** The same of each step of work that is cut into short ones: none shall have more to move than is done in some ms. */
  afterStep(): void;
  /** Moves and truncates the log; leaves it for the next call when a reader holds it. Cheap when it is empty. */
  truncate(): void;
};

type Progress = { busy: number; log: number; checkpointed: number };

export function createCheckpoints(db: Pick<Database, 'run' | 'query'>): Checkpoints {
  const run = (mode: 'noop' | 'passive' | 'restart' | 'truncate', waitMs: number): Progress => {
    db.run(`pragma busy_timeout = ${waitMs}`);
    try {
      return db.query<Progress, []>(`pragma wal_checkpoint(${mode})`).get()!;
    } finally {
      db.run(`pragma busy_timeout = ${LIMITS.busyMs}`);
    }
  };
  // What an earlier process left in the log is moved at the first idle moment.
  let isEmpty = false;
  let reckoned = 0;
  /** Pages of log when it was moved last: what a reader holds there is not tried for again before the log has grown on. */
  let triedAt = 0;
  /** And when a reader was waited for in vain, as a backup is: not waited for again before the log has doubled. */
  let heldAt = 0;

  /** Moves so many pages or more; waits for readers from `waitFrom` on. */
  const look = (pages: number, waitFrom: number): void => {
    try {
      // SQLite before 3.51 does not know this mode and moves what it can, which is as well.
      const found = run('noop', 0);
      if (found.log < triedAt) triedAt = heldAt = 0;
      if (found.log - Math.max(found.checkpointed, triedAt) < pages) return;
      const { log } = run('passive', 0);
      triedAt = log;
      // Readers that begin once all is moved leave the log alone, so waiting ends with those that run now.
      if (log <= waitFrom || log < 2 * heldAt) return;
      const isLong = log > 2 * LIMITS.logPages;
      const { busy } = run('restart', isLong ? LIMITS.busyMs : LIMITS.logWaitMs);
      if (busy !== 0 && isLong) heldAt = log;
    } catch {
      // A full disk: asked again after the next rows, and the next commit says it if it lasts.
    }
  };

  return {
    afterCommit(rows) {
      isEmpty = false;
      reckoned += rows + LIMITS.commitRows;
      if (reckoned < LIMITS.checkpointLookRows) return;
      reckoned = 0;
      look(LIMITS.checkpointPages, LIMITS.logPages);
    },
    afterStep() {
      isEmpty = false;
      look(LIMITS.stepLogPages, 2 * LIMITS.logPages);
    },
    truncate() {
      if (isEmpty) return;
      if (run('truncate', 0).busy === 0) isEmpty = true;
    },
  };
}
