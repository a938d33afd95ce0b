// When a project was heard of last, and how far its events reach, for "waiting for the first event" and "last event".

import type { Database } from 'bun:sqlite';
import { SLOT_MS } from '../../contract/slots.ts';
import type { LastEvent } from '../port.ts';

// 0 when all that there is was imported.
const HEARD = `
select received_at_ms as heardAtMs
from last_events
where project_no = ?`;
const NEWEST_SLOT = `
select max(slot) as slot
from project_slots
where project_no = ?
  and slot >= 0`;

export function readLastEvent(db: Database, projectNo: number): LastEvent {
  const heardAtMs = db.query<{ heardAtMs: number }, [number]>(HEARD).get(projectNo)?.heardAtMs || null;
  const slot = db.query<{ slot: number | null }, [number]>(NEWEST_SLOT).get(projectNo)?.slot ?? null;
  const atMs = slot === null ? heardAtMs : Math.max(slot * SLOT_MS, heardAtMs ?? 0);
  return { atMs, heardAtMs };
}
