// Columns of numbers, and words that they may point to, as bytes that are read back quickly: every column as narrow as its
// numbers allow, in the byte order of the machine (heat runs on little-endian ones only).

export type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** How a column stands there: its numbers in so many bytes; or in 1, 2 or 4 bits; or all alike; 8 for what is no whole number. */
const BITS = { 17: 1, 18: 2, 20: 4 } as const;
const BYTES = { 1: [1], 2: [2], 3: [2, 1], 4: [4], 7: [4, 2, 1] } as const;
const ALIKE = 0;
const FLOATS = 8;
type Kind = keyof typeof BITS | keyof typeof BYTES | typeof ALIKE | typeof FLOATS;
/** Added to the kind of a column that never falls: its first number, then steps. */
const STEPS = 32;
const BOUNDS: readonly [bound: number, kind: Kind][] = [
  [2 ** 1, 17],
  [2 ** 2, 18],
  [2 ** 4, 20],
  [2 ** 8, 1],
  [2 ** 16, 2],
  [2 ** 24, 3],
  [2 ** 32, 4],
  [2 ** 53, 7],
];
const PLANES = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array } as const;
const ALIGNED = 8;

export function packColumns(columns: readonly ArrayLike<number>[], words: unknown = null): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(words));
  const header = new Uint32Array(2 + columns.length * 2);
  header.set([columns.length, text.length]);
  const chunks: Uint8Array[] = [new Uint8Array(header.buffer)];
  for (const [index, column] of columns.entries()) {
    const kind = kindOf(column);
    const steps = kind === ALIKE || kind === FLOATS ? null : stepsOf(column);
    const stepKind = steps ? kindOf(steps) : FLOATS;
    const areSteps = steps !== null && bitsOf(stepKind) < bitsOf(kind);
    header.set([areSteps ? stepKind + STEPS : kind, column.length], 2 + index * 2);
    if (areSteps) chunks.push(bytesOf(Float64Array.of(column[0] as number)), ...packed(steps, stepKind));
    else chunks.push(...packed(column, kind));
  }
  const size = chunks.reduce((sum, { length }) => sum + aligned(length), 0);
  const bytes = new Uint8Array(size + text.length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += aligned(chunk.length);
  }
  bytes.set(text, at);
  return bytes;
}

/** What packColumns() made; some columns share the memory of `bytes` where its place allows. */
export function unpackColumns(bytes: Uint8Array): { columns: Column[]; words: unknown } {
  const { buffer, byteOffset } = (
    bytes.byteOffset % ALIGNED === 0 ? bytes : bytes.slice()
  ) as Uint8Array<ArrayBuffer>;
  const [count = 0, textBytes = 0] = new Uint32Array(buffer, byteOffset, 2);
  const header = new Uint32Array(buffer, byteOffset + 8, count * 2);
  const take = takeFrom(buffer, byteOffset + aligned(8 + count * 8));
  const columns: Column[] = [];
  for (let index = 0; index < count; index += 1) {
    const kind = header[index * 2] as number;
    const length = header[index * 2 + 1] as number;
    columns.push(
      kind < STEPS ? unpacked(take, kind as Kind, length) : summed(take, (kind - STEPS) as Kind, length),
    );
  }
  const text = new Uint8Array(buffer, take.at(), textBytes);
  return { columns, words: JSON.parse(new TextDecoder().decode(text)) };
}

type Take = ReturnType<typeof takeFrom>;

/** Hands out one aligned array after the other. */
function takeFrom(buffer: ArrayBuffer, from: number) {
  let at = from;
  const step = <T extends Column>(array: T): T => {
    at += aligned(array.byteLength);
    return array;
  };
  return {
    at: () => at,
    floats: (length: number) => step(new Float64Array(buffer, at, length)),
    plane: <W extends keyof typeof PLANES>(width: W, length: number) =>
      step(new PLANES[width](buffer, at, length) as InstanceType<(typeof PLANES)[W]>),
  };
}

function unpacked(take: Take, kind: Kind, length: number): Column {
  if (kind === FLOATS) return take.floats(length);
  if (kind === ALIKE) {
    const [value = 0] = take.floats(1);
    return new (isByte(value) ? Uint8Array : Float64Array)(length).fill(value);
  }
  if (kind in BITS) return bitsApart(take, BITS[kind as keyof typeof BITS], length);
  if (kind === 3) return joined24(take.plane(2, length), take.plane(1, length));
  if (kind === 7) return joined56(take.plane(4, length), take.plane(2, length), take.plane(1, length));
  return take.plane(kind as keyof typeof PLANES, length);
}

/** Low and high bytes together. Loops of their own for each width: these run for every fact of a report. */
function joined24(low: Uint16Array, high: Uint8Array): Uint32Array {
  const values = new Uint32Array(low);
  for (let at = 0; at < values.length; at += 1)
    values[at] = (values[at] as number) | ((high[at] as number) << 16);
  return values;
}

function joined56(low: Uint32Array, middle: Uint16Array, high: Uint8Array): Float64Array {
  const values = new Float64Array(low);
  for (let at = 0; at < values.length; at += 1)
    values[at]! += (middle[at] as number) * 2 ** 32 + (high[at] as number) * 2 ** 48;
  return values;
}

function bitsApart(take: Take, bits: number, length: number): Uint8Array {
  const shift = 3 - Math.log2(bits);
  const mask = 2 ** bits - 1;
  const last = 2 ** shift - 1;
  const bytes = take.plane(1, Math.ceil(length / (last + 1)));
  const values = new Uint8Array(length);
  for (let at = 0; at < length; at += 1)
    values[at] = ((bytes[at >> shift] as number) >> ((at & last) * bits)) & mask;
  return values;
}

function summed(take: Take, kind: Kind, length: number): Float64Array {
  let [sum = 0] = take.floats(1);
  const steps = unpacked(take, kind, length);
  const values = new Float64Array(length);
  for (let at = 0; at < length; at += 1) {
    sum += steps[at] as number;
    values[at] = sum;
  }
  return values;
}

function packed(column: ArrayLike<number>, kind: Kind): Uint8Array[] {
  if (kind === FLOATS) return [bytesOf(Float64Array.from(column))];
  if (kind === ALIKE) return [bytesOf(Float64Array.of(column[0] ?? 0))];
  if (kind in BITS) return [bitsTogether(column, BITS[kind as keyof typeof BITS])];
  let scale = 1;
  return BYTES[kind as keyof typeof BYTES].map((width) => {
    const plane = new PLANES[width](column.length);
    for (let at = 0; at < column.length; at += 1)
      plane[at] = Math.floor((column[at] as number) / scale) % 256 ** width;
    scale *= 256 ** width;
    return bytesOf(plane);
  });
}

function bitsTogether(column: ArrayLike<number>, bits: number): Uint8Array {
  const each = 8 / bits;
  const bytes = new Uint8Array(Math.ceil(column.length / each));
  for (let at = 0; at < column.length; at += 1)
    bytes[Math.floor(at / each)] =
      (bytes[Math.floor(at / each)] as number) | ((column[at] as number) << ((at % each) * bits));
  return bytes;
}

/** The narrowest. */
function kindOf(column: ArrayLike<number>): Kind {
  let most = 0;
  let areAlike = true;
  for (let at = 0; at < column.length; at += 1) {
    const number = column[at] as number;
    if (!(number >= 0 && number < 2 ** 53) || Math.floor(number) !== number) most = Number.POSITIVE_INFINITY;
    if (number > most) most = number;
    areAlike &&= number === column[0];
  }
  if (areAlike) return ALIKE;
  return BOUNDS.find(([bound]) => most < bound)?.[1] ?? FLOATS;
}

/** Null when the column falls somewhere. */
function stepsOf(column: ArrayLike<number>): Float64Array | null {
  const steps = new Float64Array(column.length);
  for (let at = 1; at < column.length; at += 1) {
    steps[at] = (column[at] as number) - (column[at - 1] as number);
    if ((steps[at] as number) < 0) return null;
  }
  return steps;
}

function bitsOf(kind: Kind): number {
  if (kind === ALIKE) return 0;
  return kind in BITS ? BITS[kind as keyof typeof BITS] : kind * 8;
}

function isByte(value: number): boolean {
  return value >= 0 && value <= 0xff && Math.floor(value) === value;
}

function bytesOf(array: Column): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNED) * ALIGNED;
}
