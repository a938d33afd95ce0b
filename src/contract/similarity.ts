// How alike two sessions are, 0 to 1, said with its parts. A plain measure on purpose: who reads it can check it by eye.

import { FRICTION_PART_NAMES, type FrictionCounts } from './friction.ts';

/** What is compared of a session. */
export type Likeness = FrictionCounts & {
  /** Ids of the pages that were viewed, each once. */
  pages: ReadonlySet<number>;
  entryPage: number | null;
  device: string | null;
};

/** Shares of the whole. Pages count most: they are what the visit was about. */
export const SIMILARITY_SHARES = { pages: 0.5, friction: 0.25, entry: 0.15, device: 0.1 } as const;
export type SimilarityPart = keyof typeof SIMILARITY_SHARES;
export type Similarity = { score: number; parts: Record<SimilarityPart, number> };

/**
 * `pages`: pages both viewed, by pages either viewed. `friction`: kinds of friction (FRICTION_PARTS) that both had, by
 * those that either had; 1 when neither had any. `entry` and `device`: 1 when equal and known, else 0. The score is their
 * mean, weighed by SIMILARITY_SHARES.
 */
export function similarityOf(a: Likeness, b: Likeness): Similarity {
  const had = (of: Likeness) => new Set(FRICTION_PART_NAMES.filter((part) => of[part] > 0));
  const parts = {
    pages: overlap(a.pages, b.pages, 0),
    friction: overlap(had(a), had(b), 1),
    entry: Number(a.entryPage !== null && a.entryPage === b.entryPage),
    device: Number(a.device !== null && a.device === b.device),
  };
  const { pages, friction, entry, device } = SIMILARITY_SHARES;
  const score = parts.pages * pages + parts.friction * friction + parts.entry * entry + parts.device * device;
  return { score, parts };
}

/** What two sets share by what they hold together; `ofNone` when both are empty. */
function overlap<T>(a: ReadonlySet<T>, b: ReadonlySet<T>, ofNone: number): number {
  let shared = 0;
  for (const one of a) if (b.has(one)) shared += 1;
  const together = a.size + b.size - shared;
  return together === 0 ? ofNone : shared / together;
}
