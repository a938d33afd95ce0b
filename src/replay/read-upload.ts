// From the bytes of an upload to a JSON value: inflate within the limit, measure, parse. Nothing of it is echoed.

import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import { gunzip, isGzip } from '../lib/gunzip.ts';
import { isDeeperThan } from '../lib/json-depth.ts';

/** A snapshot is a flat list: object, list, node, attributes. */
const DEPTH = 6;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Throws HeatError `too_large` (snapshot_too_large) above LIMITS.snapshotBytes inflated, `invalid` (bad_snapshot). */
export function readUpload(body: Uint8Array): unknown {
  if (body.length > LIMITS.snapshotBytes) throw tooLarge();
  const inflated = isGzip(body) ? gunzip(body, LIMITS.snapshotBytes) : { bytes: body };
  if ('fault' in inflated)
    throw inflated.fault === 'too_large' ? tooLarge() : bad('its gzip data is damaged');
  if (isDeeperThan(inflated.bytes, DEPTH)) throw bad('its JSON nests too deep');
  try {
    return JSON.parse(utf8.decode(inflated.bytes));
  } catch {
    throw bad('it is not JSON');
  }
}

function bad(why: string): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'bad_snapshot',
    message: `Cannot read the snapshot: ${why}`,
  });
}

function tooLarge(): HeatError {
  return new HeatError({
    kind: 'too_large',
    code: 'snapshot_too_large',
    message: `Cannot take the snapshot: it is larger than ${LIMITS.snapshotBytes} bytes`,
    details: { limit: LIMITS.snapshotBytes },
  });
}
