// Packs sessions of days that are over into blocks (session-block.ts), one at a time between the slices of the journal.
// A block is right or gone: whoever changes a session drops the block it stands in, and it is packed again later.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import { DAY_MS } from '../../contract/slots.ts';
import { immediate } from './connection.ts';
import { packBlock } from './packed-sessions.ts';
import { BLOCK_DIMENSIONS, readTuples, type SessionTuple } from './session-block.ts';

type Span = { fromMs: number; toMs: number };
type Stretch = Span & { projectNo: number };
/** When a session began and ended. */
export type SessionSpan = { projectNo: number; startedAtMs: number; endedAtMs: number };

export function preparePackedSessions(db: Database) {
  const store = prepareBlocks(db);
  const until = createUntil(db);
  const numbers = prepareNumbers(db);
  let at = 0;

  const pack = (stretch: Stretch): void => {
    const found = readTuples(db, stretch, { dimensions: BLOCK_DIMENSIONS, limit: LIMITS.blockSessions + 1 });
    const toMs = endOf(found, stretch.toMs);
    const isCut = found.some((tuple) => tuple[2] >= toMs);
    const span = { ...stretch, toMs };
    // Also when more sessions than a block should have begin in one millisecond.
    const tuples =
      isCut || found.length <= LIMITS.blockSessions ? found.filter((tuple) => tuple[2] < toMs) : all(span);
    const numbering = numbers.of(stretch.projectNo);
    const fields = packBlock(db, span, tuples, numbering.of);
    numbering.write();
    const lastMs = tuples.reduce((last, tuple) => Math.max(last, tuple[2] + tuple[3]), 0);
    store.write({ ...span, lastMs, sessions: tuples.length }, fields);
    until.raise(stretch.projectNo, toMs);
  };
  const all = (span: Stretch) => readTuples(db, span, { dimensions: BLOCK_DIMENSIONS });

  return {
    /** Packs the next block of sessions that begin before `beforeMs`, a whole UTC day; false when all are packed. */
    step(beforeMs: number): boolean {
      return immediate(db, () => {
        for (;;) {
          const stretch = store.gap(at, beforeMs);
          if (stretch) {
            pack(stretch);
            return true;
          }
          const next = store.projectAfter(at);
          at = next ?? 0;
          if (next === null) return false;
        }
      });
    },
    /** To be called in the transaction that changes or removes the sessions, with their spans as they are after it or were before. */
    drop(sessions: readonly SessionSpan[]): void {
      for (const { projectNo, startedAtMs, endedAtMs } of sessions) {
        if (startedAtMs < until.of(projectNo))
          store.drop(projectNo, { fromMs: startedAtMs, toMs: endedAtMs + 1 });
      }
    },
  };
}

/** Where a block ends that may hold so many sessions and facts: with the start of the first that it does not take. */
function endOf(tuples: readonly SessionTuple[], toMs: number): number {
  const [first] = tuples;
  let facts = 0;
  for (const [row, tuple] of tuples.entries()) {
    const isFull = row >= LIMITS.blockSessions || facts > LIMITS.blockFacts;
    if (isFull && tuple[2] > (first?.[2] ?? 0)) return tuple[2];
    facts += tuple[5] + tuple[6];
  }
  return tuples.length > LIMITS.blockSessions ? (first?.[2] ?? 0) + 1 : toMs;
}

function prepareBlocks(db: Database) {
  const spans = db.query<Span, [number]>(
    `select from_ms as fromMs, to_ms as toMs from packed_sessions where project_no = ? and field = 'core' order by from_ms`,
  );
  const near = db.query<Span, [number, number]>(
    `select from_ms as fromMs, to_ms as toMs from packed_sessions
     where project_no = ? and field = 'core' and from_ms < ? order by from_ms desc`,
  );
  const begins = db.query<{ ms: number }, [number, number]>(
    'select started_at_ms as ms from sessions where project_no = ? and started_at_ms >= ? order by started_at_ms limit 1',
  );
  const project = db.query<{ no: number }, [number]>(
    'select project_no as no from last_events where project_no > ? order by project_no limit 1',
  );
  const insert = db.query(
    `insert into packed_sessions (project_no, from_ms, field, to_ms, last_ms, sessions, body)
     values (?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = db.query<unknown, [number, number]>(
    'delete from packed_sessions where project_no = ? and from_ms = ?',
  );

  return {
    projectAfter: (no: number): number | null => project.get(no)?.no ?? null,
    /** The first stretch, at most a day, that has sessions and no block. */
    gap(projectNo: number, beforeMs: number): Stretch | null {
      const blocks = [...spans.all(projectNo), { fromMs: beforeMs, toMs: Number.POSITIVE_INFINITY }];
      let freeMs = 0;
      for (const { fromMs, toMs } of blocks) {
        const startMs = freeMs < fromMs ? begins.get(projectNo, freeMs)?.ms : undefined;
        if (startMs !== undefined && startMs < Math.min(fromMs, beforeMs)) {
          const dayMs = Math.floor(startMs / DAY_MS) * DAY_MS;
          return {
            projectNo,
            fromMs: Math.max(freeMs, dayMs),
            toMs: Math.min(dayMs + DAY_MS, fromMs, beforeMs),
          };
        }
        freeMs = toMs;
      }
      return null;
    },
    write(
      { projectNo, fromMs, toMs, lastMs, sessions }: Stretch & { lastMs: number; sessions: number },
      fields: Record<string, Uint8Array>,
    ): void {
      for (const [field, body] of Object.entries(fields)) {
        insert.run(projectNo, fromMs, field, toMs, lastMs, sessions, body);
      }
    },
    /** Every block that shares time with the span. */
    drop(projectNo: number, span: Span): void {
      const found: number[] = [];
      // Blocks do not overlap: before the first that ends too early all do.
      for (const { fromMs, toMs } of near.iterate(projectNo, span.toMs)) {
        if (toMs <= span.fromMs) break;
        found.push(fromMs);
      }
      for (const fromMs of found) remove.run(projectNo, fromMs);
    },
  };
}

/** Since when there are no blocks, by project: most sessions that change are younger. */
function createUntil(db: Database) {
  const last = db.query<{ ms: number }, [number]>(
    'select to_ms as ms from packed_sessions where project_no = ? order by from_ms desc limit 1',
  );
  const byProject = new Map<number, number>();
  const of = (projectNo: number): number => {
    const known = byProject.get(projectNo);
    if (known !== undefined) return known;
    const ms = last.get(projectNo)?.ms ?? 0;
    byProject.set(projectNo, ms);
    return ms;
  };
  return {
    of,
    raise(projectNo: number, toMs: number): void {
      byProject.set(projectNo, Math.max(of(projectNo), toMs));
    },
  };
}

function prepareNumbers(db: Database) {
  const given = db.query<{ given: number }, [number]>(
    'select given from visitor_numbers where project_no = ?',
  );
  const raise = db.query<unknown, [number, number]>(
    `insert into visitor_numbers (project_no, given) values (?, ?)
     on conflict (project_no) do update set given = excluded.given`,
  );
  // The row is there, as every session's visitor has one; were it not, it would be what it says here.
  const write = db.query<unknown, [number, string, number, number]>(
    `insert into visitors (project_no, visitor, first_at_ms, number) values (?, ?, ?, ?)
     on conflict (project_no, visitor) do update set number = excluded.number`,
  );
  return {
    /** Numbers for the visitors of a block; `write` keeps those that were given. */
    of(projectNo: number) {
      const since = given.get(projectNo)?.given ?? 0;
      const fresh = new Map<string, { number: number; startedAtMs: number }>();
      return {
        of([, , startedAtMs, , visitor, , , , , , known]: SessionTuple): number {
          const given = known ?? fresh.get(visitor)?.number;
          if (given !== undefined) return given;
          const number = since + fresh.size;
          fresh.set(visitor, { number, startedAtMs });
          return number;
        },
        write(): void {
          for (const [visitor, { number, startedAtMs }] of fresh)
            write.run(projectNo, visitor, startedAtMs, number);
          if (fresh.size > 0) raise.run(projectNo, since + fresh.size);
        },
      };
    },
  };
}
