// What the server's own checker makes of batches that a tracker has sent.

import type { WireEnvelope } from '../../src/contract/wire.ts';
import { asEnvelope, checkBatch } from '../../src/ingest/check/check.ts';

const sender = { userAgent: 'test', language: 'en', host: 'localhost' };

/** Each batch checked: its events as they are kept, and those that are refused. */
export function checkBatches(batches: readonly WireEnvelope[]) {
  return batches.map((batch) => checkBatch(asEnvelope({ ...batch }), sender));
}
