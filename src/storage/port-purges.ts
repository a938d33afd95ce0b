// Purges: what is asked about sessions before they are removed by range and filters, and the catalog's orders to do so.

import type { RemovedCounts } from '../contract/personal-data.ts';
import type { Purge, PurgePreview, PurgeScope } from '../contract/purges.ts';
import type { Filter, QueryOptions, Scope } from './port-scope.ts';

/** What would go. `filters` are those of the question with what they mean looked up, for the order to judge by. */
export type Purgeable = Omit<PurgePreview, keyof PurgeScope> & { filters: readonly Filter[] };

/** Part of ReportStore, with its rules. */
export interface PurgeReports {
  /** Of the sessions that began in the scope and pass its filters. */
  purgeable(query: Scope, options?: QueryOptions): Promise<Purgeable>;
}

/** `filters` with what they mean, see Purgeable. */
export type OpenPurge = {
  id: string;
  projectNo: number;
  fromMs: number;
  toMs: number;
  filters: readonly Filter[];
  includeBots: boolean;
  askedAtMs: number;
};

/** Part of Catalog, with its rules. */
export interface PurgeCatalog {
  /** `asked` are the filters as they are told. */
  createPurge(order: OpenPurge & { asked: readonly string[]; askedBy: string }): Promise<void>;
  /** Of all projects, oldest first. */
  openPurges(): Promise<OpenPurge[]>;
  /** Newest first. */
  listPurges(projectNo: number, limit: number): Promise<Purge[]>;
  /** Notes what went. What the filters meant is kept no longer. */
  finishPurge(id: string, done: { doneAtMs: number; removed: RemovedCounts }): Promise<void>;
}
