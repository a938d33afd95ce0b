// Columns of numbers and texts as bytes, for rows that are kept but seldom read. A number is cut into its bytes, the first
// bytes of all rows together, then the second ones: alike bytes stand together, which a compressor shrinks best.

/** How hard the compressor tries: more costs twice the time for two hundredths. */
const LEVEL = 9;
/** First byte of what is written, and the oldest that is read: packed-events.ts tells since when what is told otherwise. */
const VERSION = 3;
const OLDEST = 2;

export type ColumnWriter = {
  /** Whole numbers, 0 to 2^53 - 1. */
  numbers(values: readonly number[]): void;
  texts(values: readonly string[]): void;
  bytes(): Uint8Array;
};
export type ColumnReader = {
  version: number;
  /** The next column, which must be one of `count` numbers. */
  numbers(count: number): Float64Array;
  texts(): string[];
  /** Passes over the next column without making it out. */
  skipNumbers(): void;
  skipTexts(): void;
};

export function columnWriter(): ColumnWriter {
  const parts: Uint8Array[] = [Uint8Array.of(VERSION)];
  const write = (plane: Uint8Array) => {
    const packed = plane.length > 16 ? Bun.zstdCompressSync(plane, { level: LEVEL }) : plane;
    const isPacked = packed.length < plane.length;
    const kept = isPacked ? packed : plane;
    parts.push(lengthBytes(kept.length * 2 + (isPacked ? 1 : 0)), kept);
  };
  return {
    numbers(values) {
      const least = leastOf(values);
      const planes = splitBytes(least === 0 ? values : values.map((value) => value - least));
      parts.push(lengthBytes(least), Uint8Array.of(planes.length));
      for (const plane of planes) write(plane);
    },
    texts(values) {
      write(new TextEncoder().encode(JSON.stringify(values)));
    },
    bytes: () => Uint8Array.from(Buffer.concat(parts)),
  };
}

export function columnReader(bytes: Uint8Array): ColumnReader {
  const [version = 0] = bytes;
  if (version < OLDEST || version > VERSION)
    throw new Error(`cannot read packed columns of version ${version}: this heat writes version ${VERSION}`);
  let at = 1;
  const length = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const read = (): Uint8Array => {
    const told = length();
    const stored = bytes.subarray(at, at + Math.floor(told / 2));
    at += stored.length;
    return told % 2 === 1 ? Bun.zstdDecompressSync(stored) : stored;
  };
  const skip = (): void => {
    const told = length();
    at += Math.floor(told / 2);
  };
  return {
    version,
    numbers(count) {
      const values = new Float64Array(count).fill(length());
      const planes = bytes[at++] ?? 0;
      for (let plane = 0, scale = 1; plane < planes; plane += 1, scale *= 256) {
        const part = read();
        for (let index = 0; index < count; index += 1)
          values[index] = (values[index] as number) + (part[index] as number) * scale;
      }
      return values;
    },
    texts: () => JSON.parse(new TextDecoder().decode(read())) as string[],
    skipNumbers() {
      length();
      for (let planes = bytes[at++] ?? 0; planes > 0; planes -= 1) skip();
    },
    skipTexts: skip,
  };
}

function leastOf(values: readonly number[]): number {
  let least = values[0] ?? 0;
  for (const value of values) if (value < least) least = value;
  return least;
}

/** As many planes as the largest value has bytes, none when all are 0. */
function splitBytes(values: readonly number[]): Uint8Array[] {
  const planes: Uint8Array[] = [];
  let rest = values;
  while (rest.some((value) => value > 0)) {
    planes.push(Uint8Array.from(rest, (value) => value % 256));
    rest = rest.map((value) => Math.floor(value / 256));
  }
  return planes;
}

function lengthBytes(length: number): Uint8Array {
  const bytes: number[] = [];
  let rest = length;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

/** Numbers around 0 as numbers from 0: 0, -1, 1, -2, 2… */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

export function unzigzag(value: number): number {
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}

/** Distinct values, the most frequent first, and where each stands. */
export function dictionaryOf<T>(values: readonly T[]): { entries: T[]; indexOf(value: T): number } {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return placesOf([...counts].sort(([, a], [, b]) => b - a).map(([value]) => value));
}

/** Distinct values in the order they come: where neighbours are alike, their places go up by ones. */
export function listOf<T>(values: readonly T[]): { entries: T[]; indexOf(value: T): number } {
  return placesOf([...new Set(values)]);
}

function placesOf<T>(entries: T[]): { entries: T[]; indexOf(value: T): number } {
  const places = new Map(entries.map((value, index) => [value, index]));
  return { entries, indexOf: (value) => places.get(value) ?? 0 };
}
