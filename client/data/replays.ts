// What a session is played back from, as the API gives it.

import type { SessionRowView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import type { ReplayAnswer } from '../../src/contract/replay.ts';
import type {
  RecordedAnswer,
  ReplayChunk,
  ReplayChunksAnswer,
  ReplayUsageView,
} from '../../src/contract/replay-chunk.ts';
import { getJson } from './api.ts';

/** What was recorded may begin before a session's first event and end after its last, ms. */
export const AROUND_MS = 60_000;

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

/** The sessions, by their ids, of which something was recorded while they lasted. */
export async function fetchRecorded(
  projectId: string,
  sessions: readonly Pick<SessionRowView, 'id' | 'startedAtMs' | 'endedAtMs'>[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const spans = new Map(sessions.map((session) => [session.id, session]));
  for (let from = 0; from < sessions.length; from += LIMITS.recordedAsked) {
    const query = {
      sessions: sessions
        .slice(from, from + LIMITS.recordedAsked)
        .map(({ id }) => id)
        .join(','),
    };
    const path = `/projects/${encodeURIComponent(projectId)}/recorded`;
    const { items }: RecordedAnswer = await getJson(path, { query, signal });
    for (const { session, fromMs, toMs } of items) {
      const span = spans.get(session);
      // Parts of one session share their recordings' id: what lies in none of them belongs to another part.
      if (span && fromMs <= span.endedAtMs + AROUND_MS && toMs >= span.startedAtMs - AROUND_MS)
        found.add(session);
    }
  }
  return found;
}

/** What the project's recordings take of the disk. */
export function fetchReplayUsage(projectId: string, signal: AbortSignal): Promise<ReplayUsageView> {
  return getJson(`/projects/${encodeURIComponent(projectId)}/replay-usage`, { signal });
}
