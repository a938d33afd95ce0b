// Packed events of sessions that went with whole days: their blocks are dropped without reading what goes, but for the names
// that it bears. What stays in a block becomes rows, which the next walk packs again, so that a block is written anew at most
// once.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
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
  /** Where the walk stands, and names of the block there that are not noted yet; null before they were looked for. */
  let after = FIRST_BLOCK;
  let names: Names | null = null;
  /** What was noted: blocks bear the same names again and again. */
  let noted = { pages: new Set<number>(), elements: new Set<number>() };

  const take = (block: Block): void => {
    const { staying, stays } = places.stored(block);
    if (staying.size > 0) for (const event of unpackEvents(block, stays)) insert(block.projectNo, event);
    drop.run(block.projectNo, block.day, block.block);
  };
  const hasLost = (block: Block): boolean => {
    const { parts, staying } = places.stored(block);
    return staying.size < parts.length;
  };
  const noteSome = (projectNo: number, { pages, elements }: Names): void => {
    const some = { pages: pages.splice(0), elements: elements.splice(0, LIMITS.forgetNames) };
    progress.addNames(projectNo, some);
    for (const page of some.pages) noted.pages.add(page);
    for (const element of some.elements) noted.elements.add(element);
  };

  return {
    /** The walk begins, and nothing is noted: also when a step was undone. */
    begin(): void {
      [after, names, noted] = [FIRST_BLOCK, null, { pages: new Set(), elements: new Set() }];
    },
    /**
     * Takes out of the next block of a day before `beforeDay` what has lost its session, or notes some of the names that the
     * block bears. False at the end.
     */
    removeNext(projectNo: number, beforeDay: number): boolean {
      const block = next.get(projectNo, ...after, beforeDay);
      if (block === null) return false;
      // Whoever came again meanwhile has taken the block that was looked at.
      const isKnown = names?.day === block.day && names.block === block.block;
      if (!isKnown) names = hasLost(block) ? namesOf(block, noted) : null;
      if (names !== null && names.pages.length + names.elements.length > 0) {
        noteSome(projectNo, names);
        return true;
      }
      if (names !== null) take(block);
      [after, names] = [[block.day, block.block], null];
      return true;
    },
    /** The same, at once, of the blocks that hold events of a session and can hold this part of it. */
    removeAround(place: PartPlace): void {
      for (const block of places.around(place)) {
        if (!packedParts(block.heads).some(({ session }) => session === place.session)) continue;
        if (!hasLost(block)) continue;
        progress.addNames(block.projectNo, namesOf(block));
        take(block);
      }
    },
    placesOf: places.of,
  };
}

type Names = { day: number; block: number; pages: number[]; elements: number[] };

/** What a block bears and is not noted already. */
function namesOf(block: Block, noted?: { pages: Set<number>; elements: Set<number> }): Names {
  const { pages, elements } = packedPlaces(block.heads);
  return {
    ...{ day: block.day, block: block.block },
    pages: pages.filter((page) => !noted?.pages.has(page)),
    elements: [...new Set([...elements, ...packedSections(block)])].filter(
      (element) => !noted?.elements.has(element),
    ),
  };
}
