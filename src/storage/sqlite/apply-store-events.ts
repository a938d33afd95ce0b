// Packs the events of session parts that are over, some thousand at a time, and makes them rows again before something of
// their part changes.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import { DAY_MS } from '../../contract/slots.ts';
import type { SessionKey } from '../port-apply.ts';
import { immediate } from './connection.ts';
import {
  EVENT_COLUMNS,
  packEvents,
  packedCount,
  rowsByPart,
  type StoredEvent,
  unpackEvents,
} from './packed-events.ts';
import { BLOCK_COLUMNS, type Block, dayOf, type PartPlace, preparePlaces } from './packed-places.ts';

const NEXT_SESSION = `
select project_no as projectNo, session
from events
where (project_no, session) > (?, ?)
order by project_no, session
limit 1`;
const PARTS = `
select project_no as projectNo, session, part, started_at_ms as startedAtMs, entry_page as entryPage,
  ended_at_ms as endedAtMs
from sessions
where project_no = ?
  and session = ?`;
const COLUMNS = `session, event_id, part, type, ts_ms, received_at_ms, skew_ms, flags, page, view_w, view_h, dpr,
  element, key_id, fields`;
const ROWS = `
select ${EVENT_COLUMNS}
from events
where project_no = ?
  and session = ?
  and part = ?`;

export type PackedEventsStore = ReturnType<typeof preparePackedEvents>;
type Found = { place: PartPlace; rows: StoredEvent[] };

export function preparePackedEvents(db: Database) {
  const places = preparePlaces(db);
  const nextSession = db.query<SessionKey, [number, number]>(NEXT_SESSION);
  const partsOf = db.query<PartPlace & { endedAtMs: number }, [number, number]>(PARTS);
  const rowsOf = db.query<StoredEvent, [number, number, number]>(ROWS);
  const dropRows = db.query<unknown, [number, number, number]>(
    'delete from events where project_no = ? and session = ? and part = ?',
  );
  const insertRow = prepareEventRow(db);
  const lastBlock = db.query<Block, [number, number]>(
    `select ${BLOCK_COLUMNS} from packed_events where project_no = ? and day = ? order by block desc limit 1`,
  );
  const write = db.query(
    `insert into packed_events (project_no, day, block, first_page, first_session, last_page, last_session, heads,
       bodies)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const drop = db.query<unknown, [number, number, number]>(
    'delete from packed_events where project_no = ? and day = ? and block = ?',
  );

  /** Days whose parts may be packed, by project; asked of the file once. */
  const lastDays = new Map<number, number>();
  const lastDay = (projectNo: number): number => {
    const known = lastDays.get(projectNo);
    if (known !== undefined) return known;
    const found = places.lastDay(projectNo);
    lastDays.set(projectNo, found);
    return found;
  };
  const find = (place: PartPlace): Block | null =>
    dayOf(place) > lastDay(place.projectNo) ? null : places.find(place);

  /** Parts found by the walk that are not packed yet, a list for each project and day; and where the walk stands. */
  let gathered: PartPlace[] = [];
  let queue: PartPlace[] = [];
  let at: [projectNo: number, session: number] = [0, 0];

  const gather = (beforeDay: number, sessions: number): 'end' | 'more' => {
    for (let left = sessions; left > 0; left -= 1) {
      const next = nextSession.get(...at);
      if (!next) {
        at = [0, 0];
        return 'end';
      }
      at = [next.projectNo, next.session];
      for (const { endedAtMs, ...place } of partsOf.all(...at))
        if (endedAtMs < beforeDay * DAY_MS) gathered.push(place);
      if (gathered.length >= LIMITS.packParts) return 'end';
    }
    return 'more';
  };

  const packNext = (): void => {
    const first = queue[0] as PartPlace;
    const found: Found[] = [];
    let events = 0;
    let looked = 0;
    for (const place of queue) {
      const isSameDay = place.projectNo === first.projectNo && dayOf(place) === dayOf(first);
      if (!isSameDay || events >= LIMITS.packEvents || looked >= LIMITS.packEvents) break;
      looked += 1;
      if (!isUnchanged(place)) continue;
      const rows = rowsOf.all(place.projectNo, place.session, place.part);
      events += rows.length;
      if (rows.length > 0) found.push({ place, rows });
    }
    queue = queue.slice(looked);
    if (found.length > 0) writeBlock([...found, ...(events < FEW ? takeFew(first) : [])]);
  };

  /** Slices have come since the part was gathered: what they changed is found by the next walk. */
  const isUnchanged = (place: PartPlace): boolean => {
    const now = places.of(place).find(({ part }) => part === place.part);
    return now?.startedAtMs === place.startedAtMs && now.entryPage === place.entryPage;
  };

  /** The parts of the day's last block when they are few as well: late ones must not leave a block each. */
  const takeFew = (first: PartPlace): Found[] => {
    const last = lastBlock.get(first.projectNo, dayOf(first));
    if (!last || packedCount(last.heads) >= FEW) return [];
    const { parts, staying } = places.stored(last);
    // What has lost its session is being removed, and leads nowhere.
    if (staying.size < parts.length) return [];
    const rows = rowsByPart(unpackEvents(last));
    const found = [...staying].map(([name, place]): Found => ({ place, rows: rows.get(name) ?? [] }));
    drop.run(last.projectNo, last.day, last.block);
    return found;
  };

  const writeBlock = (given: readonly Found[]): void => {
    const found = given.toSorted((a, b) => byPlace(a.place, b.place));
    const [{ place: first }, { place: last }] = [found[0]!, found.at(-1)!];
    const { projectNo } = first;
    const day = dayOf(first);
    const { heads, bodies } = packEvents(found.map(({ rows }) => rows));
    const block = (lastBlock.get(projectNo, day)?.block ?? 0) + 1;
    const range = [first.entryPage ?? 0, first.session, last.entryPage ?? 0, last.session];
    write.run(projectNo, day, block, ...range, heads, bodies);
    for (const { place } of found) dropRows.run(projectNo, place.session, place.part);
    lastDays.set(projectNo, Math.max(day, lastDay(projectNo)));
  };

  const unpack = (place: PartPlace): boolean => {
    const block = find(place);
    if (!block) return false;
    const { projectNo, day, block: number } = block;
    // All of it: what follows in the same block is often asked for next, and the next walk packs it again. Parts that
    // have lost their session are being removed (apply-store-old-days.ts), and must not outlive their block.
    for (const event of unpackEvents(block, places.stored(block).stays)) insertRow(projectNo, event);
    drop.run(projectNo, day, number);
    return true;
  };

  return {
    /** The last day that parts of the project were packed of, before all days for none. */
    lastDay,
    /** The packed events of all parts of a session. */
    ofSession(key: SessionKey): StoredEvent[] {
      if (lastDay(key.projectNo) === Number.NEGATIVE_INFINITY) return [];
      return places.of(key).flatMap((place) => {
        const block = find(place);
        return block ? unpackEvents(block, place) : [];
      });
    },
    /**
     * Makes the packed events of the session's parts rows again; `startedAtMs` says that no part to be changed begins
     * earlier. Answers whether that took a block.
     */
    unpackSession(key: SessionKey, startedAtMs = 0): boolean {
      if (startedAtMs >= (lastDay(key.projectNo) + 1) * DAY_MS) return false;
      return places.of(key).map(unpack).includes(true);
    },
    /** Gathers parts that are over, or packs some of those gathered; one transaction. False at the end of the walk. */
    step(beforeDay: number, sessions: number): boolean {
      return immediate(db, () => {
        if (queue.length > 0) {
          packNext();
          return queue.length > 0 || at[1] !== 0;
        }
        if (gather(beforeDay, sessions) === 'more') return true;
        queue = gathered.sort(byPlace);
        gathered = [];
        return queue.length > 0;
      });
    },
  };
}

/** Puts an event into `events` again, unless it has come a second time meanwhile. */
export function prepareEventRow(db: Database): (projectNo: number, event: StoredEvent) => void {
  const insert = db.query(
    `insert into events (project_no, ${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, session, event_id) do nothing`,
  );
  return (projectNo, event) => {
    const { session, eventId, part, type, tsMs, receivedAtMs, skewMs, flags, page, viewW, viewH } = event;
    const facts = [type, tsMs, receivedAtMs, skewMs, flags, page, viewW, viewH, event.dpr, event.element];
    insert.run(projectNo, session, eventId, part, ...facts, event.keyId, event.fields);
  };
}

/** So few events are joined with those of the block before. */
const FEW = LIMITS.packEvents / 4;

function byPlace(a: PartPlace, b: PartPlace): number {
  return (
    a.projectNo - b.projectNo ||
    dayOf(a) - dayOf(b) ||
    (a.entryPage ?? 0) - (b.entryPage ?? 0) ||
    a.session - b.session ||
    a.part - b.part
  );
}
