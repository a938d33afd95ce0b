// What the values of custom events add up to.

import type { Database } from 'bun:sqlite';
import type { MetricsQuery } from '../port-metrics.ts';
import type { SessionTables } from './report-metrics-sessions.ts';
import { bucketFinder, happenedRow } from './report-metrics-tables.ts';
import type { SessionColumns } from './report-session-columns.ts';
import { readSessionFacts } from './report-session-facts.ts';

export function addValues(
  db: Database,
  { fromMs, toMs, edges }: MetricsQuery,
  { tables, columns, group }: SessionTables & { columns: SessionColumns },
): void {
  const { startedAtMs, isIn } = columns;
  const bucketOf = bucketFinder(edges);
  const { happened } = tables;
  for (const { at, facts, values } of readSessionFacts(db, columns, { customs: true, values: true })) {
    const { counts, offsetMs } = facts;
    const { places, values: amounts } = values ?? { places: [], values: [] };
    let own = 0;
    let end = (counts[0] ?? 0) as number;
    for (let row = 0; row < places.length; row += 1) {
      const place = places[row] as number;
      while (place >= end) {
        own += 1;
        end += counts[own] as number;
      }
      const session = at + own;
      const tsMs = (startedAtMs[session] as number) + (offsetMs[place] as number);
      if (isIn[session] !== 1 || tsMs < fromMs || tsMs >= toMs) continue;
      const ofGroup = group === null ? 0 : (group[session] as number);
      happened.valueSum[happenedRow(happened, ofGroup, bucketOf(tsMs))]! += amounts[row] as number;
    }
  }
}
