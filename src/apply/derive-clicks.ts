// What a click becomes on a heatmap: a row of its own for filtered questions, and counts in the day's bins.

import { GRID_COLUMNS, GRID_ROW_PX, OFFSET_BINS, OFFSET_MAX } from '../contract/element.ts';
import { CLICK_KIND_CODES } from '../contract/event-types.ts';
import { LIMITS } from '../contract/limits.ts';
import { CLICK_BOT_BIT, type ClickRow, elementBinOf } from '../storage/port-apply.ts';
import type { BinIncrement, ViewBinIncrement } from '../storage/port-counts.ts';
import { createDayPlaces } from './day-places.ts';
import { type Fields, numberField, numbersField } from './fields.ts';
import type { SessionizedEvent } from './sessionize.ts';
import { createTally, type Tally } from './tally.ts';

/** The row of a click on a page; null for other events and for clicks without a page. */
export function clickRow(event: SessionizedEvent): ClickRow | null {
  const { row, session } = event;
  if (row.type !== 'click' || row.page === null) return null;
  const doc = numbersField(row.fields, 'doc', 2);
  return {
    projectNo: row.projectNo,
    session: row.session,
    eventId: row.eventId,
    page: row.page,
    tsMs: row.tsMs,
    part: row.part,
    device: session.device,
    element: row.element,
    bin: row.element === null ? null : offsetBin(row.fields),
    cell: gridCell(row.fields, doc?.[0] ?? row.viewW),
    viewW: row.viewW,
    viewH: row.viewH,
    docW: doc ? Math.round(doc[0]!) : null,
    docH: doc ? Math.round(doc[1]!) : null,
    kinds: kindBits(row.fields) | (session.isBot ? CLICK_BOT_BIT : 0),
  };
}

/** Bin inside the element's box from the offsets `r`, null without them. */
export function offsetBin(fields: Fields): number | null {
  const offsets = numbersField(fields, 'r', 2);
  return offsets ? step(offsets[1]!) * OFFSET_BINS + step(offsets[0]!) : null;
}

/** Cell of the page grid; null without coordinates that lie inside a document of known width. */
export function gridCell(fields: Fields, docW: number | null): number | null {
  const x = numberField(fields, 'x');
  const y = numberField(fields, 'y');
  return x === null || y === null ? null : cellAt([x, y], docW);
}

/** The same of a place in px of the page. */
export function cellAt([x, y]: readonly [x: number, y: number], docW: number | null): number | null {
  if (docW === null || docW < 1) return null;
  if (x < 0 || x > docW || y < 0) return null;
  const column = Math.min(GRID_COLUMNS - 1, Math.floor((x / docW) * GRID_COLUMNS));
  return Math.floor(y / GRID_ROW_PX) * GRID_COLUMNS + column;
}

export type ClickDerivation = {
  add(click: ClickRow): void;
  rows: ClickRow[];
  elementBins(): BinIncrement[];
  gridBins(): BinIncrement[];
  viewBins(): ViewBinIncrement[];
};

/** More than any viewport is high: width and height make one key. */
const VIEW_KEY = 2 * LIMITS.viewportPx;

/** Where clicks of one kind on one page of one day are counted. */
type Place = {
  shared: Pick<BinIncrement, 'projectNo' | 'page' | 'kind' | 'device' | 'day'>;
  elements: Tally<number, Tally<number, BinIncrement>>;
  cells: Tally<number, BinIncrement>;
  views: Tally<number, ViewBinIncrement>;
};

/** Collects the clicks of one slice; bots' clicks get their row, but stand in no bin. */
export function deriveClicks(): ClickDerivation {
  const rows: ClickRow[] = [];
  const elementBins: BinIncrement[] = [];
  const gridBins: BinIncrement[] = [];
  const viewBins: ViewBinIncrement[] = [];
  const places = createDayPlaces((place) => ({ place, kinds: createTally<number, Place>() }));

  const placeOf = (click: ClickRow, kind: number): Place => {
    const { place, kinds } = places.at(click);
    return kinds.at(kind, () => ({
      shared: { ...place, kind },
      elements: createTally(),
      cells: createTally(gridBins),
      views: createTally(viewBins),
    }));
  };

  const count = (click: ClickRow, kind: number) => {
    const { shared, elements, cells, views } = placeOf(click, kind);
    const element = click.element ?? 0;
    const bin = elementBinOf(click);
    const cell = click.cell ?? -1;
    const bins = elements.at(element, () => createTally(elementBins));
    bins.at(bin, () => ({ ...shared, element, bin, count: 0 })).count += 1;
    cells.at(cell, () => ({ ...shared, element: 0, bin: cell, count: 0 })).count += 1;
    const { viewW, viewH } = click;
    if (viewW !== null && viewH !== null)
      views.at(viewW * VIEW_KEY + viewH, () => ({ ...shared, viewW, viewH, count: 0 })).count += 1;
  };

  return {
    rows,
    add(click) {
      rows.push(click);
      if ((click.kinds & CLICK_BOT_BIT) !== 0) return;
      count(click, CLICK_KIND_CODES.click);
      for (const kind of FLAGGED_KINDS) if ((click.kinds & (1 << kind)) !== 0) count(click, kind);
    },
    elementBins: () => elementBins,
    viewBins: () => viewBins,
    gridBins: () => gridBins,
  };
}

const FLAGGED_KINDS = [CLICK_KIND_CODES.rage, CLICK_KIND_CODES.dead, CLICK_KIND_CODES.error];

function kindBits(fields: Fields): number {
  let bits = 0;
  if (fields.rage === true) bits |= 1 << CLICK_KIND_CODES.rage;
  if (fields.dead === true) bits |= 1 << CLICK_KIND_CODES.dead;
  if (fields.error === true) bits |= 1 << CLICK_KIND_CODES.error;
  return bits;
}

function step(offset: number): number {
  const bounded = Math.min(OFFSET_MAX, Math.max(0, offset));
  return Math.min(OFFSET_BINS - 1, Math.floor((bounded * OFFSET_BINS) / (OFFSET_MAX + 1)));
}
