// Waits for a running heat to pack what is over, seen in its events file.

import { Database } from 'bun:sqlite';
import { LIMITS } from '../../src/contract/limits.ts';
import { DAY_MS } from '../../src/contract/slots.ts';
import { eventually } from './heat-process.ts';

const UNPACKED = `
select 1
from sessions s
where s.started_at_ms < ?
  and not exists (
    select 1
    from packed_sessions p
    where p.project_no = s.project_no
      and p.field = 'core'
      and p.from_ms <= s.started_at_ms
      and p.to_ms > s.started_at_ms
  )
limit 1`;

/** Every session of a day that is over stands in a block. */
export async function untilSessionsPacked(eventsPath: string): Promise<void> {
  const db = new Database(eventsPath, { readonly: true });
  const settledMs = Date.now() - LIMITS.packAfterMs;
  const beforeMs = settledMs - (settledMs % DAY_MS);
  await eventually(async () => db.query(UNPACKED).get(beforeMs) === null, 90_000);
  db.close();
}
