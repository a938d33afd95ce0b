// Events of session parts that are packed, for reports that have found none as rows: a part is either wholly packed or
// not at all.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import type { SessionKey } from '../port-apply.ts';
import {
  type EventHead,
  type Part,
  packedParts,
  partName,
  rowsByPart,
  type StoredEvent,
  unpackEvents,
  visitHeads,
} from './packed-events.ts';
import { BLOCK_COLUMNS, type Block, dayOf, type PartPlace, preparePlaces } from './packed-places.ts';

type Key = SessionKey & { part: number };
export type PackedReader = {
  /** All events of a part, any order; none when it is not packed. */
  eventsOf(key: Key): StoredEvent[];
  /** Of several parts, in their order; each block is unpacked once. */
  eventsOfAll(keys: readonly Key[]): StoredEvent[][];
  /** The same without what only bodies tell. */
  headsOf(key: Key): EventHead[];
};

/** To be used within one question: what it has read it keeps. */
export function createPackedReader(db: Database): PackedReader {
  const places = preparePlaces(db);
  const lastDays = new Map<number, number>();
  const parts = new Map<string, Part[]>();
  const heads = new Map<string, Map<string, EventHead[]>>();
  const nameOf = ({ projectNo, day, block }: Block) => `${projectNo} ${day} ${block}`;
  const partsOf = (block: Block): Part[] => {
    const known = parts.get(nameOf(block)) ?? packedParts(block.heads);
    parts.set(nameOf(block), known);
    return known;
  };
  const placeOf = ({ part, ...key }: Key): PartPlace | null => {
    const last = lastDays.get(key.projectNo) ?? places.lastDay(key.projectNo);
    lastDays.set(key.projectNo, last);
    if (last === Number.NEGATIVE_INFINITY) return null;
    const place = places.of(key).find((one) => one.part === part);
    return place && dayOf(place) <= last ? place : null;
  };
  const find = (key: Key): Block | null => {
    const place = placeOf(key);
    return place && places.find(place, partsOf);
  };
  const headsByPart = (block: Block): Map<string, EventHead[]> => {
    const known = heads.get(nameOf(block));
    if (known) return known;
    const found = new Map<string, EventHead[]>();
    visitHeads(block.heads, (head) => {
      const own = found.get(partName(head));
      if (own) own.push({ ...head });
      else found.set(partName(head), [{ ...head }]);
    });
    // The last few: sessions that are asked for one after the other often stand in the same block.
    for (const name of heads.keys()) if (heads.size >= KEPT_BLOCKS) heads.delete(name);
    heads.set(nameOf(block), found);
    return found;
  };

  return {
    eventsOf(key) {
      const block = find(key);
      return block ? unpackEvents(block, key) : [];
    },
    eventsOfAll(keys) {
      const blocks = new Map<string, { block: Block; wanted: Set<string> }>();
      for (const key of keys) {
        const block = find(key);
        if (block === null) continue;
        const { wanted } = blocks.get(nameOf(block)) ?? { wanted: new Set<string>() };
        blocks.set(nameOf(block), { block, wanted: wanted.add(partName(key)) });
      }
      const found = rowsByPart(
        [...blocks.values()].flatMap(({ block, wanted }) =>
          unpackEvents(block, (part) => wanted.has(partName(part))),
        ),
      );
      return keys.map((key) => found.get(partName(key)) ?? []);
    },
    headsOf(key) {
      const block = find(key);
      return block ? (headsByPart(block).get(partName(key)) ?? []) : [];
    },
  };
}

/** Calls `visit` for the heads of all packed events of a project's parts that began on these UTC days. */
export function visitPackedHeads(
  db: Database,
  { projectNo, firstDay, endDay }: { projectNo: number; firstDay: number; endDay: number },
  visit: (head: Readonly<EventHead>) => void,
): void {
  const blocks = db.query<Block, SQLQueryBindings[]>(`
select ${BLOCK_COLUMNS}
from packed_events
where project_no = ?
  and day >= ?
  and day < ?`);
  for (const { heads } of blocks.iterate(projectNo, firstDay, endDay)) visitHeads(heads, visit);
}

const KEPT_BLOCKS = 16;
