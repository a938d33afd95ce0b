// What can be told of stored data by looking at it, with or without a server on it. For operators; nothing is changed.

export type StoredFacts = {
  /** Batches of the journal that are in no report yet. */
  waiting: { batches: number; bytes: number };
  /** Batches that could not be applied and are kept whole. */
  setAside: { batches: number; events: number };
  /** Server time of each project's newest event that was not imported, 0 without one; projects that are gone included. */
  lastEvents: { projectNo: number; receivedAtMs: number }[];
  /** Events of people and of all time, and those since the asked instant. */
  events: { all: number; recent: number };
  /** By how much clocks of browsers differ from this machine's: the median of sessions seen since then; null without any. */
  skew: { sessions: number; medianMs: number } | null;
};

/** One data file looked through for damage: `unchecked` when there was no time, or it is too large for that. */
export type FileCheck = {
  file: string;
  state: 'sound' | 'unchecked' | 'missing' | 'damaged';
  /** Why, when it is damaged or cannot be read. */
  problem: string | null;
};

export type BackupFolder = {
  /** When it was begun. */
  atMs: number;
  path: string;
};
