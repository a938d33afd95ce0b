// Refusals of recordings that are told on both sides of the worker.

import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';

/** The refusal of a chunk for its size, as it comes or inflated. */
export function chunkTooLarge(): HeatError {
  return new HeatError({
    kind: 'too_large',
    code: 'chunk_too_large',
    message: `Cannot take the recording: a chunk is larger than ${LIMITS.chunkBytes} bytes`,
    details: { limit: LIMITS.chunkBytes },
  });
}
