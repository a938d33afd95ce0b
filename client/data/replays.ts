// What a session is played back from, as the API gives it.

import type { ReplayAnswer } from '../../src/contract/replay.ts';
import type { ReplayChunk, ReplayChunksAnswer, ReplayUsageView } from '../../src/contract/replay-chunk.ts';
import { getJson } from './api.ts';

/** Pieces that are played at most; a session that has more is told to go on after what is shown. */
const MOST_PIECES = 20;

/** All pieces in order, and whether there would be more. Rejects with `not_found`. */
export async function fetchReplay(
  projectId: string,
  sid: string,
  signal: AbortSignal,
): Promise<{ pieces: ReplayAnswer[]; isCut: boolean }> {
  const path = `/projects/${encodeURIComponent(projectId)}/sessions/${encodeURIComponent(sid)}/replay`;
  const pieces: ReplayAnswer[] = [];
  let cursor: string | null = null;
  do {
    const piece: ReplayAnswer = await getJson(path, { query: { cursor }, signal });
    pieces.push(piece);
    cursor = piece.nextCursor;
  } while (cursor !== null && pieces.length < MOST_PIECES);
  return { pieces, isCut: cursor !== null };
}

/** What was recorded in a span of time, UTC ms: chunks in order, and none where nothing was. */
export async function fetchChunks(
  projectId: string,
  { sid, fromMs, toMs }: { sid: string; fromMs: number; toMs: number },
  signal: AbortSignal,
): Promise<ReplayChunk[]> {
  const path = `/projects/${encodeURIComponent(projectId)}/sessions/${encodeURIComponent(sid)}/chunks`;
  const chunks: ReplayChunk[] = [];
  let cursor: string | null = null;
  for (let piece = 0; piece === 0 || (cursor !== null && piece < MOST_PIECES); piece++) {
    const query: { from: number; to: number; cursor: string | null } = { from: fromMs, to: toMs, cursor };
    const answer: ReplayChunksAnswer = await getJson(path, { query, signal });
    chunks.push(...answer.chunks);
    cursor = answer.nextCursor;
  }
  return chunks;
}

/** What the project's recordings take of the disk. */
export function fetchReplayUsage(projectId: string, signal: AbortSignal): Promise<ReplayUsageView> {
  return getJson(`/projects/${encodeURIComponent(projectId)}/replay-usage`, { signal });
}
