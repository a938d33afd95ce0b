// Of whose addresses an IP database names countries: one of networks' names, given by mistake, would leave every visitor
// unknown without a word. Asks range after range, as far as a bound.

import type { Reader, Response } from 'mmdb-lib';
import type { IpDatabaseState } from '../contract/installation.ts';
import { LIMITS } from '../contract/limits.ts';

/**
 * Of which addresses one of the first LIMITS.ipDatabaseProbes ranges, of IPv6 those that are given out, has a country;
 * null when none has. Throws what the reader throws on a damaged file.
 */
export function addressesKnown(
  reader: Pick<Reader<Response>, 'getWithPrefixLength' | 'metadata'>,
  countryIn: (record: unknown) => string | null,
): IpDatabaseState['addresses'] | null {
  const hasIn = (bits: 32 | 128, from: bigint, to: bigint): boolean => {
    let at = from;
    for (let probe = 0; probe < LIMITS.ipDatabaseProbes && at < to; probe += 1) {
      const [record, prefix] = reader.getWithPrefixLength(bits === 32 ? ipv4(at) : ipv6(at));
      if (countryIn(record) !== null) return true;
      const size = 1n << BigInt(bits - prefix);
      at = (at / size + 1n) * size;
    }
    return false;
  };
  const ofIpv4 = hasIn(32, 0n, 1n << 32n);
  const ofIpv6 = reader.metadata.ipVersion === 6 && hasIn(128, 0x2000n << 112n, 0x4000n << 112n);
  if (ofIpv4) return ofIpv6 ? 'IPv4 and IPv6' : 'IPv4';
  return ofIpv6 ? 'IPv6' : null;
}

function ipv4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');
}

function ipv6(address: bigint): string {
  const groups = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n];
  return groups.map((shift) => ((address >> shift) & 0xffffn).toString(16)).join(':');
}
