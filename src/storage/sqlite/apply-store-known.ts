// Whether events are stored already, as rows or packed. Asked of thousands at once: whatever holds events of several of
// them is read once.

import type { Database } from 'bun:sqlite';
import { DAY_MS } from '../../contract/slots.ts';
import type { EventKey, SessionKey } from '../port-apply.ts';
import type { PackedEventsStore } from './apply-store-events.ts';
import { visitIds } from './packed-events.ts';
import { type Block, type BlockRange, dayOf, isInRange, preparePlaces } from './packed-places.ts';

/** The events of one session that are asked for, and those of them that were found. */
type Asked = { key: SessionKey; eventIds: Set<string>; found: Set<string> };

/** Call what it answers inside a transaction. */
export function prepareKnown(db: Database, packed: Pick<PackedEventsStore, 'lastDay'>) {
  const places = preparePlaces(db);
  const selectEvent = db.query<{ found: number }, [number, number, string]>(
    'select 1 as found from events where project_no = ? and session = ? and event_id = ?',
  );
  const headsOf = db.query<Pick<Block, 'heads'>, [number, number, number]>(
    'select heads from packed_events where project_no = ? and day = ? and block = ?',
  );

  /** The blocks that parts of these sessions can stand in. */
  const blocksOf = (sessions: Iterable<Asked>): Set<BlockRange> => {
    const days = new Map<string, BlockRange[]>();
    const blocks = new Set<BlockRange>();
    for (const { key } of sessions)
      for (const place of places.of(key)) {
        const { projectNo } = place;
        const day = dayOf(place);
        if (day > packed.lastDay(projectNo)) continue;
        const name = `${projectNo} ${day}`;
        const ranges = days.get(name) ?? places.rangesOf(projectNo, day);
        days.set(name, ranges);
        for (const range of ranges) if (isInRange(range, place)) blocks.add(range);
      }
    return blocks;
  };

  const findPacked = (sessions: ReadonlyMap<string, Asked>): void => {
    for (const { projectNo, day, block } of blocksOf(sessions.values())) {
      const heads = headsOf.get(projectNo, day, block)?.heads;
      if (!heads) continue;
      visitIds(heads, ({ session }, eventIds) => {
        const asked = sessions.get(nameOf({ projectNo, session }));
        if (!asked) return;
        for (const eventId of eventIds) if (asked.eventIds.has(eventId)) asked.found.add(eventId);
      });
    }
  };

  return (keys: readonly EventKey[], sinceMs: readonly number[] = []): boolean[] => {
    const isRow = keys.map((key) => selectEvent.get(key.projectNo, key.session, key.eventId) !== null);
    const sessions = new Map<string, Asked>();
    for (const [at, key] of keys.entries()) {
      if (isRow[at] || (sinceMs[at] ?? 0) >= (packed.lastDay(key.projectNo) + 1) * DAY_MS) continue;
      const asked = sessions.get(nameOf(key)) ?? { key, eventIds: new Set(), found: new Set() };
      asked.eventIds.add(key.eventId);
      sessions.set(nameOf(key), asked);
    }
    if (sessions.size === 0) return isRow;
    findPacked(sessions);
    return keys.map((key, at) => isRow[at] || sessions.get(nameOf(key))?.found.has(key.eventId) === true);
  };
}

function nameOf({ projectNo, session }: SessionKey): string {
  return `${projectNo} ${session}`;
}
