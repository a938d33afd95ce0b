// What POST /api/v1/events/track and …/track/batch answer, always after the commit that holds the accepted events.

import type { RejectedEvent } from './wire.ts';

/** `sessionId` is the id that the event was filed under: its own, or the one made for its user. */
export type TrackAnswer = {
  ok: true;
  requestId: string;
  projectId: string;
  eventId: string;
  sessionId: string;
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
  results: TrackResult[];
};
