// Takes counts off what is counted: rows that come to nothing go, and what a day's packed bins hold is taken out of them.
// The opposite of apply-store-counts.ts; whoever gives bins another form changes this file too.

import type { Database } from 'bun:sqlite';
import type { BinIncrement, PageSlotIncrement, ViewBinIncrement } from '../port-counts.ts';
import type { TakenOut } from '../port-forgetting.ts';
import type { RestBinIncrement } from '../port-kinds.ts';
import { type BinCount, packCells, packElements, visitCells, visitElements } from './packed-bins.ts';

type Counts = Pick<TakenOut, 'pageSlots' | 'elementBins' | 'gridBins' | 'viewBins' | 'restBins'>;
const SLOT_COUNTS = ['pageviews', 'clicks', 'rage', 'dead', 'errors', 'customs', 'events'] as const;

export function prepareSubtract(db: Database) {
  const slots = prepareSlots(db);
  const bins = prepareBins(db);
  const views = prepareViewBins(db);
  const rests = prepareRestBins(db);
  return {
    /** To be called in a transaction. */
    take({ pageSlots, elementBins, gridBins, viewBins, restBins }: Counts): void {
      pageSlots.forEach(slots);
      bins(elementBins, gridBins);
      viewBins.forEach(views);
      restBins.forEach(rests);
    },
  };
}

function prepareSlots(db: Database): (take: PageSlotIncrement) => void {
  const sets = SLOT_COUNTS.map((name) => `${name} = ${name} - ?`).join(', ');
  const ofPage = 'where project_no = ? and slot = ? and page = ? and device = ?';
  const ofProject = 'where project_no = ? and slot = ?';
  const changePage = db.query<unknown, number[]>(`update page_slots set ${sets} ${ofPage}`);
  const dropPage = db.query<unknown, number[]>(`delete from page_slots ${ofPage} and events <= 0`);
  const changeProject = db.query<unknown, number[]>(`update project_slots set ${sets} ${ofProject}`);
  const dropProject = db.query<unknown, number[]>(`delete from project_slots ${ofProject} and events <= 0`);
  return (take) => {
    const amounts = SLOT_COUNTS.map((name) => take[name]);
    const { projectNo, slot, page, device } = take;
    changePage.run(...amounts, projectNo, slot, page, device);
    dropPage.run(projectNo, slot, page, device);
    changeProject.run(...amounts, projectNo, slot);
    dropProject.run(projectNo, slot);
  };
}

type Group = { key: number[]; elements: BinIncrement[]; cells: BinIncrement[] };

/** Rows first, as what came late stands there; what they do not hold is packed. */
function prepareBins(
  db: Database,
): (elements: readonly BinIncrement[], cells: readonly BinIncrement[]) => void {
  const OF_GROUP = 'where project_no = ? and page = ? and kind = ? and device = ? and day = ?';
  const element = prepareRow(db, 'element_bins', `${OF_GROUP} and element = ? and bin = ?`);
  const cell = prepareRow(db, 'grid_bins', `${OF_GROUP} and bin = ?`);
  const packed = db.query<{ elements: Uint8Array; cells: Uint8Array }, number[]>(
    `select elements, cells from packed_bins ${OF_GROUP}`,
  );
  const write = db.query(`update packed_bins set elements = ?, cells = ? ${OF_GROUP}`);
  const drop = db.query<unknown, number[]>(`delete from packed_bins ${OF_GROUP}`);

  const unpack = (key: number[], elements: Map<string, number>, cells: Map<string, number>): void => {
    const stored = packed.get(...key);
    if (!stored) return;
    const byElement = new Map<number, BinCount[]>();
    visitElements(stored.elements, (id, bin, count) => {
      const left = count - (elements.get(`${id} ${bin}`) ?? 0);
      if (left > 0) byElement.set(id, [...(byElement.get(id) ?? []), [bin, left]]);
    });
    const kept: BinCount[] = [];
    visitCells(stored.cells, (bin, count) => {
      const left = count - (cells.get(`${bin}`) ?? 0);
      if (left > 0) kept.push([bin, left]);
    });
    if (byElement.size === 0 && kept.length === 0) drop.run(...key);
    else write.run(packElements([...byElement]), packCells(kept), ...key);
  };

  return (elements, cells) => {
    for (const group of groups(elements, cells).values()) {
      const missingElements = new Map<string, number>();
      const missingCells = new Map<string, number>();
      for (const bin of group.elements) {
        const missing = element([...group.key, bin.element, bin.bin], bin.count);
        if (missing > 0) missingElements.set(`${bin.element} ${bin.bin}`, missing);
      }
      for (const bin of group.cells) {
        const missing = cell([...group.key, bin.bin], bin.count);
        if (missing > 0) missingCells.set(`${bin.bin}`, missing);
      }
      if (missingElements.size + missingCells.size > 0) unpack(group.key, missingElements, missingCells);
    }
  };
}

function groups(elements: readonly BinIncrement[], cells: readonly BinIncrement[]): Map<string, Group> {
  const found = new Map<string, Group>();
  const groupOf = ({ projectNo, page, kind, device, day }: BinIncrement): Group => {
    const key = [projectNo, page, kind, device, day];
    const name = key.join();
    const group = found.get(name) ?? { key, elements: [], cells: [] };
    found.set(name, group);
    return group;
  };
  for (const bin of elements) groupOf(bin).elements.push(bin);
  for (const bin of cells) groupOf(bin).cells.push(bin);
  return found;
}

/** Takes `count` off one row of the table, as far as it goes; answers what is missing. */
function prepareRow(db: Database, table: string, where: string): (key: number[], count: number) => number {
  const select = db.query<{ count: number }, number[]>(`select count from ${table} ${where}`);
  const change = db.query<unknown, number[]>(`update ${table} set count = count - ? ${where}`);
  const drop = db.query<unknown, number[]>(`delete from ${table} ${where}`);
  return (key, count) => {
    const there = select.get(...key)?.count ?? 0;
    if (there > count) change.run(count, ...key);
    else if (there > 0) drop.run(...key);
    return Math.max(0, count - there);
  };
}

function prepareViewBins(db: Database): (take: ViewBinIncrement) => void {
  const row = prepareRow(
    db,
    'view_bins',
    'where project_no = ? and page = ? and kind = ? and device = ? and day = ? and view_w = ? and view_h = ?',
  );
  return ({ projectNo, page, kind, device, day, viewW, viewH, count }) => {
    row([projectNo, page, kind, device, day, viewW, viewH], count);
  };
}

function prepareRestBins(db: Database): (take: RestBinIncrement) => void {
  const OF_BIN = 'where project_no = ? and page = ? and device = ? and day = ? and bin = ?';
  const change = db.query<unknown, number[]>(
    `update rest_bins set count = count - ?, ms = ms - ? ${OF_BIN} and count > ?`,
  );
  const drop = db.query<unknown, number[]>(`delete from rest_bins ${OF_BIN}`);
  return ({ projectNo, page, device, day, bin, count, ms }) => {
    const key = [projectNo, page, device, day, bin];
    if (change.run(count, ms, ...key, count).changes === 0) drop.run(...key);
  };
}
