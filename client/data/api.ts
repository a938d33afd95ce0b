// The one place of the dashboard that calls fetch: JSON under /api/v1, errors as ApiError, sign-in loss as an event.
// Knows no element. The cookie travels by itself; writes carry the header that other origins cannot set.

import type { ErrorBody, ErrorKind } from '../../src/contract/errors.ts';

/** Window event: the server no longer knows us. The shell answers with the sign-in page. */
export const SIGNED_OUT_EVENT = 'heat-signed-out';

export type Query = URLSearchParams | Record<string, string | number | boolean | null | undefined>;
export type CallOptions = {
  query?: Query;
  signal?: AbortSignal;
  /** A 401 is an answer here, not a loss of sign-in. */
  quiet?: boolean;
  /** Goes in place of the cookie, for whoever is not signed in. Quiet as well. */
  bearer?: string;
};

/** An answer that is not a success, or no answer at all (`status` 0, kind `unavailable`). */
export class ApiError extends Error {
  readonly status: number;
  readonly kind: ErrorKind;
  readonly code: string;
  readonly requestId: string | null;

  constructor(status: number, body: Partial<ErrorBody>) {
    super(body.message ?? `The server answered with status ${status}.`);
    this.name = 'ApiError';
    this.status = status;
    this.kind = body.error ?? (status === 0 ? 'unavailable' : 'internal');
    this.code = body.code ?? this.kind;
    this.requestId = body.requestId ?? null;
  }
}

/** GET /api/v1<path>. Null and undefined query values are left out. Rejects with ApiError, or AbortError when aborted. */
export const getJson = <T>(path: string, options?: CallOptions): Promise<T> =>
  call<T>('GET', path, undefined, options);
/** POST with a JSON body; 204 resolves to undefined. */
export const postJson = <T>(path: string, body?: unknown, options?: CallOptions): Promise<T> =>
  call<T>('POST', path, body ?? {}, options);
/** PATCH with a JSON body. */
export const patchJson = <T>(path: string, body: unknown, options?: CallOptions): Promise<T> =>
  call<T>('PATCH', path, body, options);
/** DELETE, with a JSON body where one is asked for; resolves to undefined on 204. */
export const deleteJson = <T = void>(path: string, options?: CallOptions & { body?: unknown }): Promise<T> =>
  call<T>('DELETE', path, options?.body, options);

/** Address of an API path, for links to downloads. */
export function apiUrl(path: string, query?: Query): string {
  const search = toSearch(query);
  return `/api/v1${path}${search === '' ? '' : `?${search}`}`;
}

/** A sentence for people about anything that was thrown. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

async function call<T>(method: string, path: string, body: unknown, options: CallOptions = {}): Promise<T> {
  const headers = new Headers({ accept: 'application/json' });
  if (method !== 'GET') headers.set('x-heat', '1');
  if (options.bearer !== undefined) headers.set('authorization', `Bearer ${options.bearer}`);
  if (body !== undefined) headers.set('content-type', 'application/json');
  let response: Response;
  try {
    response = await fetch(apiUrl(path, options.query), {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: options.bearer === undefined ? 'same-origin' : 'omit',
      signal: options.signal ?? null,
    });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError(0, { message: 'The server did not answer. Is it running, and are you online?' });
  }
  if (response.ok) return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
  const isQuiet = options.quiet || options.bearer !== undefined;
  if (response.status === 401 && !isQuiet) window.dispatchEvent(new CustomEvent(SIGNED_OUT_EVENT));
  throw new ApiError(response.status, await readProblem(response));
}

async function readProblem(response: Response): Promise<Partial<ErrorBody>> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? (body as Partial<ErrorBody>) : {};
  } catch {
    return {};
  }
}

function toSearch(query: Query | undefined): string {
  if (query === undefined) return '';
  if (query instanceof URLSearchParams) return query.toString();
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) search.append(name, String(value));
  }
  return search.toString();
}
