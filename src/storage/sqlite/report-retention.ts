// Retention: of those whose first session ever fell into a slot, how many had a session in each slot after it.

import type { Database } from 'bun:sqlite';
import { NO_VALUE } from '../../contract/dimensions.ts';
import type { RetentionQuery, RetentionRows } from '../port-paths.ts';
import { bucketOf } from './report-buckets.ts';
import { countDistinct } from './report-distinct.ts';
import { readSessionColumns, type SessionColumns } from './report-session-columns.ts';
import { readGroups, readVisitors } from './report-session-groups.ts';

/** Who each session of the columns is of, as a number below `width` (-1 for nobody), and when they came first. */
type Who = { numberOf: Int32Array | Uint32Array; firstAtMs: ArrayLike<number>; width: number };

export function readRetention(db: Database, query: RetentionQuery): RetentionRows {
  const { edges } = query;
  const slots = edges.length - 1;
  const columns = readSessionColumns(db, query, { isBegun: true });
  const { numberOf, firstAtMs, width } =
    query.unit === 'user' ? users(db, query, columns) : visitors(db, query, columns);
  const numbers = new Uint32Array(columns.count);
  const cellOf = new Uint32Array(columns.count);
  let rows = 0;
  for (let at = 0; at < columns.count; at += 1) {
    const number = numberOf[at] as number;
    if (columns.isIn[at] !== 1 || number < 0) continue;
    const cohort = bucketOf(edges, firstAtMs[number] as number);
    const slot = bucketOf(edges, columns.startedAtMs[at] as number);
    if (cohort < 0 || cohort >= slots || slot < cohort || slot >= slots) continue;
    numbers[rows] = number;
    cellOf[rows] = cohort * slots + slot;
    rows += 1;
  }
  const cohorts: RetentionRows = edges
    .slice(1)
    .map((_, slot) => ({ size: 0, returned: new Array<number>(slots - slot).fill(0) }));
  const asked = { numbers: numbers.subarray(0, rows), width, cells: slots * slots };
  for (const [cell, different] of countDistinct(cellOf.subarray(0, rows), asked).entries()) {
    const cohort = Math.floor(cell / slots);
    const row = cohorts[cohort];
    const later = (cell % slots) - cohort;
    if (!row || later < 0) continue;
    row.returned[later] = different;
    if (later === 0) row.size = different;
  }
  return cohorts;
}

function visitors(db: Database, { projectNo }: RetentionQuery, columns: SessionColumns): Who {
  const { firstAtMs } = readVisitors(db, projectNo, columns);
  return { numberOf: columns.visitor, firstAtMs, width: columns.visitors };
}

/** Users came first with the first session that bore their name, whatever the scope. */
function users(db: Database, query: RetentionQuery, columns: SessionColumns): Who {
  const { projectNo } = query;
  const ever = readSessionColumns(
    db,
    { ...query, fromMs: 0, filters: [], includeBots: true },
    { isBegun: true },
  );
  const everyone = readGroups(db, { projectNo }, ever, 'user');
  const first = new Map<string, number>();
  for (let at = 0; at < ever.count; at += 1) {
    const name = everyone.names[everyone.group[at] as number] as string;
    const startedAtMs = ever.startedAtMs[at] as number;
    if (ever.isIn[at] === 1 && startedAtMs < (first.get(name) ?? Number.POSITIVE_INFINITY))
      first.set(name, startedAtMs);
  }
  const { group, names } = readGroups(db, { projectNo }, columns, 'user');
  const nobody = names.indexOf(NO_VALUE);
  const numberOf = Int32Array.from(group, (number) => (number === nobody ? -1 : number));
  return { numberOf, firstAtMs: names.map((name) => first.get(name) ?? 0), width: names.length };
}
