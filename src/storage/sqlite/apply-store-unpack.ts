// Makes everything of a session that is packed rows again, for whoever changes or removes it row by row.

import type { Database } from 'bun:sqlite';
import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import type { SessionKey } from '../port-apply.ts';
import { type PlacedClick, preparePackedClicks } from './apply-store-clicks.ts';
import { type PackedEventsStore, preparePackedEvents } from './apply-store-events.ts';

/** Clicks that have no row. */
const CLICKS = `
select e.page, e.ts_ms as tsMs, e.part, e.event_id as eventId
from events e
where e.project_no = ?
  and e.session = ?
  and e.type = ${EVENT_TYPE_CODES.click}
  and e.page is not null
  and not exists (
    select 1
    from clicks c
    where c.project_no = e.project_no
      and c.page = e.page
      and c.ts_ms = e.ts_ms
      and c.session = e.session
      and c.event_id = e.event_id
  )
order by e.event_id`;
const INSERT = `
insert into clicks (project_no, page, ts_ms, session, event_id, part, device, element, bin, cell, view_w, view_h, doc_w,
  doc_h, kinds)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

type Click = PlacedClick & { part: number; eventId: string };

/** Call it inside the transaction. What is packed of clicks is named by its events, which stay the truth. */
export type Unpack = { session(key: SessionKey): void };

export function prepareUnpack(
  db: Database,
  events: Pick<PackedEventsStore, 'unpackSession'> = preparePackedEvents(db),
): Unpack {
  const packed = preparePackedClicks(db);
  const clicksOf = db.query<Click, [number, number]>(CLICKS);
  const insert = db.query(INSERT);
  const placeOf = ({ page, tsMs, part }: PlacedClick & { part: number }) => `${page} ${tsMs} ${part}`;
  return {
    session(key) {
      events.unpackSession(key);
      const ids = new Map<string, string[]>();
      const placed = clicksOf.all(key.projectNo, key.session);
      for (const click of placed)
        ids.set(placeOf(click), [...(ids.get(placeOf(click)) ?? []), click.eventId]);
      for (const click of packed.take(key, placed)) {
        const { page, tsMs, session, part, device, element, bin, cell, viewW, viewH, docW, docH, kinds } =
          click;
        const eventId = ids.get(placeOf(click))?.shift();
        if (eventId === undefined) continue;
        const facts = [element, bin, cell, viewW, viewH, docW, docH, kinds];
        insert.run(key.projectNo, page, tsMs, session, eventId, part, device, ...facts);
      }
    },
  };
}
