// Up to a few thousand clicks of one page and UTC day as bytes: a twentieth of what they take as rows. Everything that
// filtered maps ask of a click is in them; its event id is not, which its event keeps.

import { GRID_COLUMNS, OFFSET_BINS } from '../../contract/element.ts';
import { columnReader, columnWriter, dictionaryOf, unzigzag, zigzag } from './packed-columns.ts';

/** A click as stored, of whatever form. */
export type StoredClick = {
  tsMs: number;
  session: number;
  part: number;
  /** Code; 0 for unknown. */
  device: number;
  element: number | null;
  bin: number | null;
  cell: number | null;
  viewW: number | null;
  viewH: number | null;
  docW: number | null;
  docH: number | null;
  kinds: number;
};
type Frame = Pick<StoredClick, 'device' | 'viewW' | 'viewH' | 'docW' | 'docH'>;
const FRAME = ['device', 'viewW', 'viewH', 'docW', 'docH'] as const;

/** Any order; all times between `dayMs` and the day's end. */
export function packClicks(given: readonly StoredClick[], dayMs: number): Uint8Array {
  const clicks = [...given].sort((a, b) => a.session - b.session || a.part - b.part || a.tsMs - b.tsMs);
  const elements = dictionaryOf(clicks.flatMap(({ element }) => (element === null ? [] : [element])));
  const frames = dictionaryOf(clicks.map(frameKey));
  const frameOf = new Map(clicks.map((click) => [frameKey(click), click]));
  const parts: StoredClick[][] = [];
  for (const click of clicks) {
    const own = parts.at(-1);
    if (own?.[0]?.session === click.session && own[0].part === click.part) own.push(click);
    else parts.push([click]);
  }
  const out = columnWriter();
  out.numbers([clicks.length, elements.entries.length, frames.entries.length, parts.length]);
  out.numbers(elements.entries);
  for (const name of FRAME)
    out.numbers(frames.entries.map((key) => fromNullable(frameOf.get(key)?.[name] ?? null)));
  out.numbers(parts.map((own, at) => own[0]!.session - (parts[at - 1]?.[0]?.session ?? 0)));
  out.numbers(parts.map((own) => own[0]!.part));
  out.numbers(parts.map((own) => own.length));
  out.numbers(
    parts.flatMap((own) => own.map(({ tsMs }, at) => tsMs - (at === 0 ? dayMs : own[at - 1]!.tsMs))),
  );
  out.numbers(clicks.map((click) => frames.indexOf(frameKey(click))));
  out.numbers(clicks.map(({ element }) => (element === null ? 0 : elements.indexOf(element) + 1)));
  out.numbers(clicks.map(({ kinds }) => kinds));
  out.numbers(clicks.map(({ bin }) => (bin ?? 0) % OFFSET_BINS));
  out.numbers(clicks.map(({ bin }) => (bin === null ? 0 : Math.floor(bin / OFFSET_BINS) + 1)));
  const cells = cellSteps(clicks);
  out.numbers(cells.map(([column]) => column));
  out.numbers(cells.map(([, row]) => row));
  return out.bytes();
}

/** Calls `visit` for each click, session by session in order of time, always with the same object. */
export function visitPackedClicks(
  bytes: Uint8Array,
  dayMs: number,
  visit: (click: Readonly<StoredClick>) => void,
): void {
  const read = columnReader(bytes);
  const [clicks = 0, elementCount = 0, frameCount = 0, parts = 0] = read.numbers(4);
  const elements = read.numbers(elementCount);
  const frames = FRAME.map(() => read.numbers(frameCount));
  const sessions = read.numbers(parts);
  const partNumbers = read.numbers(parts);
  const lengths = read.numbers(parts);
  const times = read.numbers(clicks);
  const frameOf = read.numbers(clicks);
  const elementOf = read.numbers(clicks);
  const kinds = read.numbers(clicks);
  const [binColumns, binRows] = [read.numbers(clicks), read.numbers(clicks)];
  const cellOf = cellReader(read.numbers(clicks), read.numbers(clicks));

  const [devices, viewWs, viewHs, docWs, docHs] = frames as Five;
  const click: StoredClick = { ...NOTHING };
  let at = 0;
  for (let part = 0; part < parts; part += 1) {
    click.session += sessions[part] as number;
    click.part = partNumbers[part] as number;
    click.tsMs = dayMs;
    for (const end = at + (lengths[part] as number); at < end; at += 1) {
      const frame = frameOf[at] as number;
      const element = elementOf[at] as number;
      const binRow = binRows[at] as number;
      click.tsMs += times[at] as number;
      click.device = toNullable(devices[frame] as number) ?? 0;
      click.viewW = toNullable(viewWs[frame] as number);
      click.viewH = toNullable(viewHs[frame] as number);
      click.docW = toNullable(docWs[frame] as number);
      click.docH = toNullable(docHs[frame] as number);
      click.element = element === 0 ? null : (elements[element - 1] as number);
      click.kinds = kinds[at] as number;
      click.bin = binRow === 0 ? null : (binRow - 1) * OFFSET_BINS + (binColumns[at] as number);
      click.cell = cellOf(at, element, frame);
      visit(click);
    }
  }
}

/** Different elements in the block. */
export function packedElementsOf(bytes: Uint8Array): Float64Array {
  const read = columnReader(bytes);
  const [, elements = 0] = read.numbers(4);
  return read.numbers(elements);
}

export function packedCount(bytes: Uint8Array): number {
  return columnReader(bytes).numbers(4)[0] as number;
}

type Five = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
const NOTHING: StoredClick = {
  ...{ tsMs: 0, session: 0, part: 0, device: 0, element: null, bin: null, cell: null, kinds: 0 },
  ...{ viewW: null, viewH: null, docW: null, docH: null },
};
const fromNullable = (value: number | null): number => (value === null ? 0 : zigzag(value) + 1);
const toNullable = (value: number): number | null => (value === 0 ? null : unzigzag(value - 1));

function frameKey(click: Frame): string {
  return FRAME.map((name) => click[name]).join(' ');
}

/** Clicks on one element in windows of one kind lie near each other: a cell is told as steps from the one before. */
function cellSteps(clicks: readonly StoredClick[]): [column: number, row: number][] {
  const before = new Map<string, number>();
  return clicks.map((click) => {
    const { cell } = click;
    if (cell === null) return [0, 0];
    const key = `${click.element} ${frameKey(click)}`;
    const last = before.get(key) ?? 0;
    before.set(key, cell);
    const rows = Math.floor(cell / GRID_COLUMNS) - Math.floor(last / GRID_COLUMNS);
    return [zigzag((cell % GRID_COLUMNS) - (last % GRID_COLUMNS)), zigzag(rows) + 1];
  });
}

function cellReader(columns: Float64Array, rows: Float64Array) {
  const lasts: number[][] = [];
  return (at: number, element: number, frame: number): number | null => {
    const row = rows[at] as number;
    if (row === 0) return null;
    lasts[frame] ??= [];
    const own = lasts[frame] as number[];
    const last = own[element] ?? 0;
    const column = (last % GRID_COLUMNS) + unzigzag(columns[at] as number);
    const cell = (Math.floor(last / GRID_COLUMNS) + unzigzag(row - 1)) * GRID_COLUMNS + column;
    own[element] = cell;
    return cell;
  };
}
