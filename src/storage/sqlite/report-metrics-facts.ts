// Splits by what happened: pages viewed, custom events, their categories and json_each. Each fact belongs to a session
// of the scope; sessions and visitors are counted once for each group.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { NO_VALUE, propKeyOf } from '../../contract/dimensions.ts';
import { isFactSplit, type SessionSplit } from '../../contract/metrics.ts';
import { UNSEEN_VIEW } from '../port-kinds.ts';
import type { MetricsQuery } from '../port-metrics.ts';
import { READS_WHOLE, sessionsTouching } from './report-filters.ts';
import { createSessionMap, groupColumn } from './report-metrics-sessions.ts';
import {
  addHappened,
  bucketOf,
  createNumbering,
  emptyTables,
  type MetricTables,
} from './report-metrics-tables.ts';
import { pathReader } from './report-overview.ts';
import { sessionScan } from './report-session-scan.ts';

type Fact = [
  tsMs: number,
  session: number,
  part: number,
  value: number | null,
  group: string | number | null,
];
type SessionFact = [session: number, part: number, visitor: string, group: string | number | null];
type Source = {
  sql: string;
  params: SQLQueryBindings[];
  /** Null: facts are of their session's group. */
  nameOf: ((group: Fact[4]) => string | null) | null;
};

/** Whether the question is about what happened and not about whole sessions. */
export function areFacts({ split, event }: Pick<MetricsQuery, 'split' | 'event'>): boolean {
  return event !== null || (split !== null && isFactSplit(split));
}

export function readFacts(db: Database, query: MetricsQuery): MetricTables {
  const tables = emptyTables();
  const { people } = tables;
  const inSession: number[] = [];
  const visitors = createNumbering<string>();
  const groups = createNumbering<string>();
  const sessions = readSessions(db, query, visitors);
  const source = sourceOf(db, query);
  const rows = db.query(source.sql).values(...source.params) as Fact[];
  for (const [tsMs, session, part, value, raw] of rows) {
    const number = sessions.numberOf(session, part);
    if (number < 0) continue;
    const name = source.nameOf === null ? sessions.groupOf[number] : source.nameOf(raw);
    const group = groups.of(name ?? NO_VALUE);
    const bucket = bucketOf(query.edges, tsMs);
    people.group.push(group);
    people.bucket.push(bucket);
    people.visitor.push(sessions.visitorOf[number] as number);
    inSession.push(number);
    const amounts = query.split === 'page' ? { pageviews: 1 } : { customs: 1, valueSum: value ?? 0 };
    addHappened(tables, { group, bucket }, amounts);
  }
  people.session = inSession;
  tables.names = groups.values;
  tables.visitors = visitors.values.length;
  return tables;
}

type Sessions = {
  numberOf: (session: number, part: number) => number;
  visitorOf: number[];
  /** Value of the dimension that sessions are split by, if they are. */
  groupOf: (string | null)[];
};

/** The scope's sessions by number. */
function readSessions(
  db: Database,
  query: MetricsQuery,
  visitors: { of(visitor: string): number },
): Sessions {
  const { split, projectNo } = query;
  const isOfSessions = split !== null && !isFactSplit(split);
  const column = groupColumn(isOfSessions ? (split as SessionSplit) : null, db, projectNo);
  const touching = sessionsTouching(query, sessionScan(db, query));
  const statement = db.query(`
select s.session, s.part, s.visitor, ${column.sql}
from sessions s
where ${touching.sql}`);
  const numbers = createSessionMap();
  const visitorOf: number[] = [];
  const groupOf: (string | null)[] = [];
  for (const [session, part, visitor, group] of statement.values(...touching.params) as SessionFact[]) {
    numbers.set(session, part, visitorOf.push(visitors.of(visitor)) - 1);
    if (isOfSessions) groupOf.push(column.nameOf(group));
  }
  return { numberOf: numbers.get, visitorOf, groupOf };
}

function sourceOf(db: Database, { projectNo, fromMs, toMs, split, event }: MetricsQuery): Source {
  const range = [projectNo, fromMs, toMs];
  if (split === 'page') {
    const pathOf = pathReader(db, projectNo);
    return { sql: VIEWS, params: range, nameOf: (group) => pathOf(group as number | null) };
  }
  const named = event === null ? '' : '\n  and c.name = ?';
  const params = event === null ? range : [...range, event];
  const nameOf = (group: Fact[4]): string | null => (group === null ? null : String(group));
  if (split === 'event' || split === 'category') {
    return { sql: customs(split === 'event' ? 'c.name' : 'c.category', '', named), params, nameOf };
  }
  if (split === 'property') return { sql: customs('json_each.key', PROPERTIES, named), params, nameOf };
  const key = split === null ? null : propKeyOf(split);
  if (key === null) return { sql: customs("''", '', named), params, nameOf: split === null ? nameOf : null };
  return {
    sql: customs(PROPERTY, PROPERTIES, `${named}\n  and json_each.key = ?`),
    params: [...params, key],
    nameOf,
  };
}

const VIEWS = `
select v.ts_ms, v.session, v.part, null, v.page
from views v
where v.project_no = ? ${READS_WHOLE}
  and v.ts_ms >= ?
  and v.ts_ms < ?
  and v.event_id <> '${UNSEEN_VIEW.eventId}'`;

/** A property that is a list or an object is shown as JSON. */
const PROPERTY =
  "case when json_each.type in ('true', 'false', 'null') then json_each.type else json_each.value end";
const PROPERTIES = ', json_each(c.props)';

function customs(group: string, join: string, condition: string): string {
  return `
select c.ts_ms, c.session, c.part, c.value, ${group}
from customs c${join}
where c.project_no = ?
  and c.ts_ms >= ?
  and c.ts_ms < ?${condition}`;
}
