// Running total of the journal's bytes behind a position, so that asking for it never scans bodies.
// Holds one small record for each entry that was not yet applied when last asked.

export type PendingBytes = {
  /** Notes an entry that was just appended; seqs ascend. */
  add(seq: number, body: string): void;
  /** Bytes of bodies with a seq above `afterSeq`. Amortised constant while `afterSeq` only grows. */
  after(afterSeq: number): number;
};

type Size = { seq: number; bytes: number };

/** `load` lists the stored entries after a position; called on first use and when the position goes back. */
export function createPendingBytes(load: (afterSeq: number) => Size[]): PendingBytes {
  let loadedAfter: number | null = null;
  let entries: Size[] = [];
  let head = 0;
  let total = 0;

  const reload = (afterSeq: number) => {
    entries = load(afterSeq);
    head = 0;
    total = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    loadedAfter = afterSeq;
  };

  return {
    add(seq, body) {
      if (loadedAfter === null) return;
      const bytes = Buffer.byteLength(body);
      entries.push({ seq, bytes });
      total += bytes;
    },
    after(afterSeq) {
      if (loadedAfter === null || afterSeq < loadedAfter) reload(afterSeq);
      loadedAfter = afterSeq;
      for (let entry = entries[head]; entry && entry.seq <= afterSeq; entry = entries[head]) {
        total -= entry.bytes;
        head += 1;
      }
      if (head * 2 > entries.length) {
        entries = entries.slice(head);
        head = 0;
      }
      return total;
    },
  };
}
