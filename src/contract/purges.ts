// What heat says about purges: taking made-up sessions out of a project by range and filters.

import type { RemovedCounts, StoredCounts } from './personal-data.ts';

/** Sessions that began from `fromMs` until before `toMs` (UTC milliseconds) and pass all filters, `dimension:op:value`. */
export type PurgeScope = {
  fromMs: number;
  toMs: number;
  filters: string[];
  /** Whether bots go too. */
  bots: boolean;
};

/** What would go, asked before. */
export type PurgePreview = PurgeScope & StoredCounts;

/** An order to remove sessions. */
export type Purge = PurgeScope & {
  id: string;
  askedAtMs: number;
  /** `user:<id>`, `key:<id>`, `terminal`. */
  askedBy: string;
  /** Null while it is under way. */
  doneAtMs: number | null;
  removed: RemovedCounts | null;
};
