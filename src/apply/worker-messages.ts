// What the main thread and the applier's worker say to each other.

import type { LiveSlice } from '../contract/live.ts';
import type { ForgetOrder, ForgetResult } from '../storage/port-forgetting.ts';
import type { Applied } from './applier.ts';

export type ToApplyWorker =
  | { type: 'start'; dataDir: string }
  /** The journal has grown. */
  | { type: 'wake' }
  /** The project was removed: delete its rows, drop what still comes. */
  | { type: 'forget-project'; projectNo: number }
  /** Take sessions out again, of a person or of an age; the second says that what came of it is noted elsewhere. */
  | { type: 'forget'; order: ForgetOrder }
  | { type: 'forget-noted'; order: Pick<ForgetOrder, 'projectNo' | 'id'> }
  /** Take out what was noted for orders other than these, which are all that are under way. */
  | { type: 'forget-rest'; known: string[] }
  /** Tell `live` of these projects, and of no others, from now on. */
  | { type: 'watch'; projectNos: number[] }
  | { type: 'stop' };

export type FromApplyWorker =
  | { type: 'ready'; appliedSeq: number }
  /** Committed up to `seq`. */
  | ({ type: 'applied' } & Applied)
  /** New events of watched projects. */
  | { type: 'live'; slices: LiveSlice[] }
  /** Storage refuses for now; nothing is lost, it is tried again. `code` is the fault's, e.g. storage_full. */
  | { type: 'waiting'; code: string; message: string; waitMs: number }
  /** One batch could not be turned into rows and is kept aside: a fault of ours. */
  | { type: 'set-aside'; seq: number; projectNo: number; events: number; reason: string }
  /** Nothing of a removed project is left. */
  | { type: 'removed'; projectNo: number; rows: number }
  /** An order is done. */
  | { type: 'forgotten'; order: ForgetOrder; result: ForgetResult }
  /** Something else is wrong; it is tried again, more slowly, unless the start failed. */
  | { type: 'failed'; message: string }
  | { type: 'stopped' };
