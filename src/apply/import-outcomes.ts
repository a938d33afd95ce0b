// What became of imported events, counted by the key that they came with, for whoever asks how many of a file were new.

import type { ImportOutcome } from '../contract/import-line.ts';
import { LIMITS } from '../contract/limits.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { CleanEvent } from './clean.ts';

/** Who imported, and where to. */
export type ImportKey = { projectNo: number; keyId: string };
/** What one slice adds. */
export type ImportShare = ImportKey & ImportOutcome;

/** Counts one slice. Whatever came and was neither stored nor forgotten was known. */
export function createImportCount() {
  const shares = new Map<string, ImportShare>();
  const count = (events: readonly CleanEvent[], how: keyof ImportOutcome): void => {
    for (const { from, row } of events) {
      if (!from.batch.isImport) continue;
      const share = shares.get(nameOf(row)) ?? { ...EMPTY, projectNo: row.projectNo, keyId: row.keyId };
      shares.set(nameOf(row), share);
      share[how] += 1;
      if (how !== 'known') share.known -= 1;
    }
  };
  return {
    came: (events: readonly CleanEvent[]) => count(events, 'known'),
    forgotten: (events: readonly CleanEvent[]) => count(events, 'forgotten'),
    stored: (events: readonly CleanEvent[]) => count(events, 'stored'),
    shares: (): ImportShare[] => [...shares.values()],
  };
}

export type ImportOutcomes = {
  add(shares: readonly ImportShare[]): void;
  /** Of everything that was added, nothing for a key that was not used of late. */
  of(key: ImportKey): ImportOutcome;
};

/** Adds slices up, for the LIMITS.importsCounted keys that were used last. */
export function createImportOutcomes(): ImportOutcomes {
  const sums = new BoundedCache<string, ImportOutcome>(LIMITS.importsCounted);
  const of = (key: ImportKey): ImportOutcome => sums.get(nameOf(key)) ?? EMPTY;
  return {
    add(shares) {
      for (const share of shares) {
        const { stored, known, forgotten } = of(share);
        sums.set(nameOf(share), {
          stored: stored + share.stored,
          known: known + share.known,
          forgotten: forgotten + share.forgotten,
        });
      }
    },
    of,
  };
}

const EMPTY: ImportOutcome = { stored: 0, known: 0, forgotten: 0 };

function nameOf({ projectNo, keyId }: ImportKey): string {
  return `${projectNo} ${keyId}`;
}
