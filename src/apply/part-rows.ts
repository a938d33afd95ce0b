// The parts of one session while its new events are put into them: stored rows are copied before they change.

import type { AppliedSession } from '../storage/port-apply.ts';
import { addCounters } from './session-counters.ts';
import { earlierTold, toldOf } from './session-machine.ts';
import { namingOfAll } from './session-naming.ts';

export type PartRows = {
  all(): AppliedSession[];
  /** The row, while there is but one. */
  only(): AppliedSession | null;
  /** The row of the same part, to be changed. */
  edit(row: AppliedSession): AppliedSession;
  /** Adds a row, which gets the next number. */
  open(row: Omit<AppliedSession, 'part'>): AppliedSession;
  /** Makes one of rows (at least one) that are of one machine, with the smallest number. */
  merge(rows: readonly AppliedSession[]): AppliedSession;
  /** The row that a number stands for now. */
  of(part: number): AppliedSession;
  /** What has come of it all. */
  changed(): AppliedSession[];
};

export function createPartRows(parts: readonly AppliedSession[]): PartRows {
  const rows = new Map(parts.map((row) => [row.part, row]));
  const changed = new Set<number>();
  /** Numbers that went, and what they went into. */
  const into = new Map<number, number>();
  let next = parts.reduce((free, { part }) => Math.max(free, part + 1), 0);
  let only = parts.length === 1 ? (parts[0] as AppliedSession) : null;

  const keep = (row: AppliedSession): AppliedSession => {
    rows.set(row.part, row);
    changed.add(row.part);
    only = rows.size === 1 ? row : null;
    return row;
  };
  // Whoever asks may hold the row as it was stored: what was edited before has another in its place.
  const edit = (row: AppliedSession): AppliedSession =>
    changed.has(row.part) ? (rows.get(row.part) as AppliedSession) : keep({ ...row });
  const finalPart = (part: number): number => {
    const to = into.get(part);
    return to === undefined ? part : finalPart(to);
  };

  return {
    all: () => [...rows.values()],
    only: () => only,
    edit,
    open: (row) => keep({ ...row, part: next++ }),
    merge(given) {
      const [first, ...others] = given.toSorted((a, b) => a.part - b.part);
      const merged = others.reduce(mergeParts, first as AppliedSession);
      for (const { part } of others) {
        rows.delete(part);
        changed.delete(part);
        into.set(part, merged.part);
      }
      return others.length === 0 ? edit(merged) : keep(merged);
    },
    of: (part) => rows.get(finalPart(part)) as AppliedSession,
    changed: () => [...changed].map((part) => rows.get(part) as AppliedSession),
  };
}

/** Both in one row, which keeps the smaller number. Everything counted adds up, so no event is read again. */
export function mergeParts(a: AppliedSession, b: AppliedSession): AppliedSession {
  const told = earlierTold(toldOf(a), toldOf(b));
  return {
    ...a,
    part: Math.min(a.part, b.part),
    ...addCounters(a, b),
    ...told.traits,
    ...namingOfAll([a, b]),
    toldAtMs: a.toldAtMs === null && b.toldAtMs === null ? null : told.atMs,
  };
}
