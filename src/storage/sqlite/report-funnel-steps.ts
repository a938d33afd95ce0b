// Which steps of a funnel a pageview or custom event is. SQLite judges patterns and properties, each word once, so that
// they mean what they mean in filters.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { PropCondition } from '../../contract/funnels.ts';
import type { StepQuery } from '../port-paths.ts';
import { type Condition, compareText } from './report-filters.ts';
import type { FactWord } from './session-block-facts.ts';

export type StepBits = {
  /** Bit k for step k, of a page or of an event with these properties (JSON, or null without any). */
  of(word: FactWord, props: string | null): number;
  /** Whether any step asks for properties. */
  hasConditions: boolean;
};

type EventStep = Extract<StepQuery, { kind: 'event' }>;

export function stepBits(db: Database, projectNo: number, steps: readonly StepQuery[]): StepBits {
  const ofPage = remember((page: number) => bitsOf(steps, (step) => isPage(db, projectNo, step, page)));
  const holds = steps.map((step) =>
    step.kind === 'event' && step.where.length > 0
      ? remember((props: string | null) => step.where.every((condition) => propHolds(db, condition, props)))
      : null,
  );
  const isEvent = (step: EventStep, index: number, [name, props]: [string, string | null]): boolean =>
    step.name === name && (holds[index]?.(props) ?? true);
  return {
    hasConditions: holds.some((condition) => condition !== null),
    of(word, props) {
      if (typeof word === 'number') return ofPage(word);
      return bitsOf(steps, (step, index) => step.kind === 'event' && isEvent(step, index, [word[0], props]));
    },
  };
}

function bitsOf(steps: readonly StepQuery[], isOf: (step: StepQuery, index: number) => boolean): number {
  return steps.reduce((bits, step, index) => (isOf(step, index) ? bits | (1 << index) : bits), 0);
}

function isPage(db: Database, projectNo: number, step: StepQuery, page: number): boolean {
  if (step.kind === 'event') return false;
  if (step.kind === 'pages') return step.pages.includes(page);
  const { sql, params } = compareText('path', step.op, step.value);
  return isFound(db, `select 1 from pages where project_no = ? and page = ? and ${sql}`, [
    ...[projectNo, page],
    ...params,
  ]);
}

function propHolds(db: Database, { key, op, value }: PropCondition, props: string | null): boolean {
  const isSize = op === 'min' || op === 'max';
  const text = "case when own.type in ('true', 'false') then own.type else cast(own.value as text) end";
  const compared: Condition = isSize
    ? {
        sql: `own.type in ('integer', 'real') and own.value ${op === 'min' ? '>=' : '<='} ?`,
        params: [Number(value)],
      }
    : compareText(text, op === 'is_not' ? 'is' : op, value);
  const sql = `
select 1
from json_each(?) own
where own.key = ?
  and own.type <> 'null'
  and ${compared.sql}`;
  return isFound(db, sql, [props, key, ...compared.params]) !== (op === 'is_not');
}

function isFound(db: Database, sql: string, params: readonly SQLQueryBindings[]): boolean {
  return db.query<unknown, SQLQueryBindings[]>(sql).get(...params) !== null;
}

function remember<K, V>(work: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key);
    if (value !== undefined) return value;
    const found = work(key);
    known.set(key, found);
    return found;
  };
}
