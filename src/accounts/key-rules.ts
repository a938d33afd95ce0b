// What may be asked of an API key when it is made or changed: its end, its addresses, its own limit. Pure.

import { LIMITS } from '../contract/limits.ts';
import { RANGE_NAMES, readAddressSet } from '../lib/address-set.ts';
import { HeatError } from '../lib/errors.ts';

/** Throws `invalid` (invalid_expiry). */
export function checkExpiry(expiresAtMs: number | null, nowMs: number): number | null {
  if (expiresAtMs === null || (Number.isSafeInteger(expiresAtMs) && expiresAtMs > nowMs)) return expiresAtMs;
  throw invalid('invalid_expiry', 'its expiry is not an instant in the future');
}

/** Addresses and CIDR ranges, trimmed, without doubles; none means any. Throws `invalid` (invalid_address). */
export function checkAddresses(texts: readonly string[]): string[] {
  const entries = [...new Set(texts.map((text) => text.trim().toLowerCase()))];
  if (entries.length > LIMITS.keyAddresses)
    throw invalid('invalid_address', `it has at most ${LIMITS.keyAddresses} addresses`);
  if ('set' in readAddressSet(entries)) return entries;
  throw invalid(
    'invalid_address',
    `its addresses are IP addresses and ranges like 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32, or the words ${RANGE_NAMES.join(' and ')}`,
  );
}

/** Throws `invalid` (invalid_limit). */
export function checkPerMinute(perMinute: number | null): number | null {
  const isWhole = Number.isInteger(perMinute);
  if (perMinute === null || (isWhole && perMinute >= 1 && perMinute <= LIMITS.keyPerMinuteMost))
    return perMinute;
  throw invalid('invalid_limit', `its limit is a whole number of 1 to ${LIMITS.keyPerMinuteMost} a minute`);
}

function invalid(code: string, why: string): HeatError {
  return new HeatError({ kind: 'invalid', code, message: `Cannot make or change the key: ${why}` });
}
