// The one place that turns an error into an answer. Nothing of the input and no message of an unknown error leaves.

import { ERROR_STATUS, type ErrorBody, type ErrorKind } from '../contract/errors.ts';
import { HeatError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { jsonAnswer } from './answer.ts';

/** Elysia's own error codes that a request can cause, and what they mean here. */
const FRAMEWORK_FAULTS: ReadonlyMap<string, { kind: ErrorKind; message: string }> = new Map([
  ['NOT_FOUND', { kind: 'not_found', message: 'There is nothing at this address' }],
  ['PARSE', { kind: 'invalid', message: 'Cannot read the body of this request' }],
  ['VALIDATION', { kind: 'invalid', message: 'The request does not have the expected form' }],
  ['INVALID_COOKIE_SIGNATURE', { kind: 'invalid', message: 'Cannot read the cookies of this request' }],
  ['INVALID_FILE_TYPE', { kind: 'unsupported', message: 'Files of this type are not taken' }],
]);

/**
 * The error that a caller may see. HeatError passes; everything else becomes one fixed text by its framework code,
 * or `internal`.
 */
export function publicError(error: unknown, frameworkCode?: string | number): HeatError {
  if (error instanceof HeatError) return error;
  const known = FRAMEWORK_FAULTS.get(String(frameworkCode));
  if (known) return new HeatError({ kind: known.kind, message: known.message });
  if (error instanceof DOMException && error.name === 'AbortError') {
    return new HeatError({ kind: 'unavailable', code: 'cancelled', message: 'The request was cancelled' });
  }
  return new HeatError({
    kind: 'internal',
    message: 'Something went wrong inside heat; the log has the reason under this request id',
    cause: error,
  });
}

/** The error as an answer: ErrorBody, the status of its kind, and Retry-After, Allow or WWW-Authenticate. */
export function problemAnswer(error: HeatError, requestId: string): Response {
  const body: ErrorBody = {
    error: error.kind,
    code: error.faultCode,
    message: error.message,
    requestId,
    ...(error.details === undefined ? {} : { details: error.details }),
  };
  const answer = jsonAnswer(body, ERROR_STATUS[error.kind]);
  if (error.retryAfterSeconds !== undefined) {
    answer.headers.set('retry-after', String(Math.ceil(error.retryAfterSeconds)));
  }
  if (error.kind === 'unauthorized') answer.headers.set('www-authenticate', 'Bearer realm="heat"');
  if (error.kind === 'method_not_allowed') answer.headers.set('allow', allowedOf(error.details).join(', '));
  return answer;
}

/** Logs what the operator must know: our own faults with their reason, refusals for lack of room without it. */
export function logProblem(log: Log, error: HeatError, request: { requestId: string; route: string }): void {
  const facts = { requestId: request.requestId, route: request.route, code: error.faultCode };
  // A client that went away is no trouble of ours, and anybody can do it at will.
  if (error.faultCode === 'cancelled') log.debug('request cancelled', facts);
  // The log counts repeats of one message instead of writing them: the message names the fault.
  else if (error.kind === 'internal') log.error(`request failed: ${reasonOf(error.cause)}`, facts);
  else if (error.kind === 'unavailable') log.error(`request refused: ${error.faultCode}`, facts);
}

/** The refusal of a known path with another method; `allowed` goes into the Allow header. */
export function methodNotAllowed(allowed: readonly string[]): HeatError {
  return new HeatError({
    kind: 'method_not_allowed',
    message: `This address does not take this method; it takes ${allowed.join(', ')}`,
    details: { allowed },
  });
}

function allowedOf(details: unknown): string[] {
  const allowed = (details as { allowed?: unknown } | undefined)?.allowed;
  return Array.isArray(allowed) ? allowed.map(String) : [];
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause;
  const place = cause.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return `${cause.name}: ${cause.message.slice(0, 300)}${place ? ` (${place.trim().slice(0, 200)})` : ''}`;
}
