// Columns of numbers, and words that they may point to, as bytes that are read back without looking at each number: every
// column in the narrowest of four widths, in the byte order of the machine (heat runs on little-endian ones only).

export type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

const TYPES = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array, 8: Float64Array } as const;
type Width = keyof typeof TYPES;
const ALIGNED = 8;

/** Bytes of the header: how many columns and bytes of words, then width and length of each column. */
const headerBytes = (columns: number): number => aligned(8 + columns * 8);

export function packColumns(columns: readonly ArrayLike<number>[], words: unknown = null): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(words));
  const narrow = columns.map((column) => TYPES[widthOf(column)].from(column));
  const size = narrow.reduce((sum, { byteLength }) => sum + aligned(byteLength), headerBytes(columns.length));
  const bytes = new Uint8Array(size + text.length);
  const header = new Uint32Array(bytes.buffer, 0, 2 + columns.length * 2);
  header.set([columns.length, text.length]);
  let at = headerBytes(columns.length);
  for (const [index, column] of narrow.entries()) {
    header.set([column.BYTES_PER_ELEMENT, column.length], 2 + index * 2);
    bytes.set(new Uint8Array(column.buffer), at);
    at += aligned(column.byteLength);
  }
  bytes.set(text, at);
  return bytes;
}

/** What packColumns() made; the columns share the memory of `bytes` where its place allows. */
export function unpackColumns(bytes: Uint8Array): { columns: Column[]; words: unknown } {
  const { buffer, byteOffset } = (
    bytes.byteOffset % ALIGNED === 0 ? bytes : bytes.slice()
  ) as Uint8Array<ArrayBuffer>;
  const [count = 0, textBytes = 0] = new Uint32Array(buffer, byteOffset, 2);
  const header = new Uint32Array(buffer, byteOffset + 8, count * 2);
  const columns: Column[] = [];
  let at = byteOffset + headerBytes(count);
  for (let index = 0; index < count; index += 1) {
    const column = new TYPES[header[index * 2] as Width](buffer, at, header[index * 2 + 1]);
    columns.push(column);
    at += aligned(column.byteLength);
  }
  const text = new Uint8Array(buffer, at, textBytes);
  return { columns, words: JSON.parse(new TextDecoder().decode(text)) };
}

function widthOf(column: ArrayLike<number>): Width {
  let most = 0;
  for (let at = 0; at < column.length; at += 1) {
    const number = column[at] as number;
    if (!(number >= 0 && number <= 0xffff_ffff) || Math.floor(number) !== number) return 8;
    if (number > most) most = number;
  }
  if (most <= 0xff) return 1;
  return most <= 0xffff ? 2 : 4;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNED) * ALIGNED;
}
