// What the main thread and a query worker tell each other.

import type { ErrorKind } from '../../contract/errors.ts';
import { HeatError } from '../../lib/errors.ts';
import type { ReportMethod } from './report-methods.ts';

export type ToQueryWorker =
  | { type: 'open'; path: string }
  | { type: 'run'; id: number; method: ReportMethod; args: unknown };

export type FromQueryWorker =
  | { id: number; result: unknown }
  | { id: number; error: { kind: ErrorKind; code: string; message: string; retryAfterSeconds?: number } };

/** A thrown value as it travels; what is not a HeatError becomes `internal` and keeps its text for the log. */
export function packError(error: unknown): Extract<FromQueryWorker, { error: unknown }>['error'] {
  if (!(error instanceof HeatError)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'internal', code: 'query_failed', message: text };
  }
  const { kind, faultCode: code, message, retryAfterSeconds } = error;
  return retryAfterSeconds === undefined
    ? { kind, code, message }
    : { kind, code, message, retryAfterSeconds };
}

export function unpackError(packed: ReturnType<typeof packError>): HeatError {
  if (packed.kind !== 'internal') return new HeatError(packed);
  return new HeatError({
    kind: 'internal',
    code: packed.code,
    message: 'Cannot answer the report: it failed inside',
    cause: new Error(packed.message),
  });
}
