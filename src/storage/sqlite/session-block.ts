// Sessions of a stretch of time as columns: how rows become them. Blocks of days that are over are kept
// (packed-sessions.ts); reports make the same of the rest as they read. What sessions did is in session-block-facts.ts.

import type { Database } from 'bun:sqlite';
import { SPLIT_DIMENSIONS, type SplitDimension } from '../../contract/dimensions.ts';
import { TEXT_COLUMNS } from './report-dimensions.ts';
import { READS_WHOLE } from './report-filters.ts';
import { WHOLE_SESSIONS } from './session-words.ts';

/** What every session has. `startedMs` is since the block's start, `visitor` a number within the project. */
export const CORE = [
  ...(['session', 'part', 'startedMs', 'durationMs', 'visitor'] as const),
  ...(['pageviews', 'customs', 'events', 'clicks', 'isBot'] as const),
] as const;
export type CoreName = (typeof CORE)[number];
export type CoreBlock = Record<CoreName, ArrayLike<number>>;

/** Visitors stand in the core. */
export type BlockDimension = Exclude<SplitDimension, 'visitor'>;
export const BLOCK_DIMENSIONS = SPLIT_DIMENSIONS.filter((name): name is BlockDimension => name !== 'visitor');
/** A value of a dimension; pages stand as their ids. */
export type Word = string | number | null;
/** A value for each session, as its place among the words. */
export type WordBlock = { codes: ArrayLike<number>; words: readonly Word[] };

/** A session's row by place, as `values()` gives it; dimensions follow. */
export type SessionTuple = [
  ...[session: number, part: number, startedAtMs: number, durationMs: number, visitor: string],
  ...[pageviews: number, customs: number, events: number, clicks: number, isBot: number],
  ...[number: number | null, firstAtMs: number | null],
  ...dimensions: Word[],
];
const AT = { session: 0, part: 1, startedAtMs: 2, durationMs: 3, counts: 5, number: 10, dimensions: 12 };

/** Sessions that begin in it. `isWhole` reads them in the table's own order, see report-session-scan.ts. */
export type Stretch = { projectNo: number; fromMs: number; toMs: number; isWhole?: boolean };

/** In order of their start, unless read whole; at most `limit`. */
export function readTuples(
  db: Database,
  { projectNo, fromMs, toMs, isWhole = false }: Stretch,
  { dimensions, limit = -1 }: { dimensions: readonly BlockDimension[]; limit?: number },
): SessionTuple[] {
  const rows = db.query(`
select
  s.session, s.part, s.started_at_ms, s.ended_at_ms - s.started_at_ms, s.visitor,
  s.pageviews, s.customs, s.events, s.clicks, s.is_bot, w.number, w.first_at_ms
  ${dimensions.map((name) => `, ${sqlOf(name)}`).join('')}
from ${WHOLE_SESSIONS} s
left join visitors w
  on w.project_no = s.project_no
  and w.visitor = s.visitor
where ${startsIn(isWhole)}
${isWhole ? '' : 'order by s.started_at_ms, s.session, s.part'}
limit ?`);
  return rows.values(projectNo, fromMs, toMs, limit) as SessionTuple[];
}

/** Condition on `sessions s` with the parameters project, from and to. */
export function startsIn(isWhole: boolean): string {
  const start = isWhole ? '+s.started_at_ms' : 's.started_at_ms';
  return `s.project_no = ?${isWhole ? ` ${READS_WHOLE}` : ''}
  and ${start} >= ?
  and ${start} < ?`;
}

function sqlOf(dimension: BlockDimension): string {
  return dimension === 'entry' || dimension === 'exit' ? `s.${dimension}_page` : TEXT_COLUMNS[dimension];
}

/** `numberOf` tells each visitor's number. */
export function coreOf(
  tuples: readonly SessionTuple[],
  fromMs: number,
  numberOf: (tuple: SessionTuple) => number,
): CoreBlock {
  const column = (read: (tuple: SessionTuple) => number): Float64Array => {
    const values = new Float64Array(tuples.length);
    for (let row = 0; row < tuples.length; row += 1) values[row] = read(tuples[row] as SessionTuple);
    return values;
  };
  const counter = (place: number) => column((tuple) => tuple[AT.counts + place] as number);
  return {
    session: column((tuple) => tuple[0]),
    part: column((tuple) => tuple[1]),
    startedMs: column((tuple) => tuple[2] - fromMs),
    durationMs: column((tuple) => tuple[3]),
    visitor: column(numberOf),
    ...{ pageviews: counter(0), customs: counter(1), events: counter(2), clicks: counter(3) },
    isBot: counter(4),
  };
}

/** Of the dimension at that place among those that were asked. */
export function wordsOf(tuples: readonly SessionTuple[], place: number): WordBlock {
  const numbers = new Map<Word, number>();
  const codes = new Uint32Array(tuples.length);
  for (let row = 0; row < tuples.length; row += 1) {
    const word = (tuples[row] as SessionTuple)[AT.dimensions + place] as Word;
    let code = numbers.get(word);
    if (code === undefined) {
      code = numbers.size;
      numbers.set(word, code);
    }
    codes[row] = code;
  }
  return { codes, words: [...numbers.keys()] };
}
