// From the bytes of a recording's upload to a chunk: inflate within the limit, measure, parse, check, clean. Nothing of
// the input is echoed.

import { LIMITS } from '../contract/limits.ts';
import type { PageRecord } from '../contract/replay-chunk.ts';
import { HeatError } from '../lib/errors.ts';
import { gunzip, isGzip } from '../lib/gunzip.ts';
import { isDeeperThan } from '../lib/json-depth.ts';
import { chunkTooLarge } from './chunk-faults.ts';
import { cleanRecords } from './clean-records.ts';
import { asRaw } from './recorded-values.ts';

export type ReadChunk = {
  sessionId: string;
  recording: string;
  index: number;
  sentAtMs: number;
  /** Not empty, in order of time. */
  records: PageRecord[];
};

const utf8 = new TextDecoder('utf-8', { fatal: true });
const ID = new RegExp(`^[A-Za-z0-9_-]{1,${LIMITS.clientIdChars}}$`);

/** Throws `too_large` (chunk_too_large), `unsupported` or `invalid` (bad_chunk). */
export function readChunk(body: Uint8Array): ReadChunk {
  const raw = asRaw(parse(inflate(body)));
  const session = asRaw(raw?.session);
  if (raw?.v !== 1) throw badChunk('it is of another version');
  if (!isId(session?.id)) throw badChunk('it names no session');
  if (!isId(raw.recording)) throw badChunk('it names no recording');
  const { index, sentAt, events } = raw;
  if (!Number.isInteger(index) || (index as number) < 0 || (index as number) >= LIMITS.chunksPerRecording)
    throw badChunk(`its index is none from 0 to ${LIMITS.chunksPerRecording - 1}`);
  if (typeof sentAt !== 'number' || !Number.isFinite(sentAt))
    throw badChunk('it does not say when it was sent');
  if (!Array.isArray(events) || events.length > LIMITS.chunkRecords)
    throw badChunk(`its events are no list of up to ${LIMITS.chunkRecords}`);
  const records = cleanRecords(events).sort((a, b) => a.timestamp - b.timestamp);
  if (records.length === 0) throw badChunk('none of its events can be read');
  return {
    sessionId: session.id,
    recording: raw.recording,
    index: index as number,
    sentAtMs: sentAt,
    records,
  };
}

function inflate(body: Uint8Array): Uint8Array {
  if (body.length > LIMITS.chunkBytes) throw chunkTooLarge();
  if (!isGzip(body)) return body;
  const inflated = gunzip(body, LIMITS.chunkBytes);
  if ('fault' in inflated)
    throw inflated.fault === 'too_large' ? chunkTooLarge() : badChunk('its gzip data is damaged');
  return inflated.bytes;
}

function parse(bytes: Uint8Array): unknown {
  if (isDeeperThan(bytes, LIMITS.chunkJsonDepth)) throw badChunk('its JSON nests too deep');
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw badChunk('it is not JSON');
  }
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

function badChunk(why: string): HeatError {
  return new HeatError({ kind: 'invalid', code: 'bad_chunk', message: `Cannot read the recording: ${why}` });
}
