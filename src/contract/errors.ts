// The one shape of an error, on the network and inside.

export const ERROR_STATUS = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorKind = keyof typeof ERROR_STATUS;

/** Body of every answer that is not a success. `error` is the kind, `code` a finer, stable name. */
export type ErrorBody = {
  error: ErrorKind;
  code: string;
  message: string;
  requestId: string;
  details?: unknown;
};
