// Which steps of a funnel a pageview or custom event is. SQLite judges patterns and properties, each word once, so that
// they mean what they mean in filters.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { PropCondition } from '../../contract/funnels.ts';
import type { StepQuery } from '../port-paths.ts';
import { type Condition, compareText } from './report-filters.ts';
import type { FactWord } from './session-block-facts.ts';

/** Bit k for step k. */
export type StepBits = {
  /** Steps that a page is, or that an event of this name is but for its properties. */
  ofWord(word: FactWord): number;
  /** Steps that ask for properties. */
  conditioned: number;
  /** Those of the conditioned steps `asked` whose conditions properties meet (JSON, or null without any). */
  holding(asked: number, props: string | null): number;
};

export function stepBits(db: Database, projectNo: number, steps: readonly StepQuery[]): StepBits {
  const conditionsOf = (step: StepQuery) => (step.kind === 'event' ? step.where : []);
  const holds = steps.map((step) =>
    remember(
      (props: string | null) => props,
      (props) => conditionsOf(step).every((condition) => propHolds(db, condition, props)),
    ),
  );
  return {
    ofWord: remember(wordKey, (word) =>
      bitsOf(steps, (step) =>
        typeof word === 'number'
          ? isPage(db, projectNo, step, word)
          : step.kind === 'event' && step.name === word[0],
      ),
    ),
    conditioned: bitsOf(steps, (step) => conditionsOf(step).length > 0),
    holding: (asked, props) =>
      bitsOf(steps, (_, index) => (asked & (1 << index)) !== 0 && (holds[index]?.(props) ?? false)),
  };
}

/** A page, or the name of an event. */
function wordKey(word: FactWord): number | string {
  return typeof word === 'number' ? word : word[0];
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

function remember<T, K, V>(keyOf: (value: T) => K, work: (value: T) => V): (value: T) => V {
  const known = new Map<K, V>();
  return (value) => {
    const key = keyOf(value);
    const found = known.get(key) ?? work(value);
    known.set(key, found);
    return found;
  };
}
