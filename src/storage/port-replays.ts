// The recordings' port: what visitors' browsers recorded, in chunks. Kept apart from events: large, short-lived, and
// never counted. Same rules for engines as in port.ts.

/** `session` as in the events; `recording` is one page load, `position` the chunk's place in it. */
export type ChunkKey = { projectNo: number; session: number; recording: string; position: number };
export type ChunkRow = ChunkKey & {
  /** Times of the first and last record, corrected. */
  fromMs: number;
  toMs: number;
  receivedAtMs: number;
  /** Bytes before compression. */
  rawBytes: number;
};
export type StoredChunk = ChunkRow & { body: Uint8Array<ArrayBuffer> };
/** From the first to the last record of one page load of a session. */
export type RecordedSpan = { session: number; fromMs: number; toMs: number };
export type ReplayUsage = { chunks: number; bytes: number };
/** Of one session, in a span of time. */
export type ChunksQuery = {
  projectNo: number;
  session: number;
  fromMs: number;
  toMs: number;
  cursor: string | null;
  /** At most so many, and about so many bytes before compression; at least one chunk. */
  rows: number;
  bytes: number;
};

export type ForgetChunks = {
  projectNo: number;
  sessions: { session: number; fromMs: number; toMs: number }[];
  untilMs: number;
};

export interface ReplayStore {
  /**
   * Stores a chunk unless one with its key is there, which stays; then drops the project's oldest until its sum is
   * within `mostBytes`. One transaction; on disk when it resolves with whether it was new. `body` is opaque bytes.
   */
  add(row: ChunkRow, body: Uint8Array, mostBytes: number): Promise<boolean>;
  /** In order of `fromMs`. Throws `invalid` (bad_cursor). */
  read(query: ChunksQuery): Promise<{ chunks: StoredChunk[]; nextCursor: string | null }>;
  /** What was recorded of these sessions, in order of session and time. */
  recorded(projectNo: number, sessions: readonly number[]): Promise<RecordedSpan[]>;
  usage(projectNo: number): Promise<ReplayUsage>;
  /** What of it was received before that: what prune() would remove. */
  aged(projectNo: number, beforeMs: number): Promise<ReplayUsage>;
  /** Removes chunks received before that, the oldest first, at most `rows`; resolves with how many went. */
  prune(projectNo: number, beforeMs: number, rows: number): Promise<number>;
  /**
   * Removes the chunks of these sessions that hold a moment of their spans, and takes none up to `untilMs` any more; resolves
   * with how many went. What is gone is gone from the bytes of the file.
   */
  forget(request: ForgetChunks): Promise<number>;
  /** Everything of a project that is gone. */
  removeProject(projectNo: number): Promise<void>;
  close(): Promise<void>;
}
