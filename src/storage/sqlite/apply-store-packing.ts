// Packs the bins of days that are over: the rows of one page, kind, device and day become two blobs, which are smaller
// and read faster. Sums stay what they are at every moment; what comes late is packed again later.

import type { Database } from 'bun:sqlite';
import { immediate } from './connection.ts';
import { type BinCount, packCells, packElements, visitCells, visitElements } from './packed-bins.ts';

type Group = { projectNo: number; page: number; kind: number; device: number; day: number };
type Key = [projectNo: number, page: number, kind: number, device: number, day: number];
const FIRST: Key = [0, 0, 0, 0, 0];
const keyOf = ({ projectNo, page, kind, device, day }: Group): Key => [projectNo, page, kind, device, day];

/** Every group has rows in grid_bins, so that this table alone is walked: from group to group, not row by row. */
const NEXT_GROUP = `
select project_no as projectNo, page, kind, device, day
from grid_bins
where (project_no, page, kind, device, day) > (?, ?, ?, ?, ?)
order by project_no, page, kind, device, day
limit 1`;
const OF_GROUP = 'where project_no = ? and page = ? and kind = ? and device = ? and day = ?';

export function preparePacking(db: Database) {
  const next = db.query<Group, Key>(NEXT_GROUP);
  const elements = db.query<{ element: number; bin: number; count: number }, Key>(
    `select element, bin, count from element_bins ${OF_GROUP}`,
  );
  const cells = db.query<{ bin: number; count: number }, Key>(`select bin, count from grid_bins ${OF_GROUP}`);
  const packed = db.query<{ elements: Uint8Array; cells: Uint8Array }, Key>(
    `select elements, cells from packed_bins ${OF_GROUP}`,
  );
  const write = db.query(
    `insert into packed_bins (project_no, page, kind, device, day, elements, cells) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, page, kind, device, day) do update set
       elements = excluded.elements, cells = excluded.cells`,
  );
  const dropElements = db.query<unknown, Key>(`delete from element_bins ${OF_GROUP}`);
  const dropCells = db.query<unknown, Key>(`delete from grid_bins ${OF_GROUP}`);
  /** Where the walk stands; it begins anew when it has come to the end. */
  let at: Key = FIRST;

  const pack = (key: Key): void => {
    const old = packed.get(...key);
    const byElement = new Map<number, Map<number, number>>();
    const add = (element: number, bin: number, count: number) => {
      const own = byElement.get(element) ?? new Map<number, number>();
      byElement.set(element, own.set(bin, (own.get(bin) ?? 0) + count));
    };
    for (const row of elements.all(...key)) add(row.element, row.bin, row.count);
    if (old) visitElements(old.elements, add);
    const byCell = new Map<number, number>();
    const addCell = (cell: number, count: number) => byCell.set(cell, (byCell.get(cell) ?? 0) + count);
    for (const row of cells.all(...key)) addCell(row.bin, row.count);
    if (old) visitCells(old.cells, addCell);
    const lists = [...byElement].map(([element, bins]) => [element, [...bins] as BinCount[]] as const);
    write.run(...key, packElements(lists), packCells([...byCell]));
    dropElements.run(...key);
    dropCells.run(...key);
  };

  /** The next group of a day before `beforeDay`, at most `groups` steps on; null when there is none so near. */
  const find = (beforeDay: number, groups: number): Key | null => {
    for (let left = groups; left > 0; left -= 1) {
      const group = next.get(...at);
      if (!group) {
        at = FIRST;
        return null;
      }
      at = keyOf(group);
      if (group.day < beforeDay) return at;
    }
    return null;
  };

  return {
    /** Packs the next group, if there is one within so many; one transaction. False at the end of the walk. */
    step(beforeDay: number, groups: number): boolean {
      return immediate(db, () => {
        const key = find(beforeDay, groups);
        if (key) pack(key);
        return key !== null || at !== FIRST;
      });
    },
  };
}
