// Who was forgotten and must not come back: batches that waited on a device bring events from before the order. What
// somebody does afterwards is new and counts. Kept in memory, by hash; the store has it too.

import { createHmac } from 'node:crypto';
import { sha256Hex } from '../lib/hash.ts';
import type { ForgottenMark } from '../storage/port-forgetting.ts';
import type { CleanEvent } from './clean.ts';

export type Forgotten = {
  add(marks: readonly ForgottenMark[]): void;
  /**
   * Why an event that happened before is let in no more: it is of somebody, or of a session, that was forgotten, or of a
   * session that a purge removed. Null when it is. What is imported again after a purge is meant.
   */
  why(event: CleanEvent): Late | null;
};
export type Late = 'forgotten' | 'purged';
type Known = { named: Map<string, number>; sessions: Map<number, number>; purged: Map<number, number> };

/** What is kept of an id: a hash under the key of the data directory (marks-key.ts), and nothing without it. */
export function markOf(
  key: string,
  { projectNo, kind, id }: { projectNo: number; kind: string; id: string },
): string {
  return keyed(key, sha256Hex(JSON.stringify([projectNo, kind, id])));
}

/** Marks of before were the hash alone, against which a guess could be tested: the mark to keep in its place, or null. */
export function keyedMark(key: string, mark: string): string | null {
  return mark.startsWith(KEYED) ? null : keyed(key, mark);
}

/** No hexadecimal digit, so that nothing of before begins with it. */
const KEYED = 'k';

function keyed(key: string, hash: string): string {
  return KEYED + createHmac('sha256', key).update(hash).digest('hex');
}

export function createForgotten(key: string): Forgotten {
  const projects = new Map<number, Known>();
  /** Hashes of the batch that was asked about last: its events share them. */
  let last: { from: CleanEvent['from'] | null; untilMs: number } = { from: null, untilMs: 0 };

  const untilOf = (marks: ReadonlyMap<string, number>, { from }: CleanEvent): number => {
    if (last.from === from) return last.untilMs;
    const { projectNo, batch } = from;
    const named = [['visitor', batch.visitor], ...(batch.user ? [['user', batch.user.id]] : [])] as const;
    const times = named.map(
      ([kind, id]) => marks.get(`${kind} ${markOf(key, { projectNo, kind: kind!, id: id! })}`) ?? 0,
    );
    last = { from, untilMs: Math.max(...times) };
    return last.untilMs;
  };

  /** An event may name another user than its session: in one that several share, or by the word of a file. */
  const ownUntilOf = (marks: ReadonlyMap<string, number>, { row, from }: CleanEvent): number => {
    const id = row.type === 'custom' ? row.fields.userId : undefined;
    if (typeof id !== 'string' || id === from.batch.user?.id) return 0;
    return marks.get(`user ${markOf(key, { projectNo: row.projectNo, kind: 'user', id })}`) ?? 0;
  };

  return {
    add(marks) {
      for (const { projectNo, kind, mark, untilMs } of marks) {
        const known = projects.get(projectNo) ?? { named: new Map(), sessions: new Map(), purged: new Map() };
        projects.set(projectNo, known);
        if (kind === 'session') raise(known.sessions, Number(mark), untilMs);
        else if (kind === 'purged') raise(known.purged, Number(mark), untilMs);
        else raise(known.named, `${kind} ${mark}`, untilMs);
      }
      last = { from: null, untilMs: 0 };
    },
    why(event) {
      const known = projects.get(event.row.projectNo);
      if (known === undefined) return null;
      const { session, tsMs } = event.row;
      if (known.named.size + known.sessions.size > 0) {
        const untilMs = Math.max(known.sessions.get(session) ?? 0, untilOf(known.named, event));
        if (tsMs <= Math.max(untilMs, ownUntilOf(known.named, event))) return 'forgotten';
      }
      const isMeant = event.from.batch.isImport === true;
      return !isMeant && tsMs <= (known.purged.get(session) ?? 0) ? 'purged' : null;
    },
  };
}

function raise<Key>(times: Map<Key, number>, key: Key, untilMs: number): void {
  times.set(key, Math.max(times.get(key) ?? 0, untilMs));
}
