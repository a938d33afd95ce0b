// What the values of custom events add up to. Only events with a value are read.

import type { Database } from 'bun:sqlite';
import type { MetricsQuery } from '../port-metrics.ts';
import type { SessionTables } from './report-metrics-sessions.ts';
import { addHappened, bucketOf, type MetricTables } from './report-metrics-tables.ts';

const VALUES = `
select ts_ms, value, session, part
from customs indexed by customs_valued
where project_no = ?
  and ts_ms >= ?
  and ts_ms < ?
  and value is not null
  and is_bot <= ?`;

export function readValues(
  db: Database,
  { projectNo, fromMs, toMs, edges, includeBots }: MetricsQuery,
  { tables, groupOf }: { tables: MetricTables; groupOf: SessionTables['groupOf'] },
): void {
  const rows = db.query(VALUES).values(projectNo, fromMs, toMs, includeBots ? 1 : 0);
  for (const [tsMs, value, session, part] of rows as [number, number, number, number][]) {
    const group = groupOf(session, part);
    if (group >= 0) addHappened(tables, { group, bucket: bucketOf(edges, tsMs) }, { valueSum: value });
  }
}
