// The facts that a funnel's units walk through: pageviews and custom events of the sessions of a scope, each with the
// steps that it is.

import type { Database } from 'bun:sqlite';
import type { FunnelQuery } from '../port-paths.ts';
import { type StepBits, stepBits } from './report-funnel-steps.ts';
import { readSessionColumns, type SessionColumns } from './report-session-columns.ts';
import { type PieceFacts, readSessionFacts } from './report-session-facts.ts';

/** `session` is a place in the columns. */
export type UnitFact = { tsMs: number; steps: number; session: number };
export type FunnelFacts = {
  columns: SessionColumns;
  /** Facts in order of each unit that may have taken the first step. */
  units: UnitFact[][];
};

const FIRST = 1;

export function readFunnelFacts(db: Database, query: FunnelQuery): FunnelFacts {
  const columns = readSessionColumns(db, query, { isBegun: true });
  const bits = stepBits(db, query.projectNo, query.steps);
  // Under strict order also what is no step counts: it comes between.
  const isStrict = query.order === 'strict';
  const needs = {
    views: isStrict || query.steps.some(({ kind }) => kind !== 'event'),
    customs: isStrict || query.steps.some(({ kind }) => kind === 'event'),
    props: bits.hasConditions,
  };
  const byUnit: UnitFact[][] = [];
  const unitOf = query.unit === 'visitor' ? columns.visitor : null;
  for (const piece of readSessionFacts(db, columns, needs)) {
    const stepsAt = stepReader(piece, bits);
    const { counts, offsetMs } = piece.facts;
    let place = 0;
    for (let own = 0; own < counts.length; own += 1) {
      const session = piece.at + own;
      const end = place + (counts[own] as number);
      if (columns.isIn[session] !== 1) place = end;
      const startMs = columns.startedAtMs[session] as number;
      for (; place < end; place += 1) {
        const steps = stepsAt(place);
        if (steps === 0 && !isStrict) continue;
        const unit = unitOf === null ? session : (unitOf[session] as number);
        let facts = byUnit[unit];
        if (facts === undefined) {
          facts = [];
          byUnit[unit] = facts;
        }
        // One thing that comes between is as good as several.
        if (steps === 0 && unitOf === null && (facts.at(-1)?.steps ?? 0) === 0) continue;
        facts.push({ tsMs: startMs + (offsetMs[place] as number), steps, session });
      }
    }
  }
  const units = byUnit.filter((facts) => facts.some(({ steps }) => (steps & FIRST) !== 0));
  // Facts of one session are in order; of several mostly too, as they come by their start.
  const compare = (a: UnitFact, b: UnitFact): number => a.tsMs - b.tsMs || compareKeys(columns, a, b);
  for (const facts of unitOf === null ? [] : units) {
    if (facts.some((fact, at) => at > 0 && compare(facts[at - 1] as UnitFact, fact) > 0)) facts.sort(compare);
  }
  return { columns, units };
}

/** In a tie the facts of a session stay together, in their order. */
function compareKeys({ session, part }: SessionColumns, a: UnitFact, b: UnitFact): number {
  return (
    (session[a.session] as number) - (session[b.session] as number) ||
    (part[a.session] as number) - (part[b.session] as number)
  );
}

/** Steps of the fact at a place; to be asked in ascending order. */
function stepReader({ facts, props }: PieceFacts, bits: StepBits): (place: number) => number {
  const { codes, words } = facts;
  if (props === null) {
    const known = words.map((word) => bits.of(word, null));
    return (place) => known[codes[place] as number] as number;
  }
  let at = 0;
  return (place) => {
    const word = words[codes[place] as number] as (typeof words)[number];
    while (at < props.places.length && (props.places[at] as number) < place) at += 1;
    const text = props.places[at] === place ? props.words[props.codes[at] as number] : undefined;
    return bits.of(word, text ?? null);
  };
}
