// The journal in one SQLite file: appended and pruned by the server's main thread, read by the applier's worker.
// Knows rows and bytes, not what a body means. The file must have been migrated before.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import { uuid } from '../../lib/id.ts';
import type { JournalStore, StoredJournalEntry } from '../port-journal.ts';
import {
  asHeatError,
  type Durability,
  guarded,
  immediate,
  openReader,
  openWriter,
  readPragma,
} from './connection.ts';
import { createPendingBytes } from './journal-pending.ts';

/**
 * Opens `journal.db`. A writer creates the journal's random id on first open; a reader (`readonly`) refuses
 * append and prune with `conflict`. Throws `unavailable` when the file cannot be opened.
 */
export async function openSqliteJournalStore(
  path: string,
  options: { readonly?: boolean; durability?: Durability } = {},
): Promise<JournalStore> {
  const readonly = options.readonly === true;
  const db = readonly ? openReader(path) : openWriter(path, { durability: options.durability });
  try {
    if (!readonly) {
      // Pages that pruning frees are written again before long: a longer log moves only their last state to the file.
      db.run(`pragma wal_autocheckpoint = ${LIMITS.journalLogPages}`);
      db.run(`pragma cache_size = -${LIMITS.journalCacheKib}`);
      db.run('insert into journal (id) select ? where not exists (select 1 from journal)', [uuid()]);
    }
    return journalStore(db, { path, readonly });
  } catch (error) {
    db.close();
    throw asHeatError(error);
  }
}

function journalStore(db: Database, file: { path: string; readonly: boolean }): JournalStore {
  const selectId = db.query<{ id: string }, []>('select id from journal');
  const insert = db.query<unknown, [number, number, number, string]>(
    'insert into batches (project_no, received_at_ms, event_count, body) values (?, ?, ?, ?)',
  );
  const extent = db.query<{ seq: number | null; bytes: number }, [number, number]>(
    `select max(seq) as seq, sum(size) as bytes
     from (select seq, octet_length(body) as size from batches where seq > +? order by seq limit +?)`,
  );
  const sizes = db.query<{ seq: number; bytes: number }, [number, number]>(
    'select seq, octet_length(body) as bytes from batches where seq > +? order by seq limit +?',
  );
  const rows = db.query<StoredJournalEntry, [number, number]>(
    `select seq, project_no as projectNo, received_at_ms as receivedAtMs, event_count as eventCount, body
     from batches where seq > +? and seq <= +? order by seq`,
  );
  const lastSeq = db.query<{ seq: number }, []>("select seq from sqlite_sequence where name = 'batches'");
  const firstSeq = db.query<{ seq: number | null }, []>('select min(seq) as seq from batches');
  // One range in place of a list of rows: whole pages go at once.
  const remove = db.query<unknown, [number]>('delete from batches where seq <= ?');
  const waiting = createPendingBytes((afterSeq) => sizes.all(afterSeq, -1));

  /** Positions follow one another but for a few gaps, so that the first row tells where so many end. */
  const removeUpTo = (uptoSeq: number, count: number): number => {
    let gone = 0;
    while (gone < count) {
      const first = firstSeq.get()?.seq ?? null;
      if (first === null || first > uptoSeq) break;
      gone += remove.run(Math.min(uptoSeq, first + count - gone - 1)).changes;
    }
    return gone;
  };

  const refuseReader = (action: string) => {
    if (!file.readonly) return;
    throw new HeatError({ kind: 'conflict', message: `Cannot ${action} "${file.path}": opened for reading` });
  };

  return {
    async id() {
      const id = guarded(() => selectId.get()?.id);
      if (id !== undefined) return id;
      throw new HeatError({
        kind: 'unavailable',
        code: 'storage_missing',
        message: `Cannot read the journal's id from "${file.path}": no writer has opened it yet`,
      });
    },

    async append(entries) {
      refuseReader('append to');
      return guarded(() => {
        const added = immediate(db, () => {
          const seqs: number[] = [];
          for (const entry of entries) {
            const result = insert.run(entry.projectNo, entry.receivedAtMs, entry.eventCount, entry.body);
            seqs.push(Number(result.lastInsertRowid));
          }
          return seqs;
        });
        for (const [index, seq] of added.entries()) waiting.add(seq, entries[index]!.body);
        return added.at(-1) ?? lastSeq.get()?.seq ?? 0;
      });
    },

    async read(afterSeq, bounds) {
      return guarded(() => {
        const all = extent.get(afterSeq, Math.max(1, bounds.rows));
        if (!all || all.seq === null) return [];
        if (all.bytes <= bounds.bytes) return rows.all(afterSeq, all.seq);
        let bytes = 0;
        let upto = afterSeq;
        for (const row of sizes.all(afterSeq, Math.max(1, bounds.rows))) {
          if (upto !== afterSeq && bytes + row.bytes > bounds.bytes) break;
          bytes += row.bytes;
          upto = row.seq;
        }
        return upto === afterSeq ? [] : rows.all(afterSeq, upto);
      });
    },

    async pending(afterSeq) {
      return guarded(() => ({
        lastSeq: lastSeq.get()?.seq ?? 0,
        // A reader does not see its own appends, so it has to sum what is there.
        bytes: file.readonly ? sum(sizes.all(afterSeq, -1)) : waiting.after(afterSeq),
      }));
    },

    async prune(uptoSeq, count) {
      refuseReader('prune');
      return guarded(() => {
        const gone = immediate(db, () => removeUpTo(uptoSeq, count));
        shrink(db);
        return gone;
      });
    },

    async scrub() {
      refuseReader('scrub');
      return guarded(() => {
        if (sum(sizes.all(0, -1)) > LIMITS.scrubBytes) return false;
        db.run('vacuum');
        const { busy } = db.query<{ busy: number }, []>('pragma wal_checkpoint(truncate)').get() ?? {
          busy: 1,
        };
        return busy === 0;
      });
    },

    async skipTo(seq) {
      refuseReader('skip in');
      guarded(() => immediate(db, () => skipTo(db, seq)));
    },

    async close() {
      db.close();
    },
  };
}

/** SQLite keeps the highest number of an autoincrement key in a table of its own, from the first insert on. */
function skipTo(db: Database, seq: number): void {
  db.query("update sqlite_sequence set seq = max(seq, ?) where name = 'batches'").run(seq);
  db.query(
    `insert into sqlite_sequence (name, seq)
     select 'batches', ? where not exists (select 1 from sqlite_sequence where name = 'batches')`,
  ).run(seq);
}

/** Gives pages of a large, drained backlog back to the disk, in slices that do not hold up the next append. */
function shrink(db: Database): void {
  const free = Number(readPragma(db, 'freelist_count') ?? 0);
  if (free > LIMITS.journalFreePages) db.run(`pragma incremental_vacuum(${LIMITS.journalVacuumPages})`);
}

function sum(rows: readonly { bytes: number }[]): number {
  return rows.reduce((total, row) => total + row.bytes, 0);
}
