// Writes one group of waiting entries and tells each of them how it went. A row that the store refuses costs only
// itself; trouble with the disk is everybody's.

import { HeatError } from '../lib/errors.ts';
import type { JournalEntry, JournalStore } from '../storage/port.ts';

export type Waiting = {
  entry: JournalEntry;
  resolve: (seq: number) => void;
  reject: (error: unknown) => void;
};

/** What of a group is on disk now. `fault` is the code of the disk's trouble, if there was any. */
export type Committed = {
  batches: number;
  events: number;
  bytes: number;
  lastSeq: number;
  fault: string | null;
};

/** Never throws: each entry's promise is settled. */
export async function commitGroup(store: JournalStore, group: readonly Waiting[]): Promise<Committed> {
  const done: Committed = { batches: 0, events: 0, bytes: 0, lastSeq: 0, fault: null };
  try {
    const lastSeq = await store.append(group.map(({ entry }) => entry));
    for (const [index, one] of group.entries()) settle(one, lastSeq - (group.length - 1 - index), done);
  } catch (error) {
    if (isDiskFault(error) || group.length === 1) refuseAll(group, error, done);
    else await commitOneByOne(store, group, done);
  }
  return done;
}

/** Once more, each entry alone, so that one bad row does not refuse its neighbours. */
async function commitOneByOne(
  store: JournalStore,
  group: readonly Waiting[],
  done: Committed,
): Promise<void> {
  for (const [index, one] of group.entries()) {
    try {
      settle(one, await store.append([one.entry]), done);
    } catch (error) {
      if (isDiskFault(error)) return refuseAll(group.slice(index), error, done);
      one.reject(error);
    }
  }
}

function settle(one: Waiting, seq: number, done: Committed): void {
  done.batches += 1;
  done.events += one.entry.eventCount;
  done.bytes += one.entry.body.length;
  done.lastSeq = seq;
  one.resolve(seq);
}

function refuseAll(group: readonly Waiting[], error: unknown, done: Committed): void {
  if (isDiskFault(error)) done.fault = error.faultCode;
  for (const one of group) one.reject(error);
}

function isDiskFault(error: unknown): error is HeatError {
  return error instanceof HeatError && error.kind === 'unavailable';
}
