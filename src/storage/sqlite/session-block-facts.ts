// What the sessions of a block did: pageviews and custom events of each, in the order of compareEvents().

import type { Database } from 'bun:sqlite';
import { compareEventIds } from '../../contract/event-order.ts';
import { UNSEEN_VIEW } from '../port-kinds.ts';
import { type CoreBlock, type Stretch, startsIn } from './session-block.ts';
import { createSessionMap } from './session-map.ts';

/** A page's id, or name and category of a custom event. */
export type FactWord = number | readonly [name: string, category: string];
export type FactBlock = {
  /** Facts of each session of the block. */
  counts: ArrayLike<number>;
  /** Of each fact: time since its session's start, and which of the words it is. */
  offsetMs: ArrayLike<number>;
  codes: ArrayLike<number>;
  words: readonly FactWord[];
};
/** What only some facts have, with their places in the block: values of custom events, and their properties as JSON. */
export type ValueBlock = { places: ArrayLike<number>; values: ArrayLike<number> };
export type PropBlock = { places: ArrayLike<number>; codes: ArrayLike<number>; words: readonly string[] };
export type WholeFacts = { facts: FactBlock; values: ValueBlock; props: PropBlock };

type Row = [
  ...[session: number, part: number, tsMs: number, eventId: string, page: number | null],
  ...[name: string | null, category: string | null, value: number | null, props: string | null],
];

const SQL = {
  views: `
select v.session, v.part, v.ts_ms, v.event_id, v.page, null, null, null, null
from sessions s
cross join views v
  on v.project_no = s.project_no
  and v.session = s.session
  and v.part = s.part
  and v.event_id <> '${UNSEEN_VIEW.eventId}'
where ${startsIn(false)}`,
  // By their time, in which they stand together: to look up those of each session takes four times as long.
  customs: `
select c.session, c.part, c.ts_ms, c.event_id, null, c.name, c.category, c.value, c.props
from customs c
where c.project_no = ?
  and c.ts_ms >= ?
  and c.ts_ms <= ?`,
};

/** Of the sessions in `core`, which are all of the stretch. */
export function readFacts(
  db: Database,
  stretch: Stretch,
  core: CoreBlock,
  kinds: { views: boolean; customs: boolean } = { views: true, customs: true },
): WholeFacts {
  const { projectNo, fromMs, toMs } = stretch;
  const bySession: Row[][] = Array.from({ length: core.session.length }, () => []);
  const rowOf = createSessionMap();
  for (let row = 0; row < core.session.length; row += 1)
    rowOf.set(core.session[row] as number, core.part[row] as number, row);
  const add = (rows: Row[]): void => {
    for (const row of rows) bySession[rowOf.get(row[0], row[1])]?.push(row);
  };
  if (kinds.views) add(db.query(SQL.views).values(projectNo, fromMs, toMs) as Row[]);
  if (kinds.customs) add(db.query(SQL.customs).values(projectNo, fromMs, endOf(core, fromMs)) as Row[]);
  return columnsOf(bySession, (session) => fromMs + (core.startedMs[session] as number));
}

/** When the last of the sessions ends. */
function endOf({ startedMs, durationMs }: CoreBlock, fromMs: number): number {
  let lastMs = 0;
  for (let row = 0; row < startedMs.length; row += 1)
    lastMs = Math.max(lastMs, (startedMs[row] as number) + (durationMs[row] as number));
  return fromMs + lastMs;
}

function columnsOf(sessions: readonly Row[][], startOf: (session: number) => number): WholeFacts {
  const size = sessions.reduce((sum, rows) => sum + rows.length, 0);
  const facts = { offsetMs: new Float64Array(size), codes: new Uint32Array(size) };
  const words = createWords<FactWord>();
  const propWords = createWords<string>();
  const valued = { places: [] as number[], values: [] as number[] };
  const props = { places: [] as number[], codes: [] as number[] };
  let place = 0;
  for (const [session, rows] of sessions.entries()) {
    const startMs = startOf(session);
    rows.sort(byTime);
    for (const [, , tsMs, , page, name, category, value, text] of rows) {
      facts.offsetMs[place] = tsMs - startMs;
      facts.codes[place] =
        page === null
          ? words.of(`${name?.length} ${name}${category}`, [name ?? '', category ?? ''])
          : words.of(page, page);
      if (value !== null) {
        valued.places.push(place);
        valued.values.push(value);
      }
      if (text !== null) {
        props.places.push(place);
        props.codes.push(propWords.of(text, text));
      }
      place += 1;
    }
  }
  return {
    facts: { counts: sessions.map(({ length }) => length), ...facts, words: words.all },
    values: valued,
    props: { ...props, words: propWords.all },
  };
}

function byTime(a: Row, b: Row): number {
  return a[2] - b[2] || compareEventIds(a[3], b[3]);
}

/** Numbers words in the order they come. */
function createWords<T>() {
  const numbers = new Map<string | number, number>();
  const all: T[] = [];
  return {
    all,
    of(key: string | number, word: T): number {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, all.length);
      return all.push(word) - 1;
    },
  };
}
