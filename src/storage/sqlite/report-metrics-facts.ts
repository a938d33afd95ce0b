// Splits by what happened: pages viewed, custom events, their categories and properties. Each fact belongs to a session
// of the scope; sessions and visitors are counted once for each group.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { NO_VALUE } from '../../contract/dimensions.ts';
import { type FactSplit, PROPERTY_SPLIT } from '../../contract/metrics.ts';
import { UNSEEN_VIEW } from '../port-kinds.ts';
import type { MetricsQuery } from '../port-metrics.ts';
import { sessionsTouching } from './report-filters.ts';
import { createSessionMap } from './report-metrics-sessions.ts';
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
type Source = {
  sql: string;
  params: SQLQueryBindings[];
  nameOf: (group: Fact[4]) => string | null;
};

export function readFacts(db: Database, query: MetricsQuery): MetricTables {
  const tables = emptyTables();
  const split = query.split as FactSplit;
  const { people } = tables;
  const inSession: number[] = [];
  const visitors = createNumbering<string>();
  const sessions = readSessions(db, query, visitors);
  const groups = createNumbering<string>();
  const source = sourceOf(db, query, split);
  const rows = db.query(source.sql).values(...source.params) as Fact[];
  for (const [tsMs, session, part, value, raw] of rows) {
    const number = sessions.numberOf(session, part);
    if (number < 0) continue;
    const group = groups.of(source.nameOf(raw) ?? NO_VALUE);
    const bucket = bucketOf(query.edges, tsMs);
    people.group.push(group);
    people.bucket.push(bucket);
    people.visitor.push(sessions.visitorOf[number] as number);
    inSession.push(number);
    const amounts = split === 'page' ? { pageviews: 1 } : { customs: 1, value: value ?? 0 };
    addHappened(tables, { group, bucket }, amounts);
  }
  people.session = inSession;
  tables.names = groups.values;
  tables.visitors = visitors.values.length;
  return tables;
}

/** The scope's sessions by number, with the number of each one's visitor. */
function readSessions(
  db: Database,
  query: MetricsQuery,
  visitors: { of(visitor: string): number },
): { numberOf: (session: number, part: number) => number; visitorOf: number[] } {
  const touching = sessionsTouching(query, sessionScan(db, query));
  const statement = db.query(`
select s.session, s.part, s.visitor
from sessions s
where ${touching.sql}`);
  const numbers = createSessionMap();
  const visitorOf: number[] = [];
  for (const [session, part, visitor] of statement.values(...touching.params) as [number, number, string][]) {
    numbers.set(session, part, visitorOf.push(visitors.of(visitor)) - 1);
  }
  return { numberOf: numbers.get, visitorOf };
}

function sourceOf(db: Database, query: MetricsQuery, split: FactSplit): Source {
  const { projectNo, fromMs, toMs } = query;
  const range = [projectNo, fromMs, toMs];
  if (split === 'page') {
    const pathOf = pathReader(db, projectNo);
    return { sql: VIEWS, params: range, nameOf: (group) => pathOf(group as number | null) };
  }
  const nameOf = (group: Fact[4]): string | null => (group === null ? null : String(group));
  if (split === 'event' || split === 'category') {
    return { sql: customs(split === 'event' ? 'c.name' : 'c.category'), params: range, nameOf };
  }
  if (split === 'property') return { sql: customs('p.key', PROPERTY_JOIN), params: range, nameOf };
  const key = split.slice(PROPERTY_SPLIT.length);
  return { sql: customs(PROPERTY, PROPERTY_JOIN, PROPERTY_KEY), params: [...range, key], nameOf };
}

const VIEWS = `
select v.ts_ms, v.session, v.part, null, v.page
from views v
where v.project_no = ?
  and v.ts_ms >= ?
  and v.ts_ms < ?
  and v.event_id <> '${UNSEEN_VIEW.eventId}'`;

/** A property that is a list or an object is shown as JSON. */
const PROPERTY = `case p.type when 'true' then 'true' when 'false' then 'false' when 'null' then 'null' else p.value end`;
const PROPERTY_JOIN = ', json_each(c.props) p';
const PROPERTY_KEY = '\n  and p.key = ?';

function customs(group: string, join = '', condition = ''): string {
  return `
select c.ts_ms, c.session, c.part, c.value, ${group}
from customs c${join}
where c.project_no = ?
  and c.ts_ms >= ?
  and c.ts_ms < ?${condition}`;
}
