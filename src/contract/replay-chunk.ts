// Recordings of pages as they change: what the tracker's part sends, and what the player is answered. A record is an
// event of rrweb 2; which of its kinds and fields are kept is src/replay's word.

import type { Json } from './wire.ts';

/** `timestamp` is ms: the browser's when it is sent, corrected when it is answered. */
export type PageRecord = { type: number; timestamp: number; data: Json };

/** The body of POST /replay. */
export type ReplayUpload = {
  v: 1;
  session: { id: string };
  /** Random id of one page load, [A-Za-z0-9_-]. */
  recording: string;
  /** Place of the chunk in it, from 0. The same chunk sent again changes nothing. */
  index: number;
  /** The browser's clock when it sent, ms. */
  sentAt: number;
  /** In order of time. */
  events: PageRecord[];
};

/** `isStored` is false for what was there already and for browsers that opt out. */
export type ReplayUploadAnswer = { ok: true; requestId: string; isStored: boolean };

export type ReplayChunk = {
  recording: string;
  index: number;
  /** Of its first and last record, UTC ms. */
  fromMs: number;
  toMs: number;
  records: PageRecord[];
};
/** One piece of a recorded session, in order of time; the next one is asked for by `nextCursor`. */
export type ReplayChunksAnswer = { chunks: ReplayChunk[]; nextCursor: string | null };

/** When sessions were recorded: one item for each page load that was, none for sessions that were not. */
export type RecordedAnswer = { items: { session: string; fromMs: number; toMs: number }[] };

/** What a project's recordings take of the disk. */
export type ReplayUsageView = { chunks: number; bytes: number };
