// Writes small IP databases in MaxMind's DB format 2.0, as it is described at maxmind.github.io/MaxMind-DB: a binary tree
// of address bits, a data section, metadata at the end. For tests, so that none needs somebody's data.

import { isIP } from 'node:net';

export type Value = string | number | boolean | bigint | readonly Value[] | { readonly [key: string]: Value };
export type IpDatabaseFile = {
  /** CIDR ranges and what the database says of each; none may lie in another. */
  networks: readonly (readonly [range: string, record: Value])[];
  kind?: string;
  recordBits?: 24 | 28 | 32;
  ipVersion?: 4 | 6;
  builtAtMs?: number;
  /** In place of what belongs into the metadata. */
  metadata?: { readonly [key: string]: Value };
};

/** A node's two sides: the next node, what a range says (counted in `records`), or nothing. */
type Side = { node: number } | { record: number } | null;

/** The bytes of the file. */
export function ipDatabaseFile(options: IpDatabaseFile): Buffer {
  const { networks, kind = 'Test-Country', recordBits = 24, ipVersion = 6 } = options;
  const nodes: [Side, Side][] = [[null, null]];
  for (const [record, [range]] of networks.entries()) addRange(nodes, bitsOf(range, ipVersion), { record });
  const { bytes: data, offsets } = dataSection(networks.map(([, record]) => record));
  const valueIn = (side: Side): number => {
    if (side === null) return nodes.length;
    return 'node' in side ? side.node : nodes.length + 16 + (offsets[side.record] ?? 0);
  };
  const tree = Buffer.concat(nodes.map(([left, right]) => node(valueIn(left), valueIn(right), recordBits)));
  const metadata = {
    node_count: nodes.length,
    record_size: recordBits,
    ip_version: ipVersion,
    database_type: kind,
    languages: ['en'],
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: BigInt(Math.floor((options.builtAtMs ?? Date.UTC(2026, 10, 1)) / 1000)),
    description: { en: 'made for a test' },
    ...options.metadata,
  };
  const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
  return Buffer.concat([tree, Buffer.alloc(16), data, marker, createEncoder().encode(metadata)]);
}

function addRange(nodes: [Side, Side][], bits: readonly number[], leaf: Side): void {
  let at = 0;
  for (const [depth, bit] of bits.entries()) {
    const sides = nodes[at];
    if (!sides) throw new Error('A tree without its node');
    if (depth === bits.length - 1) {
      sides[bit ? 1 : 0] = leaf;
      return;
    }
    const next = sides[bit ? 1 : 0];
    if (next && 'record' in next) throw new Error('A range lies in another');
    at = next ? next.node : nodes.push([null, null]) - 1;
    sides[bit ? 1 : 0] = { node: at };
  }
}

/** The first bits of a range's addresses; in a tree of IPv6, IPv4 lies below 96 zeros. */
function bitsOf(range: string, ipVersion: 4 | 6): number[] {
  const [address = '', prefix = ''] = range.split('/');
  const isOld = isIP(address) === 4;
  const bytes = isOld ? address.split('.').map(Number) : groupsOf(address).flatMap((g) => [g >> 8, g & 255]);
  const bits = bytes.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((at) => (byte >> at) & 1));
  const zeros = isOld && ipVersion === 6 ? new Array<number>(96).fill(0) : [];
  return [...zeros, ...bits.slice(0, Number(prefix))];
}

function groupsOf(address: string): number[] {
  const [left = '', right] = address.split('::');
  const read = (text: string) =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [head, tail] = [read(left), read(right ?? '')];
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function node(left: number, right: number, recordBits: 24 | 28 | 32): Buffer {
  const bytes = Buffer.alloc(recordBits / 4);
  if (recordBits === 32) {
    bytes.writeUInt32BE(left, 0);
    bytes.writeUInt32BE(right, 4);
    return bytes;
  }
  bytes.writeUIntBE(left & 0xffffff, 0, 3);
  bytes.writeUIntBE(right & 0xffffff, recordBits / 8 === 3 ? 3 : 4, 3);
  if (recordBits === 28) bytes[3] = ((left >>> 24) << 4) | (right >>> 24);
  return bytes;
}

/** Equal records stand once, and equal texts are pointed at, as in real files. */
function dataSection(records: readonly Value[]): { bytes: Buffer; offsets: number[] } {
  const encoder = createEncoder(true);
  const known = new Map<string, number>();
  const parts: Buffer[] = [];
  let length = 0;
  const offsets = records.map((record) => {
    const name = JSON.stringify(record, (_, value) => (typeof value === 'bigint' ? String(value) : value));
    const offset = known.get(name) ?? length;
    if (known.has(name)) return offset;
    known.set(name, offset);
    const bytes = encoder.encode(record, length);
    parts.push(bytes);
    length += bytes.length;
    return offset;
  });
  return { bytes: Buffer.concat(parts), offsets };
}

function createEncoder(hasPointers = false) {
  const texts = new Map<string, number>();

  /** `at` is where the value will stand in its section. */
  const encode = (value: Value, at = 0): Buffer => {
    if (typeof value === 'string') return text(value, at);
    if (typeof value === 'boolean') return head(14, value ? 1 : 0);
    if (typeof value === 'bigint') return counted(9, value, 8);
    if (typeof value === 'number') {
      if (Number.isInteger(value) && value >= 0) return counted(value < 65_536 ? 5 : 6, BigInt(value), 4);
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleBE(value);
      return Buffer.concat([head(3, 8), bytes]);
    }
    const isList = Array.isArray(value);
    const entries = Object.entries(value);
    const parts = [head(isList ? 11 : 7, entries.length)];
    let length = parts[0]?.length ?? 0;
    const add = (one: Value) => {
      const bytes = encode(one, at + length);
      parts.push(bytes);
      length += bytes.length;
    };
    for (const [key, one] of entries) {
      if (!isList) add(key);
      add(one);
    }
    return Buffer.concat(parts);
  };

  const text = (value: string, at: number): Buffer => {
    const known = texts.get(value);
    if (hasPointers && known !== undefined) return pointer(known);
    texts.set(value, at);
    const bytes = Buffer.from(value);
    return Buffer.concat([head(2, bytes.length), bytes]);
  };
  return { encode };
}

/** Of the four widths the two that small files need: 11 bits, and 32. */
function pointer(to: number): Buffer {
  if (to < 2048) return Buffer.from([0x20 | (to >> 8), to & 255]);
  const bytes = Buffer.alloc(5, 0x38);
  bytes.writeUInt32BE(to, 1);
  return bytes;
}

/** A whole number in as few bytes as it takes. */
function counted(type: number, value: bigint, most: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  const first = bytes.findIndex((byte) => byte !== 0);
  const kept = first < 0 ? Buffer.alloc(0) : bytes.subarray(Math.max(first, 8 - most));
  return Buffer.concat([head(type, kept.length), kept]);
}

/** Type and size; types above 7 stand in a second byte, sizes above 28 in one or two more. */
function head(type: number, size: number): Buffer {
  const short = size < 29 ? size : size < 285 ? 29 : 30;
  const more = short === 29 ? [size - 29] : short === 30 ? [(size - 285) >> 8, (size - 285) & 255] : [];
  return Buffer.from(type > 7 ? [short, type - 7, ...more] : [(type << 5) | short, ...more]);
}
