// The one error class. Thrown where the cause is known; mapped once for HTTP (http/problem.ts) and once for the
// terminal (cli/output.ts). `assert` is for our own mistakes, never for input.

import type { ErrorKind } from '../contract/errors.ts';

export type HeatErrorOptions = {
  kind: ErrorKind;
  /** Names the action, quotes the values, states the state. Safe to show to whoever asked. */
  message: string;
  /** Stable, finer name of the fault; defaults to the kind. */
  code?: string;
  /** What to do about it, for the terminal. */
  hint?: string;
  /** Machine-readable facts, e.g. allowed values. Never the input itself. */
  details?: unknown;
  /** Seconds the caller should wait. */
  retryAfterSeconds?: number;
  cause?: unknown;
};

// Elysia misreads error classes that have a property named `code`, hence `faultCode`.
export class HeatError extends Error {
  readonly kind: ErrorKind;
  readonly faultCode: string;
  readonly hint: string | undefined;
  readonly details: unknown;
  readonly retryAfterSeconds: number | undefined;

  constructor(options: HeatErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'HeatError';
    this.kind = options.kind;
    this.faultCode = options.code ?? options.kind;
    this.hint = options.hint;
    this.details = options.details;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Broken assumption: ${message}`);
}
