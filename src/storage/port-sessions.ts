// What answers about sessions hold beside their rows: neighbours, likeness, and values to filter by. The methods are in
// port.ts.

import type { FactDimension, PropDimension, SplitDimension } from '../contract/dimensions.ts';
import type { ElementDescriptor } from '../contract/element.ts';
import type { EventType } from '../contract/event-types.ts';
import type { Similarity } from '../contract/similarity.ts';

/** A part that has become one with another: its row goes, all else of it takes the other's number. */
export type MergedPart = { projectNo: number; session: number; from: number; to: number };

/** A stored event that is of another part now, with all that was derived from it. */
export type MovedEvent = {
  projectNo: number;
  session: number;
  eventId: string;
  type: EventType;
  page: number | null;
  tsMs: number;
  from: number;
  to: number;
};
/** A part that none of its events is left of. */
export type GonePart = { projectNo: number; session: number; part: number };
/** A visitor was there at this time. */
export type SeenVisitor = { projectNo: number; visitor: string; atMs: number };

export type NeighbourKey = { session: number; part: number };
export type NeighbourKeys = { before: NeighbourKey | null; after: NeighbourKey | null };
export type SimilarSession<Detail> = { detail: Detail; similarity: Similarity };

/** Dimensions whose values can be listed. */
export type ValueDimension = SplitDimension | FactDimension | PropDimension;
/** `count`: sessions, of facts how often they happened. Elements come with their descriptor. */
export type DimensionValue = { value: string; count: number; descriptor?: ElementDescriptor };
