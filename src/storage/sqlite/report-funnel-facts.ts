// The facts that a funnel's units walk through: pageviews and custom events of the sessions of a scope, each with the
// steps that it is.

import type { Database } from 'bun:sqlite';
import type { FunnelQuery } from '../port-paths.ts';
import type { FunnelFacts } from './funnel-walk.ts';
import { type StepBits, stepBits } from './report-funnel-steps.ts';
import { readSessionColumns, type SessionColumns } from './report-session-columns.ts';
import { type PieceFacts, readSessionFacts } from './report-session-facts.ts';

export type UnitFacts = {
  columns: SessionColumns;
  /** Sessions are places in the columns. */
  facts: FunnelFacts;
  /** Where the facts of each unit that may have taken the first step begin, in order; one start more than units. */
  starts: Uint32Array;
};
/** A piece with the steps of each of its facts. */
type Stepped = { piece: PieceFacts; steps: Uint16Array };
/** What is walked, and by whom: a unit for each session of the columns, -1 for those that are not in the scope. */
type Walk = { unitOf: Int32Array; units: number; isStrict: boolean };

const FIRST = 1;

export function readFunnelFacts(db: Database, query: FunnelQuery): UnitFacts {
  const columns = readSessionColumns(db, query, { isBegun: true });
  const bits = stepBits(db, query.projectNo, query.steps);
  // Under strict order also what is no step counts: it comes between.
  const isStrict = query.order === 'strict';
  const needs = {
    views: isStrict || query.steps.some(({ kind }) => kind !== 'event'),
    customs: isStrict || query.steps.some(({ kind }) => kind === 'event'),
    props: bits.conditioned !== 0,
  };
  const pieces: Stepped[] = [];
  for (const piece of readSessionFacts(db, columns, needs))
    pieces.push({ piece, steps: stepsOf(piece, bits) });
  const walk = { ...unitsOf(columns, query), isStrict };
  const { starts, places } = countFacts(pieces, walk);
  const facts = placeFacts(pieces, { columns, walk, places, size: starts.at(-1) as number });
  if (query.unit === 'visitor') sortUnits(facts, starts, columns);
  return { columns, facts, starts };
}

function unitsOf({ count, isIn, visitor, visitors }: SessionColumns, { unit }: FunnelQuery) {
  const unitOf = new Int32Array(count).fill(-1);
  for (let row = 0; row < count; row += 1)
    if (isIn[row] === 1) unitOf[row] = unit === 'visitor' ? (visitor[row] as number) : row;
  return { unitOf, units: unit === 'visitor' ? visitors : count };
}

function stepsOf({ facts: { codes, words }, props }: PieceFacts, bits: StepBits): Uint16Array {
  const { conditioned, holding } = bits;
  const byWord = Uint16Array.from(words, (word) => bits.ofWord(word));
  const steps = new Uint16Array(codes.length);
  const without = ~conditioned | holding(conditioned, null);
  for (let place = 0; place < steps.length; place += 1)
    steps[place] = (byWord[codes[place] as number] as number) & without;
  if (props === null) return steps;
  // Of each text the conditions that were judged so far, and those that hold.
  const judged = new Uint16Array(props.words.length);
  const held = new Uint16Array(props.words.length);
  for (let at = 0; at < props.places.length; at += 1) {
    const place = props.places[at] as number;
    const own = byWord[codes[place] as number] as number;
    if ((own & conditioned) === 0) continue;
    const text = props.codes[at] as number;
    const unknown = own & conditioned & ~(judged[text] as number);
    if (unknown !== 0) {
      judged[text]! |= unknown;
      held[text]! |= holding(unknown, props.words[text] as string);
    }
    steps[place] = own & (~conditioned | (held[text] as number));
  }
  return steps;
}

/** Where the facts of units begin that may have taken the first step, and for each unit where its next fact goes, or -1. */
function countFacts(pieces: readonly Stepped[], { unitOf, units, isStrict }: Walk) {
  const kept = new Uint32Array(units);
  const isBegun = new Uint8Array(units);
  for (const { piece, steps } of pieces) {
    const { counts } = piece.facts;
    let place = 0;
    for (let own = 0; own < counts.length; own += 1) {
      const unit = unitOf[piece.at + own] as number;
      const end = place + (counts[own] as number);
      if (unit < 0) place = end;
      for (; place < end; place += 1) {
        const bits = steps[place] as number;
        if (bits === 0 && !isStrict) continue;
        kept[unit]! += 1;
        if ((bits & FIRST) !== 0) isBegun[unit] = 1;
      }
    }
  }
  const starts = new Uint32Array(units + 1);
  const places = new Int32Array(units).fill(-1);
  let begun = 0;
  let next = 0;
  for (let unit = 0; unit < units; unit += 1) {
    if (isBegun[unit] !== 1) continue;
    places[unit] = next;
    starts[begun] = next;
    begun += 1;
    next += kept[unit] as number;
  }
  starts[begun] = next;
  return { starts: starts.subarray(0, begun + 1), places };
}

function placeFacts(
  pieces: readonly Stepped[],
  given: { columns: SessionColumns; walk: Walk; places: Int32Array; size: number },
): FunnelFactColumns {
  const { columns, walk, places, size } = given;
  const { unitOf, isStrict } = walk;
  const facts = {
    tsMs: new Float64Array(size),
    steps: new Uint16Array(size),
    session: new Uint32Array(size),
  };
  for (const { piece, steps } of pieces) {
    const { counts, offsetMs } = piece.facts;
    let place = 0;
    for (let own = 0; own < counts.length; own += 1) {
      const session = piece.at + own;
      const unit = unitOf[session] as number;
      const end = place + (counts[own] as number);
      let at = unit < 0 ? -1 : (places[unit] as number);
      if (at < 0) {
        place = end;
        continue;
      }
      const startMs = columns.startedAtMs[session] as number;
      for (; place < end; place += 1) {
        const bits = steps[place] as number;
        if (bits === 0 && !isStrict) continue;
        facts.tsMs[at] = startMs + (offsetMs[place] as number);
        facts.steps[at] = bits;
        facts.session[at] = session;
        at += 1;
      }
      places[unit] = at;
    }
  }
  return facts;
}

type FunnelFactColumns = { tsMs: Float64Array; steps: Uint16Array; session: Uint32Array };

/** Facts of one session are in order; of several mostly too, as sessions come by their start. */
function sortUnits(facts: FunnelFactColumns, starts: Uint32Array, columns: SessionColumns): void {
  const { tsMs, session } = facts;
  // In a tie the facts of a session stay together, in their order.
  const compare = (a: number, b: number): number =>
    (tsMs[a] as number) - (tsMs[b] as number) ||
    (session[a] === session[b] ? 0 : compareKeys(columns, session[a] as number, session[b] as number));
  for (let unit = 0; unit + 1 < starts.length; unit += 1) {
    const from = starts[unit] as number;
    const to = starts[unit + 1] as number;
    let isSorted = true;
    for (let at = from + 1; isSorted && at < to; at += 1) isSorted = compare(at - 1, at) <= 0;
    if (isSorted) continue;
    const order = Array.from({ length: to - from }, (_, index) => from + index).sort(compare);
    for (const column of [facts.tsMs, facts.steps, facts.session])
      column.set(
        order.map((at) => column[at] as number),
        from,
      );
  }
}

function compareKeys({ session, part }: SessionColumns, a: number, b: number): number {
  return (session[a] as number) - (session[b] as number) || (part[a] as number) - (part[b] as number);
}
