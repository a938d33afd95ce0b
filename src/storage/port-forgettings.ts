// The catalog's orders to forget a person. Part of Catalog, with its rules.

import type { Forgetting, RemovedCounts, SubjectKind } from '../contract/personal-data.ts';

export type OpenForgetting = {
  id: string;
  projectNo: number;
  kind: SubjectKind;
  subject: string;
  askedAtMs: number;
};

export interface ForgettingCatalog {
  createForgetting(order: OpenForgetting & { askedBy: string }): Promise<void>;
  /** Of all projects, oldest first. */
  openForgettings(): Promise<OpenForgetting[]>;
  /** Newest first. */
  listForgettings(projectNo: number, limit: number): Promise<Forgetting[]>;
  /** Notes what went and forgets whom it was about, also in the bytes of the file and its log as far as nobody reads them. */
  finishForgetting(id: string, done: { doneAtMs: number; removed: RemovedCounts }): Promise<void>;
}
