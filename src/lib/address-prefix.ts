// The part of an internet address that limits count by: /24 of IPv4, /48 of IPv6, which is what one customer is given.
// Whoever has a /48 has 65,536 networks of /64; counting those would be no limit.

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/;
/** Groups of 16 bits in /48. */
const GROUPS = 3;

/** Prefix as text, e.g. `192.0.2` or `2001:db8:0`; an IPv4 address inside IPv6 counts as IPv4. Junk is '?'. */
export function addressPrefix(address: string): string {
  const bare = address.includes('%') ? address.slice(0, address.indexOf('%')) : address;
  const tail = bare.slice(bare.lastIndexOf(':') + 1);
  const v4 = tail.includes('.') ? IPV4.exec(tail) : null;
  if (v4) return `${v4[1]}.${v4[2]}.${v4[3]}`;
  if (!bare.includes(':') || bare.length > 45) return '?';
  return firstGroups(bare).join(':');
}

/** The first of an IPv6 address's eight groups, `::` written out, without leading zeros. */
function firstGroups(address: string): string[] {
  const [head = '', tail] = address.split('::', 2);
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(gap).fill('0'), ...right].slice(0, GROUPS);
  return groups.map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));
}
