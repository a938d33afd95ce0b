// Recordings in replays.db. Its worker is its one writer; plain prepared statements on one connection are enough.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import type { ChunkRow, RecordedSpan, ReplayStore, ReplayUsage, StoredChunk } from '../port-replays.ts';
import { guarded, immediate, openReader, openWriter } from './connection.ts';
import { readCursor, writeCursor } from './report-cursor.ts';

/** Chunks that one look for room or for old ones takes away, and sessions that are forgotten at once. */
const SLICE = 100;
const COLUMNS =
  'id, project_no as projectNo, session, recording, position, from_ms as fromMs, to_ms as toMs, ' +
  'received_at_ms as receivedAtMs, raw_bytes as rawBytes, body';

/** Opens `replays.db`, which must have been migrated. Throws `unavailable` when it cannot be opened. */
export async function openSqliteReplayStore(
  path: string,
  { readonly = false }: { readonly?: boolean } = {},
): Promise<ReplayStore> {
  const db = readonly ? openReader(path) : openWriter(path, { durability: 'normal' });
  // What is removed leaves no bytes behind.
  if (!readonly) db.run('pragma secure_delete = on');
  const { insert, count, oldest, remove, sum } = writes(db);
  const forgotten = prepareForgotten(db);
  const inTime = db.query<StoredChunk & { id: number }, (number | string)[]>(
    `select ${COLUMNS}
     from chunks
     where project_no = ?
       and session = ?
       and (from_ms, id) > (?, ?)
       and from_ms <= ?
       and to_ms >= ?
     order by from_ms, id
     limit ?`,
  );
  const spans = db.query<RecordedSpan, [number, number]>(
    `select session, min(from_ms) as fromMs, max(to_ms) as toMs
     from chunks
     where project_no = ? and session = ?
     group by recording
     order by fromMs`,
  );

  /** Takes chunks away, the oldest first, while `isTooMuch` says so; gives how many. Inside a transaction. */
  const drop = (projectNo: number, beforeMs: number, options: { rows: number; enough: () => boolean }) => {
    let dropped = 0;
    for (const { id, bytes } of oldest.all(projectNo, beforeMs, options.rows)) {
      if (options.enough()) break;
      remove.run(id);
      count.run(projectNo, -1, -bytes);
      dropped += 1;
    }
    return dropped;
  };
  const sumBefore = db.query<ReplayUsage, [number, number]>(
    `select count(*) as chunks, coalesce(sum(octet_length(body)), 0) as bytes
     from chunks where project_no = ? and received_at_ms < ?`,
  );
  const usageOf = (projectNo: number): ReplayUsage => sum.get(projectNo) ?? { chunks: 0, bytes: 0 };

  return {
    async add(row, body, mostBytes) {
      return guarded(() =>
        immediate(db, () => {
          if (forgotten.has(row)) return false;
          const isNew = insert.run(...columnsOf(row), body).changes > 0;
          if (!isNew) return false;
          count.run(row.projectNo, 1, body.length);
          const enough = () => usageOf(row.projectNo).bytes <= mostBytes;
          if (!enough()) drop(row.projectNo, Number.MAX_SAFE_INTEGER, { rows: SLICE, enough });
          return true;
        }),
      );
    },
    async read({ projectNo, session, fromMs, toMs, cursor, rows, bytes }) {
      const [afterMs = Number.MIN_SAFE_INTEGER, afterId = 0] =
        cursor === null ? [] : readCursor(cursor, ['number', 'number']);
      return guarded(() => {
        const found = inTime.all(projectNo, session, afterMs, afterId, toMs, fromMs, rows + 1);
        let taken = 0;
        let size = 0;
        for (const { rawBytes } of found.slice(0, rows)) {
          if (taken > 0 && size + rawBytes > bytes) break;
          size += rawBytes;
          taken += 1;
        }
        const last = found[taken - 1];
        const nextCursor = last && taken < found.length ? writeCursor([last.fromMs, last.id]) : null;
        return { chunks: found.slice(0, taken).map(({ id: _, ...chunk }) => chunk), nextCursor };
      });
    },
    async recorded(projectNo, sessions) {
      return guarded(() =>
        sessions.toSorted((a, b) => a - b).flatMap((session) => spans.all(projectNo, session)),
      );
    },
    async usage(projectNo) {
      return guarded(() => usageOf(projectNo));
    },
    async aged(projectNo, beforeMs) {
      return guarded(() => sumBefore.get(projectNo, beforeMs)!);
    },
    async prune(projectNo, beforeMs, rows) {
      return guarded(() => {
        const dropped = immediate(db, () => drop(projectNo, beforeMs, { rows, enough: () => false }));
        if (dropped > 0) db.run('pragma incremental_vacuum');
        return dropped;
      });
    },
    async forget({ projectNo, sessions, untilMs }) {
      let gone = 0;
      const forgetOne = ({ session, fromMs, toMs }: (typeof sessions)[number]): void => {
        const found = forgotten.chunks.all(projectNo, session, toMs, fromMs);
        for (const { id, bytes } of found) {
          remove.run(id);
          count.run(projectNo, -1, -bytes);
        }
        forgotten.add(projectNo, session, untilMs);
        gone += found.length;
      };
      for (let at = 0; at < sessions.length; at += SLICE) {
        const some = sessions.slice(at, at + SLICE);
        guarded(() => immediate(db, () => some.forEach(forgetOne)));
        await Bun.sleep(0);
      }
      guarded(() => {
        db.run('pragma incremental_vacuum');
        db.run('pragma wal_checkpoint(truncate)');
      });
      return gone;
    },
    async removeProject(projectNo) {
      const all = { rows: SLICE, enough: () => false };
      // In slices, so that recordings of other projects wait for none of them long.
      while (guarded(() => immediate(db, () => drop(projectNo, Number.MAX_SAFE_INTEGER, all))) > 0)
        await Bun.sleep(0);
      guarded(() => {
        db.query('delete from usage where project_no = ?').run(projectNo);
        db.query('delete from forgotten where project_no = ?').run(projectNo);
        db.run('pragma incremental_vacuum');
      });
    },
    async close() {
      if (!readonly) guarded(() => db.run('pragma wal_checkpoint(truncate)'));
      db.close();
    },
  };
}

function prepareForgotten(db: Database) {
  const until = db.query<{ untilMs: number }, [number, number]>(
    'select until_ms as untilMs from forgotten where project_no = ? and session = ?',
  );
  const insert = db.query<unknown, [number, number, number]>(
    `insert into forgotten (project_no, session, until_ms) values (?, ?, ?)
     on conflict (project_no, session) do update set until_ms = max(until_ms, excluded.until_ms)`,
  );
  const dropOld = db.query<unknown, [number]>('delete from forgotten where until_ms < ?');
  return {
    chunks: db.query<{ id: number; bytes: number }, number[]>(
      `select id, length(body) as bytes from chunks
       where project_no = ? and session = ? and from_ms <= ? and to_ms >= ?`,
    ),
    has: ({ projectNo, session, toMs }: ChunkRow): boolean =>
      toMs <= (until.get(projectNo, session)?.untilMs ?? Number.NEGATIVE_INFINITY),
    add(projectNo: number, session: number, untilMs: number): void {
      insert.run(projectNo, session, untilMs);
      dropOld.run(untilMs - LIMITS.pastMs);
    },
  };
}

function columnsOf(row: ChunkRow) {
  return [
    ...([row.projectNo, row.session, row.recording, row.position] as const),
    ...([row.fromMs, row.toMs, row.receivedAtMs, row.rawBytes] as const),
  ] as const;
}

function writes(db: Database) {
  return {
    insert: db.query(
      `insert into chunks (project_no, session, recording, position, from_ms, to_ms, received_at_ms, raw_bytes, body)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (project_no, session, recording, position) do nothing`,
    ),
    count: db.query(
      `insert into usage (project_no, chunks, bytes) values (?1, max(?2, 0), max(?3, 0))
       on conflict (project_no) do update set chunks = chunks + ?2, bytes = bytes + ?3`,
    ),
    oldest: db.query<{ id: number; bytes: number }, [number, number, number]>(
      `select id, length(body) as bytes
       from chunks
       where project_no = ?
         and received_at_ms < ?
       order by received_at_ms, id
       limit ?`,
    ),
    remove: db.query('delete from chunks where id = ?'),
    sum: db.query<ReplayUsage, [number]>('select chunks, bytes from usage where project_no = ?'),
  };
}
