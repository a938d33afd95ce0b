// Metrics of a scope by bucket and group: which rows are read for them. Totals and series without filters come from
// the quarter-hours of the project, everything else from its sessions and custom events.

import type { Database } from 'bun:sqlite';
import { SLOT_MS } from '../../contract/slots.ts';
import type { MetricsQuery, MetricsRows } from '../port-metrics.ts';
import { areFacts, readFactTables } from './report-metrics-facts.ts';
import { sessionTables } from './report-metrics-sessions.ts';
import { sumMetrics } from './report-metrics-sums.ts';
import { addHappened, bucketFinder, emptyTables, type MetricTables } from './report-metrics-tables.ts';
import { addValues } from './report-metrics-values.ts';
import { readSessionColumns } from './report-session-columns.ts';

const SLOTS = `
select slot, pageviews, events, clicks, customs
from project_slots
where project_no = ?
  and slot >= ?
  and slot < ?`;

export function readMetrics(db: Database, query: MetricsQuery): MetricsRows {
  return sumMetrics(readTables(db, query), query);
}

function readTables(db: Database, query: MetricsQuery): MetricTables {
  if (areFacts(query)) return readFactTables(db, query);
  const { edges, filters, includeBots, needs } = query;
  // Quarter-hours know neither sessions nor bots, and a minute is none.
  const isPlain = filters.length === 0 && !includeBots && query.split === null;
  const areSlots = isPlain && edges.every((edge) => edge % SLOT_MS === 0);
  const areCountsWanted = needs.includes('counts');
  const arePeopleWanted = needs.includes('sessions') || needs.includes('median');
  const isValueWanted = needs.includes('value');
  const hasCounts = areCountsWanted && !areSlots;
  const areSessionsWanted = arePeopleWanted || hasCounts || isValueWanted || query.split !== null;
  const tables = areSessionsWanted
    ? readSessions(db, query, { hasCounts, arePeopleWanted, isValueWanted })
    : emptyTables(edges);
  if (areCountsWanted && areSlots) addSlots(db, query, tables);
  return tables;
}

function readSessions(
  db: Database,
  query: MetricsQuery,
  { isValueWanted, ...wanted }: { hasCounts: boolean; arePeopleWanted: boolean; isValueWanted: boolean },
): MetricTables {
  const columns = readSessionColumns(db, query);
  const { tables, group } = sessionTables(db, query, columns, wanted);
  if (isValueWanted) addValues(db, query, { tables, columns, group });
  return tables;
}

/** Exact because both the range and every edge stand on whole quarter-hours. */
function addSlots(
  db: Database,
  { projectNo, fromMs, toMs, edges }: MetricsQuery,
  tables: MetricTables,
): void {
  const slots = db.query<
    { slot: number; pageviews: number; events: number; clicks: number; customs: number },
    number[]
  >(SLOTS);
  const bucketOf = bucketFinder(edges);
  for (const { slot, ...amounts } of slots.iterate(projectNo, fromMs / SLOT_MS, toMs / SLOT_MS)) {
    addHappened(tables, { group: 0, bucket: bucketOf(slot * SLOT_MS) }, amounts);
  }
}
