// A set of network addresses written as single addresses and CIDR ranges. Knows nothing of requests or proxies.

import { BlockList, isIP } from 'node:net';

export type AddressSet = { readonly size: number; has: (address: string) => boolean };

/** Words that stand for the usual ranges. */
const NAMED_RANGES: ReadonlyMap<string, readonly string[]> = new Map([
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fc00::/7', 'fe80::/10']],
]);
export const RANGE_NAMES: readonly string[] = [...NAMED_RANGES.keys()];

/**
 * Reads `10.0.0.1`, `10.0.0.0/8`, `::1`, `fd00::/8`, `loopback` and `private`.
 * Gives the set, or the first entry that is none of these.
 */
export function readAddressSet(entries: readonly string[]): { set: AddressSet } | { bad: string } {
  const list = new BlockList();
  for (const entry of entries) {
    for (const range of NAMED_RANGES.get(entry) ?? [entry]) {
      if (!addRange(list, range)) return { bad: entry };
    }
  }
  const has = (address: string): boolean => {
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
  };
  return { set: { size: entries.length, has } };
}

/** `::ffff:10.0.0.1` is the way a dual-stack socket writes `10.0.0.1`. */
export function plainAddress(address: string): string {
  return /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice(7) : address;
}

function addRange(list: BlockList, range: string): boolean {
  const slash = range.indexOf('/');
  const address = slash < 0 ? range : range.slice(0, slash);
  const family = isIP(address);
  if (family === 0) return false;
  const bits = family === 4 ? 32 : 128;
  const prefix = slash < 0 ? String(bits) : range.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) return false;
  list.addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
  return true;
}
