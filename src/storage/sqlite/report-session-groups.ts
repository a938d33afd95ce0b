// Which value of a dimension each session of the columns has, as a number; values in the order they are met.

import type { Database } from 'bun:sqlite';
import { NO_VALUE } from '../../contract/dimensions.ts';
import type { SessionSplit } from '../../contract/metrics.ts';
import type { Scope } from '../port.ts';
import { unpackWords } from './packed-sessions.ts';
import { READS_WHOLE } from './report-filters.ts';
import { pathReader } from './report-path-reader.ts';
import type { Piece, SessionColumns } from './report-session-columns.ts';
import { type BlockDimension, readTuples, type Word, type WordBlock, wordsOf } from './session-block.ts';

export type SessionGroups = {
  /** Of sessions that are in the scope; others have none. */
  group: Uint32Array;
  names: string[];
};

export function readGroups(
  db: Database,
  asked: Pick<Scope, 'projectNo' | 'pageRules'>,
  columns: SessionColumns,
  split: SessionSplit,
): SessionGroups {
  const { projectNo } = asked;
  if (split === 'visitor') return byVisitor(columns, readVisitors(db, projectNo, columns).names);
  if (split === 'visitor_type') return byReturning(columns, readVisitors(db, projectNo, columns).firstAtMs);
  return byWords(db, asked, columns, split);
}

function byWords(
  db: Database,
  asked: Pick<Scope, 'projectNo' | 'pageRules'>,
  columns: SessionColumns,
  dimension: BlockDimension,
): SessionGroups {
  const group = new Uint32Array(columns.count);
  const groups = createGroups();
  const pathOf = dimension === 'entry' || dimension === 'exit' ? pathReader(db, asked) : null;
  const nameOf = (word: Word): string | null =>
    pathOf ? pathOf(word as number | null) : word === null ? null : String(word);
  for (const { at, codes, words } of wordBlocks(db, columns, dimension)) {
    const groupOf = new Int32Array(words.length).fill(-1);
    for (let row = 0; row < codes.length; row += 1) {
      if (columns.isIn[at + row] !== 1) continue;
      const code = codes[row] as number;
      if (groupOf[code] === -1) groupOf[code] = groups.of(nameOf(words[code] as Word) ?? NO_VALUE);
      group[at + row] = groupOf[code] as number;
    }
  }
  return { group, names: groups.names };
}

/** Calls `visit` with the value of each session in the scope, by its place in the columns; pages come as ids. */
export function readWords(
  db: Database,
  columns: SessionColumns,
  dimension: BlockDimension,
  visit: (row: number, word: Word) => void,
): void {
  for (const { at, codes, words } of wordBlocks(db, columns, dimension)) {
    for (let row = 0; row < codes.length; row += 1) {
      if (columns.isIn[at + row] === 1) visit(at + row, words[codes[row] as number] as Word);
    }
  }
}

function* wordBlocks(
  db: Database,
  { pieces }: SessionColumns,
  dimension: BlockDimension,
): Generator<WordBlock & { at: number }> {
  const blocks = db.query<{ body: Uint8Array }, [number, number, string]>(
    'select body from packed_sessions where project_no = ? and from_ms = ? and field = ?',
  );
  for (const piece of pieces) {
    const { at, projectNo, fromMs } = piece;
    const body = piece.isBlock ? blocks.get(projectNo, fromMs, dimension)?.body : undefined;
    yield { at, ...(body ? unpackWords(body) : wordsOfRows(db, piece, dimension)) };
  }
}

/** The rows of a stretch once more, in the same order; also of a block made before there was the dimension. */
function wordsOfRows(db: Database, piece: Piece, dimension: BlockDimension): WordBlock {
  return wordsOf(readTuples(db, piece, { dimensions: [dimension] }), 0);
}

function byVisitor({ count, isIn, visitor }: SessionColumns, names: readonly string[]): SessionGroups {
  const group = new Uint32Array(count);
  const groups = createGroups();
  for (let row = 0; row < count; row += 1) {
    if (isIn[row] === 1) group[row] = groups.of(names[visitor[row] as number] ?? NO_VALUE);
  }
  return { group, names: groups.names };
}

function byReturning(
  { count, isIn, visitor, startedAtMs }: SessionColumns,
  firstAtMs: Float64Array,
): SessionGroups {
  const group = new Uint32Array(count);
  const groups = createGroups();
  for (let row = 0; row < count; row += 1) {
    if (isIn[row] !== 1) continue;
    const isReturning = (startedAtMs[row] as number) > (firstAtMs[visitor[row] as number] as number);
    group[row] = groups.of(isReturning ? 'returning' : 'new');
  }
  return { group, names: groups.names };
}

/** Numbers names in the order they come. */
export function createGroups(): { of(name: string): number; names: string[] } {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  return {
    names,
    of(name) {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, names.length);
      return names.push(name) - 1;
    },
  };
}

/** Names of the project's visitors and when each came first, by number. */
export function readVisitors(
  db: Database,
  projectNo: number,
  { visitors, unnumbered }: Pick<SessionColumns, 'visitors' | 'unnumbered'>,
): { names: string[]; firstAtMs: Float64Array } {
  const names: string[] = [];
  const firstAtMs = new Float64Array(Math.max(visitors, unnumbered.since + unnumbered.visitors.length));
  const rows = db.query(VISITORS).values(projectNo) as [number, string, number][];
  for (const [number, visitor, atMs] of rows) {
    names[number] = visitor;
    firstAtMs[number] = atMs;
  }
  for (const [index, own] of unnumbered.visitors.entries()) {
    names[unnumbered.since + index] = own.visitor;
    firstAtMs[unnumbered.since + index] = own.firstAtMs;
  }
  return { names, firstAtMs };
}

const VISITORS = `
select w.number, w.visitor, w.first_at_ms
from visitors w
where w.project_no = ? ${READS_WHOLE}
  and w.number is not null`;
