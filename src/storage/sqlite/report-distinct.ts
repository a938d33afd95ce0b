// Counts different numbers in cells: exact distinct visitors of whatever is asked for.

type Distinct = {
  /** One for each row. */
  numbers: Uint32Array;
  /** Above the largest number. */
  width: number;
  cells: number;
};

/**
 * How many different numbers each cell has; all rows are of the only cell where `cellOf` is null. Takes time by rows,
 * however many cells.
 */
export function countDistinct(cellOf: Uint32Array | null, asked: Distinct): Uint32Array {
  const { numbers, width, cells } = asked;
  if (width > SPARSE * numbers.length + SMALL) return countDistinct(cellOf, { ...renumber(numbers), cells });
  if (cellOf === null) return Uint32Array.of(differentIn(numbers, width));
  const isNarrow = width * wordsOf(cells) <= WORDS_PER_ROW * numbers.length + SMALL;
  return isNarrow ? countByBits(cellOf, asked) : countInOrder(cellOf, asked);
}

/** From here on numbers are too far apart to have a place each: 4 bytes for each of a large project's visitors. */
const SPARSE = 4;
const SMALL = 65_536;
/** Words of 32 cells that each row may cost: what takes more is slower to clear than rows are to order. */
const WORDS_PER_ROW = 4;

function differentIn(numbers: Uint32Array, width: number): number {
  const isSeen = new Uint8Array(width);
  let different = 0;
  for (let row = 0; row < numbers.length; row += 1) {
    const number = numbers[row] as number;
    if (isSeen[number] === 1) continue;
    isSeen[number] = 1;
    different += 1;
  }
  return different;
}

const wordsOf = (cells: number): number => Math.ceil(cells / 32);

/** A bit for each number and cell. Those of a number stand together, as rows of one number mostly do. */
function countByBits(cellOf: Uint32Array, { numbers, width, cells }: Distinct): Uint32Array {
  const words = wordsOf(cells);
  const seen = new Int32Array(width * words);
  const different = new Uint32Array(cells);
  for (let row = 0; row < numbers.length; row += 1) {
    const cell = cellOf[row] as number;
    const place = (numbers[row] as number) * words + (cell >>> 5);
    const bits = seen[place] as number;
    const bit = 1 << (cell & 31);
    if ((bits & bit) !== 0) continue;
    seen[place] = bits | bit;
    different[cell]! += 1;
  }
  return different;
}

/** Cell after cell. */
function countInOrder(cellOf: Uint32Array, { numbers, width, cells }: Distinct): Uint32Array {
  const starts = new Uint32Array(cells + 1);
  for (let row = 0; row < numbers.length; row += 1) starts[(cellOf[row] as number) + 1]! += 1;
  for (let cell = 0; cell < cells; cell += 1) starts[cell + 1]! += starts[cell] as number;
  const next = starts.slice();
  const ordered = new Uint32Array(numbers.length);
  for (let row = 0; row < numbers.length; row += 1) {
    const cell = cellOf[row] as number;
    ordered[next[cell] as number] = numbers[row] as number;
    next[cell]! += 1;
  }
  const different = new Uint32Array(cells);
  // The cell where a number was seen last: nothing has to be cleared between cells.
  const seenIn = new Int32Array(width).fill(-1);
  for (let cell = 0; cell < cells; cell += 1) {
    const to = starts[cell + 1] as number;
    for (let at = starts[cell] as number; at < to; at += 1) {
      const number = ordered[at] as number;
      if (seenIn[number] === cell) continue;
      seenIn[number] = cell;
      different[cell]! += 1;
    }
  }
  return different;
}

function renumber(numbers: Uint32Array): { numbers: Uint32Array; width: number } {
  const found = new Map<number, number>();
  const dense = numbers.map((number) => {
    const known = found.get(number) ?? found.size;
    found.set(number, known);
    return known;
  });
  return { numbers: dense, width: found.size };
}
