// Which addresses are on the open internet: what a server may call on somebody's word without reaching its own network.

import { isIP } from 'node:net';
import { plainAddress, readAddressSet } from './address-set.ts';

/** Special-purpose blocks of IPv4 (RFC 6890 and the registry that follows it). */
const SPECIAL_IPV4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
];
/** Of IPv6 only what is given out for the internet counts, without tunnels, which can hide any IPv4 address. */
const GLOBAL_IPV6 = ['2000::/3'];
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const special = setOf([...SPECIAL_IPV4, ...SPECIAL_IPV6]);
const global6 = setOf(GLOBAL_IPV6);

/** False for private, local, multicast, documentation and other special addresses, and for what is no address. */
export function isPublicAddress(text: string): boolean {
  const address = plainAddress(text);
  const family = isIP(address);
  if (family === 0 || special.has(address)) return false;
  return family === 4 || global6.has(address);
}

function setOf(entries: readonly string[]) {
  const read = readAddressSet(entries);
  if ('bad' in read) throw new Error(`Not a range: ${read.bad}`);
  return read.set;
}
