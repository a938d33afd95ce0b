// Packed events of sessions that went with whole days: their blocks are dropped without reading what goes. What stays in a
// block becomes rows, which the next walk packs again, so that a block is written anew at most once.

import type { Database } from 'bun:sqlite';
import { prepareEventRow } from './apply-store-events.ts';
import type { ForgettingProgress } from './apply-store-forgetting-progress.ts';
import { packedParts, packedPlaces, packedSections, unpackEvents } from './packed-events.ts';
import { BLOCK_COLUMNS, type Block, type PartPlace, preparePlaces } from './packed-places.ts';

export type BlockPlace = readonly [day: number, block: number];
export const FIRST_BLOCK: BlockPlace = [Number.MIN_SAFE_INTEGER, 0];

export function prepareOldBlocks(db: Database, progress: Pick<ForgettingProgress, 'addNames'>) {
  const places = preparePlaces(db);
  const insert = prepareEventRow(db);
  const next = db.query<Block, number[]>(
    `select ${BLOCK_COLUMNS} from packed_events
     where project_no = ? and (day, block) > (?, ?) and day < ? order by day, block limit 1`,
  );
  const drop = db.query<unknown, [number, number, number]>(
    'delete from packed_events where project_no = ? and day = ? and block = ?',
  );

  const take = (block: Block): void => {
    const { projectNo, day, block: number } = block;
    const { parts, staying, stays } = places.stored(block);
    if (staying.size === parts.length) return;
    progress.addNames(projectNo, packedPlaces(block.heads));
    progress.addNames(projectNo, { elements: packedSections(block) });
    if (staying.size > 0) for (const event of unpackEvents(block, stays)) insert(projectNo, event);
    drop.run(projectNo, day, number);
  };

  return {
    /** Takes out of the next block of a day before `beforeDay` what has lost its session. Answers where it stood, null at the end. */
    removeNext(projectNo: number, beforeDay: number, after: BlockPlace): BlockPlace | null {
      const block = next.get(projectNo, ...after, beforeDay);
      if (block === null) return null;
      take(block);
      return [block.day, block.block];
    },
    /** The same of the blocks that hold events of a session and can hold this part of it. */
    removeAround(place: PartPlace): void {
      for (const block of places.around(place))
        if (packedParts(block.heads).some(({ session }) => session === place.session)) take(block);
    },
    placesOf: places.of,
  };
}
