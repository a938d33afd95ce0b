// What POST /api/v1/events/track and …/track/batch answer, always after the commit that holds the accepted events.

import type { RejectedEvent } from './wire.ts';

/**
 * Names of fields that have no effect, at most LIMITS.ignoredShown; left out when there are none. What no field of the
 * Events API is called (a typo?) is kept with its event, as `extra`, and counted nowhere; what only the server may say
 * (`ip`, `country`, …) is not kept.
 */
type Ignored = string[];

/** `sessionId` is the id that the event was filed under: its own, or the one made for its user. */
export type TrackAnswer = {
  ok: true;
  requestId: string;
  projectId: string;
  eventId: string;
  sessionId: string;
  ignored?: Ignored;
};
/** One for each event of the batch, in its order. */
export type TrackResult =
  | { index: number; ok: true; eventId: string; sessionId: string }
  | ({ ok: false } & RejectedEvent);
export type TrackBatchAnswer = {
  ok: true;
  requestId: string;
  projectId: string;
  accepted: number;
  rejected: number;
  ignored?: Ignored;
  results: TrackResult[];
};
