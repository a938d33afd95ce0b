// The Events API's side of the door: one event or a batch from a server that proved itself with an API key. Same
// limits, same journal, same answer after the commit.

import { LIMITS } from '../contract/limits.ts';
import type { TrackResult } from '../contract/track-answer.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { NamedRate } from '../lib/token-bucket.ts';
import { badEnvelope } from './check/envelope.ts';
import { listedEvents } from './check/events.ts';
import { isRaw } from './check/finding.ts';
import { readTracked, trackedBatches } from './check/track.ts';
import { journalBatches } from './journal-batches.ts';
import { readBody } from './read-body.ts';

/** The parts of a request that matter here. */
export type TrackRequest = {
  /** Whose API key it is, checked before. */
  projectNo: number;
  keyId: string;
  body: Uint8Array;
  contentEncoding: string | null;
  /** From `Idempotency-Key`: makes the ids of events that bring none. */
  idempotencyKey: string | null;
  origin: string | null;
  address: string | null;
  /** Told of each bucket that the request takes from. */
  onRate?: (rate: NamedRate) => void;
  /** The body is `{events: […]}` or a list, and one bad event costs only itself; else it is one event. */
  isBatch: boolean;
  /** The project keeps to sums: users are not stored by name. */
  isNameless?: boolean;
};
/** `ignored`: names of fields without effect, left out when there are none. */
export type Tracked = { accepted: number; rejected: number; ignored?: string[]; results: TrackResult[] };

/** Throws `invalid` (bad_body, no_valid_events, the event's own code), `too_large`, `unsupported`, `unavailable`. */
export async function trackEvents(
  { journal, clock }: { journal: Pick<Journal, 'append'>; clock: Clock },
  request: TrackRequest,
): Promise<Tracked> {
  const list = listOf(readBody(request.body, request.contentEncoding), request.isBatch);
  const nowMs = clock.nowMs();
  const idempotencyKey = readKey(request.idempotencyKey);
  const { events, rejected, ignored } = readTracked(list, { nowMs, idempotencyKey });
  const [first] = rejected;
  if (first && !request.isBatch) {
    const { code, message } = first;
    throw new HeatError({ kind: 'invalid', code, message: `Cannot accept the event: ${message}` });
  }
  if (events.length === 0) {
    throw new HeatError({
      kind: 'invalid',
      code: 'no_valid_events',
      message: 'Cannot accept the batch: none of its events is in order; nothing was stored',
      details: { rejected: rejected.slice(0, LIMITS.rejectedShown) },
    });
  }
  const { projectNo, isNameless = false } = request;
  const batches = trackedBatches(events, request.keyId);
  await journalBatches(journal, batches, { projectNo, receivedAtMs: nowMs, isNameless });
  const results: TrackResult[] = [
    ...events.map(({ index, event, sessionId }) => ({
      index,
      ok: true as const,
      eventId: event.id,
      sessionId,
    })),
    ...rejected.map((refusal) => ({ ok: false as const, ...refusal })),
  ];
  results.sort((a, b) => a.index - b.index);
  const told = ignored.length > 0 ? { ignored } : {};
  return { accepted: events.length, rejected: rejected.length, ...told, results };
}

function listOf(body: unknown, isBatch: boolean): readonly unknown[] {
  if (isBatch) return listedEvents(body);
  if (!isRaw(body)) throw badEnvelope('body', 'must be one event: an object with a name');
  return [body];
}

function readKey(header: string | null): string | null {
  if (header === null) return null;
  if (header.length > 0 && header.length <= LIMITS.userIdChars) return header;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_idempotency_key',
    message: `Cannot use this Idempotency-Key: it must have 1 to ${LIMITS.userIdChars} characters`,
  });
}
