// The journal's port: accepted batches on disk until they are applied. Same rules for engines as in port.ts.

export type JournalEntry = {
  projectNo: number;
  receivedAtMs: number;
  eventCount: number;
  /** JSON of a JournalBatch (journal/record.ts). */
  body: string;
};
export type StoredJournalEntry = JournalEntry & { seq: number };

/** One append-only file. Appended and pruned by the server's main thread alone, read by the applier. */
export interface JournalStore {
  /** Random id made when the file was created; ties applied positions to this journal. */
  id(): Promise<string>;
  /** One transaction, on disk when it resolves with the last seq. Throws `unavailable` (storage_full, …): then nothing was kept. */
  append(entries: readonly JournalEntry[]): Promise<number>;
  /** Entries after `afterSeq` in order, at most `rows` of them and about `bytes` of bodies, but at least one. */
  read(afterSeq: number, bounds: { rows: number; bytes: number }): Promise<StoredJournalEntry[]>;
  /** Newest seq ever given out (0 when none) and bytes of bodies after `afterSeq`. */
  pending(afterSeq: number): Promise<{ lastSeq: number; bytes: number }>;
  /** Removes entries up to `uptoSeq`, at most `rows` of them; resolves with how many went. */
  prune(uptoSeq: number, rows: number): Promise<number>;
  /** Writes the file anew so that no byte of removed entries is left; false when that has to wait: much lies in it, or somebody reads. */
  scrub(): Promise<boolean>;
  /** From now on seqs are above `seq`. A journal that lost its end must not give out again what is applied already. */
  skipTo(seq: number): Promise<void>;
  close(): Promise<void>;
}
