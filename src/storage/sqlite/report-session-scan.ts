// Whether the sessions of a range are sooner read from end to end than found by their start. By the index each costs
// 4 µs, in the table's own order 0.2 µs (both measured with 200,000 sessions).

import type { Database } from 'bun:sqlite';
import type { Scope } from '../port.ts';

const SPAN = `
select
  (select started_at_ms from sessions where project_no = ?1 and started_at_ms >= 0 order by started_at_ms limit 1) as firstMs,
  (select started_at_ms from sessions where project_no = ?1 and started_at_ms >= 0 order by started_at_ms desc limit 1) as lastMs`;
const SHARE = 0.1;

/** `whole` when the range holds more than a tenth of the time in which the project has sessions. */
export function sessionScan(
  db: Database,
  { projectNo, fromMs, toMs }: Pick<Scope, 'projectNo' | 'fromMs' | 'toMs'>,
): 'whole' | 'range' {
  const span = db.query<{ firstMs: number | null; lastMs: number | null }, [number]>(SPAN).get(projectNo);
  const { firstMs, lastMs } = span ?? { firstMs: null, lastMs: null };
  if (firstMs === null || lastMs === null) return 'range';
  const coveredMs = Math.min(toMs, lastMs) - Math.max(fromMs, firstMs);
  return coveredMs > (lastMs - firstMs) * SHARE ? 'whole' : 'range';
}
