// Where the packed events of a session part are. A part that is packed stays as it is: before anything of it changes it
// becomes rows again. So the day it began on and the page it entered on lead to its block.

import type { Database } from 'bun:sqlite';
import { DAY_MS } from '../../contract/slots.ts';
import type { SessionKey } from '../port-apply.ts';
import { type PackedEvents, type Part, packedParts, partName } from './packed-events.ts';

export type PartPlace = SessionKey & { part: number; startedAtMs: number; entryPage: number | null };

/** From the first to the last of its parts, in order of page and session. */
export type BlockRange = {
  projectNo: number;
  day: number;
  block: number;
  firstPage: number;
  firstSession: number;
  lastPage: number;
  lastSession: number;
};
export type Block = PackedEvents & BlockRange;

const RANGE_COLUMNS = `project_no as projectNo, day, block, first_page as firstPage, first_session as firstSession,
  last_page as lastPage, last_session as lastSession`;
export const BLOCK_COLUMNS = `${RANGE_COLUMNS}, heads, bodies`;
const OF_DAY = `
select ${BLOCK_COLUMNS}
from packed_events
where project_no = ?
  and day = ?
  and (first_page, first_session) <= (?, ?)
  and (last_page, last_session) >= (?, ?)`;
const RANGES = `
select ${RANGE_COLUMNS}
from packed_events
where project_no = ?
  and day = ?`;
const PLACES = `
select project_no as projectNo, session, part, started_at_ms as startedAtMs, entry_page as entryPage
from sessions
where project_no = ?
  and session = ?`;

export function preparePlaces(db: Database) {
  const candidates = db.query<Block, number[]>(OF_DAY);
  const ranges = db.query<BlockRange, [number, number]>(RANGES);
  const places = db.query<PartPlace, [number, number]>(PLACES);
  const placeOf = db.query<PartPlace, [number, number, number]>(`${PLACES} and part = ?`);
  const newest = db.query<{ day: number }, [number]>(
    'select day from packed_events where project_no = ? and day >= 0 order by day desc limit 1',
  );
  const around = ({ projectNo, session, ...place }: PartPlace): Block[] => {
    const page = place.entryPage ?? 0;
    return candidates.all(projectNo, dayOf(place), page, session, page, session);
  };
  return {
    /** The last day with packed parts of the project, before all days for none. */
    lastDay: (projectNo: number): number => newest.get(projectNo)?.day ?? Number.NEGATIVE_INFINITY,
    /** The stored parts of a session. */
    of: ({ projectNo, session }: SessionKey): PartPlace[] => places.all(projectNo, session),
    /**
     * The parts that stand in a block, and by partName() the places of those whose session leads to it. One that came again
     * elsewhere is another.
     */
    stored(block: Block): {
      parts: readonly Part[];
      staying: ReadonlyMap<string, PartPlace>;
      stays: (part: Part) => boolean;
    } {
      const parts = packedParts(block.heads);
      const staying = new Map<string, PartPlace>();
      for (const part of parts) {
        const place = placeOf.get(block.projectNo, part.session, part.part);
        if (place !== null && dayOf(place) === block.day && isInRange(block, place))
          staying.set(partName(part), place);
      }
      return { parts, staying, stays: (part) => staying.has(partName(part)) };
    },
    /** The blocks that can hold a part. */
    around,
    /** The block that holds a part's events; null when these are rows. */
    find(
      place: PartPlace,
      partsOf: (block: Block) => readonly Part[] = (block) => packedParts(block.heads),
    ): Block | null {
      const { session, part } = place;
      const found = around(place);
      const isOwn = (one: Part) => one.session === session && one.part === part;
      return found.find((block) => partsOf(block).some(isOwn)) ?? null;
    },
    /** What the blocks of a day reach over, without opening any. */
    rangesOf: (projectNo: number, day: number): BlockRange[] => ranges.all(projectNo, day),
  };
}

/** Whether a part can stand in a block of its day. */
export function isInRange(range: BlockRange, { session, entryPage }: PartPlace): boolean {
  const page = entryPage ?? 0;
  const isAfterFirst = range.firstPage < page || (range.firstPage === page && range.firstSession <= session);
  const isBeforeLast = page < range.lastPage || (page === range.lastPage && session <= range.lastSession);
  return isAfterFirst && isBeforeLast;
}

/** The UTC day that a part is packed under. */
export function dayOf({ startedAtMs }: Pick<PartPlace, 'startedAtMs'>): number {
  return Math.floor(startedAtMs / DAY_MS);
}
