// The facts that a funnel's units walk through: pageviews and custom events of the sessions of a scope, each with the
// steps that it is.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { compareEvents } from '../../contract/event-order.ts';
import type { PropCondition } from '../../contract/funnels.ts';
import { UNSEEN_VIEW } from '../port-kinds.ts';
import type { FunnelQuery, StepQuery } from '../port-paths.ts';
import { TEXT_COLUMNS } from './report-dimensions.ts';
import { type Condition, compareText, sessionsBegun } from './report-filters.ts';

/** One fact: the session's key, its unit, split value and exit page; then when, which, and the bits of its steps. */
type Row = [
  session: number,
  part: number,
  visitor: string | null,
  split: string | null,
  exitPage: number | null,
  tsMs: number,
  eventId: string,
  steps: number,
];
export type FactSession = { session: number; part: number; split: string | null; exitPage: number | null };
export type UnitFact = { tsMs: number; eventId: string; steps: number; session: number };
export type FunnelFacts = {
  sessions: FactSession[];
  /** Facts of each unit in order; `session` is an index into `sessions`. */
  units: UnitFact[][];
};

type Step = { step: StepQuery; bit: number };

export function readFunnelFacts(db: Database, query: FunnelQuery): FunnelFacts {
  const steps = query.steps.map((step, index) => ({ step, bit: 1 << index }));
  const facts = createCollector(query.unit === 'visitor');
  for (const part of [viewFacts(query, steps), customFacts(query, steps)]) {
    if (part === null) continue;
    for (const row of db.query<Row, SQLQueryBindings[]>(part.sql).values(...part.params))
      facts.add(row as Row);
  }
  return facts.all();
}

function createCollector(isByVisitor: boolean) {
  const sessions: FactSession[] = [];
  const sessionIndex = new Map<number, number[]>();
  const byVisitor = new Map<string, UnitFact[]>();
  const bySession: UnitFact[][] = [];

  const indexOf = ([session, part, , split, exitPage]: Row): number => {
    let parts = sessionIndex.get(session);
    if (parts === undefined) {
      parts = [];
      sessionIndex.set(session, parts);
    }
    const known = parts.find((index) => sessions[index]?.part === part);
    if (known !== undefined) return known;
    parts.push(sessions.length);
    return sessions.push({ session, part, split, exitPage }) - 1;
  };

  return {
    add(row: Row) {
      const session = indexOf(row);
      const [, , visitor, , , tsMs, eventId, steps] = row;
      const fact = { tsMs, eventId, steps, session };
      if (!isByVisitor) {
        bySession[session] ??= [];
        bySession[session].push(fact);
        return;
      }
      const known = byVisitor.get(visitor ?? '');
      if (known) known.push(fact);
      else byVisitor.set(visitor ?? '', [fact]);
    },
    all(): FunnelFacts {
      const units = isByVisitor ? [...byVisitor.values()] : bySession;
      for (const unit of units) unit.sort(compareEvents);
      return { sessions, units };
    },
  };
}

/** Null when no step is about pages and nothing else counts either. */
function viewFacts(query: FunnelQuery, steps: readonly Step[]): Condition | null {
  const asked = steps.filter(({ step }) => step.kind !== 'event');
  const isStrict = query.order === 'strict';
  if (asked.length === 0 && !isStrict) return null;
  const bits = asked.map(({ step, bit }) => {
    const { sql, params } = isPageOf(step, query.projectNo);
    return { sql: `(${sql}) * ${bit}`, params };
  });
  // Patterns are matched with the paths of the few pages that a session viewed, not with all there are.
  const hasPattern = asked.some(({ step }) => step.kind === 'path' && step.op === 'glob');
  const among = asked.map(({ step }) => isPageOf(step, query.projectNo));
  const wanted: Condition = isStrict
    ? { sql: '', params: [] }
    : {
        sql: `\n  and (${among.map(({ sql }) => sql).join('\n    or ')})`,
        params: among.flatMap(({ params }) => params),
      };
  return factsOf(query, {
    join: `views v
  on v.project_no = s.project_no
  and v.session = s.session
  and v.part = s.part
  and v.event_id <> '${UNSEEN_VIEW.eventId}'${hasPattern ? VIEWED_PATH : ''}`,
    alias: 'v',
    bits,
    wanted,
  });
}

const VIEWED_PATH = `
cross join pages p
  on p.project_no = v.project_no
  and p.page = v.page`;

/** Whether a view is one of the step's pages. */
function isPageOf(step: StepQuery, projectNo: number): Condition {
  if (step.kind === 'path' && step.op === 'glob') return compareText('p.path', 'glob', step.value);
  const { sql, params } = pagesOf(step, projectNo);
  return { sql: `v.page in (${sql})`, params };
}

function customFacts(query: FunnelQuery, steps: readonly Step[]): Condition | null {
  const asked = steps.flatMap(({ step, bit }) => (step.kind === 'event' ? [{ step, bit }] : []));
  const isStrict = query.order === 'strict';
  if (asked.length === 0 && !isStrict) return null;
  const bits = asked.map(({ step, bit }) => {
    const conditions = step.where.map(propHolds);
    return {
      sql: `(${['c.name = ?', ...conditions.map(({ sql }) => sql)].join(' and ')}) * ${bit}`,
      params: [step.name, ...conditions.flatMap(({ params }) => params)],
    };
  });
  const names = [...new Set(asked.map(({ step }) => step.name))];
  const wanted: Condition = isStrict
    ? { sql: '', params: [] }
    : { sql: '\n  and c.name in (select value from json_each(?))', params: [JSON.stringify(names)] };
  return factsOf(query, {
    join: `customs c indexed by customs_by_session
  on c.project_no = s.project_no
  and c.session = s.session
  and c.part = s.part`,
    alias: 'c',
    bits,
    wanted,
  });
}

type FactSource = { join: string; alias: 'v' | 'c'; bits: readonly Condition[]; wanted: Condition };

function factsOf(query: FunnelQuery, { join, alias, bits, wanted }: FactSource): Condition {
  const begun = sessionsBegun(query);
  return {
    sql: `
select
  s.session, s.part, ${query.unit === 'visitor' ? 's.visitor' : 'null'},
  ${query.split === null ? 'null' : TEXT_COLUMNS[query.split]}, s.exit_page,
  ${alias}.ts_ms, ${alias}.event_id, ${bits.map(({ sql }) => sql).join(' + ') || '0'}
from sessions s cross join ${join}
where ${begun.sql}${wanted.sql}`,
    params: [...bits.flatMap(({ params }) => params), ...begun.params, ...wanted.params],
  };
}

/** A select of page ids. */
function pagesOf(step: StepQuery, projectNo: number): Condition {
  if (step.kind === 'path') {
    return {
      sql: 'select page from pages where project_no = ? and path = ?',
      params: [projectNo, step.value],
    };
  }
  const pages = step.kind === 'pages' ? step.pages : [];
  return { sql: 'select value from json_each(?)', params: [JSON.stringify(pages)] };
}

function propHolds({ key, op, value }: PropCondition): Condition {
  const isSize = op === 'min' || op === 'max';
  const text = "case when own.type in ('true', 'false') then own.type else cast(own.value as text) end";
  const compared = isSize
    ? {
        sql: `own.type in ('integer', 'real') and own.value ${op === 'min' ? '>=' : '<='} ?`,
        params: [Number(value)],
      }
    : compareText(text, op === 'is_not' ? 'is' : op, value);
  return {
    sql: `${op === 'is_not' ? 'not ' : ''}exists (
    select 1
    from json_each(c.props) own
    where own.key = ?
      and own.type <> 'null'
      and ${compared.sql}
  )`,
    params: [key, ...compared.params],
  };
}
