// The port of batches that could not be applied and are kept whole: looked at, tried again, thrown away. For operators.

export type SetAsideKey = { journalId: string; seq: number };
export type SetAsideRow = SetAsideKey & {
  projectNo: number;
  receivedAtMs: number;
  eventCount: number;
  /** Why it could not be applied, as the fault said it. */
  reason: string;
  /** Of the body. */
  bytes: number;
};

export interface SetAsideStore {
  /** Oldest first, of one project or of all. */
  list(projectNo: number | null): Promise<SetAsideRow[]>;
  /** What was sent, as the journal had it (JSON of a JournalBatch), or null. */
  read(key: SetAsideKey): Promise<string | null>;
  /** Resolves with how many there were. Only while no server runs: the applier writes this file. */
  remove(keys: readonly SetAsideKey[]): Promise<number>;
  close(): Promise<void>;
}
