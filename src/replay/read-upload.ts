// From the bytes of an upload to a JSON value: inflate within the limit, measure, parse. Nothing of it is echoed.

import { LIMITS } from '../contract/limits.ts';
import { gunzip, isGzip } from '../lib/gunzip.ts';
import { isDeeperThan } from '../lib/json-depth.ts';
import { badSnapshot, snapshotTooLarge } from './snapshot-faults.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Throws HeatError `too_large` (snapshot_too_large) above `most` bytes inflated, `invalid` (bad_snapshot). */
export function readUpload(body: Uint8Array, most: number = LIMITS.snapshotBytes): unknown {
  if (body.length > most) throw snapshotTooLarge(most);
  const inflated = isGzip(body) ? gunzip(body, most) : { bytes: body };
  if ('fault' in inflated)
    throw inflated.fault === 'too_large' ? snapshotTooLarge(most) : badSnapshot('its gzip data is damaged');
  if (isDeeperThan(inflated.bytes, LIMITS.snapshotJsonDepth)) throw badSnapshot('its JSON nests too deep');
  try {
    return JSON.parse(utf8.decode(inflated.bytes));
  } catch {
    throw badSnapshot('it is not JSON');
  }
}
