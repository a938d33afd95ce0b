// What is done with recordings off the server's thread: read, clean, compress, store, and read back. A large page takes
// a fifth of a second, which no visitor's event should wait for.

import { LIMITS } from '../contract/limits.ts';
import { hash52 } from '../lib/hash.ts';
import type {
  ChunksQuery,
  ForgetChunks,
  RecordedSpan,
  ReplayStore,
  ReplayUsage,
} from '../storage/port-replays.ts';
import { readChunk } from './read-chunk.ts';

export type ChunkUpload = {
  projectNo: number;
  body: Uint8Array;
  receivedAtMs: number;
  /** Room that the project has, bytes. */
  mostBytes: number;
};
export type ChunksQuestion = Pick<ChunksQuery, 'projectNo' | 'session' | 'fromMs' | 'toMs' | 'cursor'>;

/** Every method takes one argument and gives one value, so that a thread can stand between. */
export type RecordingWork = {
  /** Resolves with whether it was new. Throws as readChunk() does, and `unavailable`. */
  receive(upload: ChunkUpload): Promise<boolean>;
  /** JSON of a ReplayChunksAnswer. Throws `invalid` (bad_cursor). */
  read(question: ChunksQuestion): Promise<string>;
  recorded(request: { projectNo: number; sessions: number[] }): Promise<RecordedSpan[]>;
  usage(projectNo: number): Promise<ReplayUsage>;
  /** Removes what was received before that; resolves with how many chunks went. */
  prune(request: { projectNo: number; beforeMs: number }): Promise<number>;
  /** Of sessions that are forgotten; a chunk may begin and end somewhat beside its session. */
  forget(request: ForgetChunks): Promise<number>;
  removeProject(projectNo: number): Promise<void>;
};

const utf8 = new TextDecoder();

export function createRecordingWork(deps: {
  store: ReplayStore;
  /** ms to add to a browser's times, as events' times are corrected. */
  clockShift: (receivedAtMs: number, sentAtMs: number) => number;
}): RecordingWork {
  const { store } = deps;
  return {
    async receive({ projectNo, body, receivedAtMs, mostBytes }) {
      const { sessionId, recording, index, sentAtMs, records } = readChunk(body);
      const shiftMs = deps.clockShift(receivedAtMs, sentAtMs);
      const earliest = receivedAtMs - LIMITS.sessionMaxMs;
      for (const record of records) {
        const atMs = record.timestamp + shiftMs;
        record.timestamp = Math.max(earliest, Math.min(atMs, receivedAtMs + LIMITS.futureMs));
      }
      const raw = JSON.stringify(records);
      const row = {
        projectNo,
        session: hash52(sessionId),
        recording,
        position: index,
        fromMs: records[0]?.timestamp ?? receivedAtMs,
        toMs: records.at(-1)?.timestamp ?? receivedAtMs,
        receivedAtMs,
        rawBytes: raw.length,
      };
      return store.add(row, await Bun.zstdCompress(raw), mostBytes);
    },
    async read(question) {
      const bounds = { rows: LIMITS.chunksAnswered, bytes: LIMITS.chunkBytesAnswered };
      const { chunks, nextCursor } = await store.read({ ...question, ...bounds });
      // Bodies are JSON already: nothing is parsed on the way to the player.
      const list = chunks.map(({ recording, position, fromMs, toMs, body }) => {
        const head = JSON.stringify({ recording, index: position, fromMs, toMs });
        return `${head.slice(0, -1)},"records":${utf8.decode(Bun.zstdDecompressSync(body))}}`;
      });
      return `{"chunks":[${list.join()}],"nextCursor":${JSON.stringify(nextCursor)}}`;
    },
    recorded: ({ projectNo, sessions }) => store.recorded(projectNo, sessions),
    usage: (projectNo) => store.usage(projectNo),
    async prune({ projectNo, beforeMs }) {
      let gone = 0;
      for (;;) {
        const dropped = await store.prune(projectNo, beforeMs, LIMITS.chunksPruned);
        gone += dropped;
        if (dropped < LIMITS.chunksPruned) return gone;
        await new Promise(setImmediate);
      }
    },
    forget: ({ sessions, ...request }) =>
      store.forget({
        ...request,
        sessions: sessions.map(({ session, fromMs, toMs }) => ({
          session,
          fromMs: fromMs - LIMITS.sessionIdleMs,
          toMs: toMs + LIMITS.sessionIdleMs,
        })),
      }),
    removeProject: (projectNo) => store.removeProject(projectNo),
  };
}
