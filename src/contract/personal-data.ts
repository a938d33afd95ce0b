// What heat says about forgetting a person, and about what it has stored of one.

export const SUBJECT_KINDS = ['visitor', 'user'] as const;
/** `visitor`: an id as sessions bear it (`c:…`, `d:…`, `u:…`); `user`: the id that the site gave to identify(). */
export type SubjectKind = (typeof SUBJECT_KINDS)[number];
export type Subject = { kind: SubjectKind; id: string };

/** What went, by kind. */
export type RemovedCounts = {
  sessions: number;
  events: number;
  pageviews: number;
  clicks: number;
  customs: number;
  /** Pieces of recordings. */
  recordings: number;
  /** Batches that had been set aside because heat could not read them. */
  setAside: number;
  /** Names of pages and descriptions of elements that nobody else has seen. */
  pages: number;
  elements: number;
};

export const NOTHING_REMOVED: RemovedCounts = {
  sessions: 0,
  events: 0,
  pageviews: 0,
  clicks: 0,
  customs: 0,
  recordings: 0,
  setAside: 0,
  pages: 0,
  elements: 0,
};

/** An order to forget somebody. Whom it named is not kept once it is done. */
export type Forgetting = {
  id: string;
  kind: SubjectKind;
  askedAtMs: number;
  /** `user:<id>`, `key:<id>`, `terminal`. */
  askedBy: string;
  /** Null while it is under way. */
  doneAtMs: number | null;
  removed: RemovedCounts | null;
};

/** What sessions that may be taken out hold. */
export type StoredCounts = {
  sessions: number;
  events: number;
  pageviews: number;
  clicks: number;
  customs: number;
  /** Ids of visitors that their people had. */
  visitors: number;
  /** When the first of them began and the last of them ended. */
  firstAtMs: number | null;
  lastAtMs: number | null;
};

/** What would go, asked before. */
export type SubjectSummary = StoredCounts & {
  /** Custom events that name the user in sessions of others. */
  namings: number;
  /** Batches that heat could not read and kept whole, in which the id occurs. */
  keptBatches: number;
};
