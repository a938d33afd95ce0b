// When the newest event of a project came in, for "waiting for the first event".

import type { Database } from 'bun:sqlite';

const LAST_EVENT = `
select received_at_ms as receivedAtMs
from last_events
where project_no = ?`;

export function readLastEventAt(db: Database, projectNo: number): number | null {
  const row = db.query<{ receivedAtMs: number }, [number]>(LAST_EVENT).get(projectNo);
  return row?.receivedAtMs ?? null;
}
