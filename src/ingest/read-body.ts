// From the bytes of a request to a JSON value: inflate, decode, measure the nesting, parse; whatever the content type.
// Messages are fixed texts: nothing of the input is ever echoed.

import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import { gunzip, isGzip } from '../lib/gunzip.ts';
import { isDeeperThan } from '../lib/json-depth.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses an ingest body. `contentEncoding` is the header's value or null; gzip is also known by its first bytes,
 * because a beacon cannot set headers. Throws HeatError `unsupported` (415: another or a double encoding),
 * `too_large` (413: above LIMITS.bodyBytes, inflated) or `invalid` (400: bytes, encoding, nesting, JSON).
 */
export function readBody(body: Uint8Array, contentEncoding: string | null): unknown {
  const plain = inflate(body, contentEncoding);
  if (plain.length > LIMITS.bodyBytes) throw tooLarge();
  if (plain.length === 0) throw invalid('empty_body', 'Cannot read the request: its body is empty');
  if (isDeeperThan(plain, LIMITS.bodyDepth)) {
    throw invalid('too_deep', `Cannot read the request: JSON nests deeper than ${LIMITS.bodyDepth} levels`);
  }
  return parse(decode(plain));
}

function inflate(body: Uint8Array, contentEncoding: string | null): Uint8Array {
  const named = contentEncoding === null ? '' : contentEncoding.trim().toLowerCase();
  if (named !== '' && named !== 'identity' && named !== 'gzip' && named !== 'x-gzip') {
    throw unsupported('Cannot read the request: only gzip is accepted as content-encoding');
  }
  if (!isGzip(body)) {
    // Some proxies inflate and leave the header; JSON that is plain already is welcome.
    if (body.length > LIMITS.bodyBytes) throw tooLarge();
    return body;
  }
  const inflated = gunzip(body, LIMITS.bodyBytes);
  if ('fault' in inflated) {
    if (inflated.fault === 'too_large') throw tooLarge();
    throw invalid('bad_gzip', 'Cannot read the request: its gzip data is damaged');
  }
  if (isGzip(inflated.bytes)) throw unsupported('Cannot read the request: its body is compressed twice');
  return inflated.bytes;
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw invalid('bad_utf8', 'Cannot read the request: its body is not UTF-8');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('bad_json', 'Cannot read the request: its body is not JSON');
  }
}

function invalid(code: string, message: string): HeatError {
  return new HeatError({ kind: 'invalid', code, message });
}

function unsupported(message: string): HeatError {
  return new HeatError({ kind: 'unsupported', code: 'unsupported_encoding', message });
}

function tooLarge(): HeatError {
  return new HeatError({
    kind: 'too_large',
    code: 'body_too_large',
    message: `Cannot read the request: its body is larger than ${LIMITS.bodyBytes} bytes`,
  });
}
