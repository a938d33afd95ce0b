// Counts different numbers in cells: exact distinct visitors and sessions of whatever is asked for.

/** Calls `count` with how many different numbers each cell has that has any. Takes time by rows, however many cells. */
export function countDistinct(
  cellOf: Uint32Array,
  { numbers, width, cells }: Distinct,
  count: (cell: number, different: number) => void,
): void {
  const rows = numbers.length;
  if (rows === 0) return;
  if (width > SPARSE * rows + SMALL) {
    const dense = renumber(numbers);
    countDistinct(cellOf, { ...dense, cells }, count);
    return;
  }
  if (cells === 1) {
    count(0, differentIn(numbers, width));
    return;
  }
  const { starts, order } = orderByCell(cellOf, cells);
  // The cell where a number was seen last: nothing has to be cleared between cells.
  const seenIn = new Int32Array(width).fill(-1);
  for (let cell = 0; cell < cells; cell += 1) {
    const to = starts[cell + 1] as number;
    let different = 0;
    for (let at = starts[cell] as number; at < to; at += 1) {
      const row = order[at] as number;
      const number = numbers[row < rows ? row : row - rows] as number;
      if (seenIn[number] === cell) continue;
      seenIn[number] = cell;
      different += 1;
    }
    if (different > 0) count(cell, different);
  }
}

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

/** From here on numbers are too far apart to have a place each: 4 bytes for each of a large project's visitors. */
const SPARSE = 4;
const SMALL = 65_536;

function renumber(numbers: Uint32Array): { numbers: Uint32Array; width: number } {
  const found = new Map<number, number>();
  const dense = numbers.map((number) => {
    const known = found.get(number) ?? found.size;
    found.set(number, known);
    return known;
  });
  return { numbers: dense, width: found.size };
}

type Distinct = {
  /** For each row; repeated when there are twice as many cells as rows. */
  numbers: Uint32Array;
  /** Above the largest number. */
  width: number;
  cells: number;
};

/** Places in `cellOf` in the order of their cells, and where each cell's begin; one start more than there are cells. */
export function orderByCell(cellOf: Uint32Array, cells: number): { starts: Uint32Array; order: Uint32Array } {
  const starts = new Uint32Array(cells + 1);
  for (let at = 0; at < cellOf.length; at += 1) starts[(cellOf[at] as number) + 1]! += 1;
  for (let cell = 0; cell < cells; cell += 1) starts[cell + 1]! += starts[cell] as number;
  const next = starts.slice();
  const order = new Uint32Array(cellOf.length);
  for (let at = 0; at < cellOf.length; at += 1) {
    const cell = cellOf[at] as number;
    order[next[cell] as number] = at;
    next[cell]! += 1;
  }
  return { starts, order };
}
