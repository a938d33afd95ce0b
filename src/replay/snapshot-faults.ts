// The two ways in which an upload is refused, worded in one place. Nothing of the input is echoed.

import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';

/** `invalid` (bad_snapshot); `why` ends the sentence. */
export function badSnapshot(why: string): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'bad_snapshot',
    message: `Cannot read the snapshot: ${why}`,
  });
}

/** `too_large` (snapshot_too_large); `why` ends the sentence. By default it is the upload as a whole that is too large. */
export function snapshotTooLarge(
  limit: number = LIMITS.snapshotBytes,
  why = `it is larger than ${limit} bytes`,
): HeatError {
  return new HeatError({
    kind: 'too_large',
    code: 'snapshot_too_large',
    message: `Cannot take the snapshot: ${why}`,
    details: { limit },
  });
}
