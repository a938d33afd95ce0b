// The sessions of a scope as columns of numbers: from blocks where sessions are packed, and from rows where they are not.
// Whether a session is in the scope is marked and not cut out, so that what it did keeps its place.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import type { Scope } from '../port.ts';
import { unpackCore } from './packed-sessions.ts';
import { sessionsTouching } from './report-filters.ts';
import { sessionScan } from './report-session-scan.ts';
import {
  CORE,
  type CoreBlock,
  coreOf,
  readTuples,
  type SessionTuple,
  type Stretch,
} from './session-block.ts';
import { createSessionMap } from './session-map.ts';

export type SessionColumns = {
  count: number;
  session: Float64Array;
  part: Uint32Array;
  startedAtMs: Float64Array;
  durationMs: Float64Array;
  /** A number within the project, below `visitors`. */
  visitor: Uint32Array;
  visitors: number;
  pageviews: Uint32Array;
  customs: Uint32Array;
  events: Uint32Array;
  clicks: Uint32Array;
  /** 1 for sessions that pass the scope's filters and have or may have events in its range. */
  isIn: Uint8Array;
  pieces: Piece[];
  /** Visitors that have no number yet: these follow on those that were given. */
  unnumbered: { since: number; visitors: { visitor: string; firstAtMs: number }[] };
};
/** Sessions that stand together: a block, or the rows of a stretch that has none. */
export type Piece = Stretch & { isBlock: boolean; at: number; core: CoreBlock };

type StoredBlock = { fromMs: number; toMs: number; body: Uint8Array | null };

const BLOCKS = `
select from_ms as fromMs, to_ms as toMs, case when last_ms >= ? and to_ms > ? then body end as body
from packed_sessions
where project_no = ?
  and from_ms < ?
  and field = 'core'
order by from_ms`;

/** With `isBegun` only sessions that begin in the range, else also those that began before it and go on in it. */
export function readSessionColumns(
  db: Database,
  scope: Scope,
  { isBegun = false }: { isBegun?: boolean } = {},
): SessionColumns {
  const sinceMs = isBegun ? scope.fromMs : scope.fromMs - LIMITS.sessionMaxMs;
  const local = createLocalNumbers(db, scope.projectNo);
  const blocks = db
    .query<StoredBlock, number[]>(BLOCKS)
    .all(scope.fromMs, sinceMs, scope.projectNo, scope.toMs);
  const pieces: Piece[] = [];
  let at = 0;
  const add = (piece: Omit<Piece, 'at'>): void => {
    pieces.push({ ...piece, at });
    at += piece.core.session.length;
  };
  const addRows = (fromMs: number, toMs: number): void => {
    if (fromMs >= toMs) return;
    const isWhole = sessionScan(db, { projectNo: scope.projectNo, fromMs, toMs }) === 'whole';
    const stretch = { projectNo: scope.projectNo, fromMs, toMs, isWhole };
    const tuples = readTuples(db, stretch, { dimensions: [] });
    add({ ...stretch, isBlock: false, core: coreOf(tuples, fromMs, local.numberOf) });
  };
  let freeMs = sinceMs;
  for (const { fromMs, toMs, body } of blocks) {
    addRows(freeMs, fromMs);
    freeMs = Math.max(freeMs, toMs);
    if (body) add({ projectNo: scope.projectNo, fromMs, toMs, isBlock: true, core: unpackCore(body) });
  }
  addRows(freeMs, scope.toMs);
  const columns = { ...join(pieces, at), pieces, unnumbered: local.all() };
  mark(db, columns, { scope, sinceMs });
  return columns;
}

function join(pieces: readonly Piece[], count: number): Omit<SessionColumns, 'pieces' | 'unnumbered'> {
  const columns = {
    session: new Float64Array(count),
    part: new Uint32Array(count),
    startedMs: new Float64Array(count),
    durationMs: new Float64Array(count),
    visitor: new Uint32Array(count),
    pageviews: new Uint32Array(count),
    customs: new Uint32Array(count),
    events: new Uint32Array(count),
    clicks: new Uint32Array(count),
    isBot: new Uint8Array(count),
  };
  let most = -1;
  for (const { at, core, fromMs } of pieces) {
    for (const name of CORE) columns[name].set(core[name], at);
    const end = at + core.session.length;
    for (let row = at; row < end; row += 1) {
      columns.startedMs[row] = (columns.startedMs[row] as number) + fromMs;
      most = Math.max(most, columns.visitor[row] as number);
    }
  }
  const { startedMs, isBot, ...rest } = columns;
  return { count, ...rest, startedAtMs: startedMs, isIn: isBot, visitors: most + 1 };
}

/** Makes of `isIn`, which says so far who is a bot, whether the session is in the scope. */
function mark(
  db: Database,
  { count, session, part, startedAtMs, durationMs, isIn }: SessionColumns,
  { scope, sinceMs }: { scope: Scope; sinceMs: number },
): void {
  const { fromMs, toMs, includeBots } = scope;
  const passes = scope.filters.length === 0 ? null : passing(db, scope);
  for (let row = 0; row < count; row += 1) {
    const startMs = startedAtMs[row] as number;
    const isNear = startMs >= sinceMs && startMs < toMs && startMs + (durationMs[row] as number) >= fromMs;
    const isKnown = isNear && (includeBots || isIn[row] === 0);
    isIn[row] =
      isKnown && (passes === null || passes.get(session[row] as number, part[row] as number) === 0) ? 1 : 0;
  }
}

/** Those that pass the scope's filters have the number 0. */
function passing(db: Database, scope: Scope): ReturnType<typeof createSessionMap> {
  const touching = sessionsTouching(scope, sessionScan(db, scope));
  const rows = db
    .query<unknown, SQLQueryBindings[]>(`select s.session, s.part from sessions s where ${touching.sql}`)
    .values(...touching.params) as [session: number, part: number][];
  const found = createSessionMap();
  for (const row of rows) found.set(row[0], row[1], 0);
  return found;
}

/** Numbers for visitors of whom no session is packed, beyond those that are given. */
function createLocalNumbers(db: Database, projectNo: number) {
  const given = db.query<{ given: number }, [number]>(
    'select given from visitor_numbers where project_no = ?',
  );
  const since = given.get(projectNo)?.given ?? 0;
  const numbers = new Map<string, number>();
  const visitors: SessionColumns['unnumbered']['visitors'] = [];
  return {
    all: () => ({ since, visitors }),
    numberOf([, , startedAtMs, , visitor, , , , , , number, firstAtMs]: SessionTuple): number {
      if (number !== null) return number;
      const known = numbers.get(visitor);
      if (known !== undefined) return known;
      const next = since + visitors.push({ visitor, firstAtMs: firstAtMs ?? startedAtMs }) - 1;
      numbers.set(visitor, next);
      return next;
    },
  };
}
