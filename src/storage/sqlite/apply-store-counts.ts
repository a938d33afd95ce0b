// Rollups: what a slice counted is added to what is there.

import type { Database } from 'bun:sqlite';
import type { BinIncrement, PageSlotIncrement, ViewBinIncrement } from '../port-counts.ts';

export function prepareCounts(db: Database) {
  const addSlot = db.query(
    `insert into page_slots (project_no, slot, page, device, pageviews, clicks, rage, dead, errors, customs, events)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, slot, page, device) do update set
       pageviews = pageviews + excluded.pageviews,
       clicks = clicks + excluded.clicks,
       rage = rage + excluded.rage,
       dead = dead + excluded.dead,
       errors = errors + excluded.errors,
       customs = customs + excluded.customs,
       events = events + excluded.events`,
  );
  const addProjectSlot = db.query(
    `insert into project_slots (project_no, slot, pageviews, clicks, rage, dead, errors, customs, events)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, slot) do update set
       pageviews = pageviews + excluded.pageviews,
       clicks = clicks + excluded.clicks,
       rage = rage + excluded.rage,
       dead = dead + excluded.dead,
       errors = errors + excluded.errors,
       customs = customs + excluded.customs,
       events = events + excluded.events`,
  );
  const addElementBin = db.query(
    `insert into element_bins (project_no, page, kind, device, day, element, bin, count)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, page, kind, device, day, element, bin) do update set count = count + excluded.count`,
  );
  const addGridBin = db.query(
    `insert into grid_bins (project_no, page, kind, device, day, bin, count)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, page, kind, device, day, bin) do update set count = count + excluded.count`,
  );

  const addViewBin = db.query(
    `insert into view_bins (project_no, page, kind, device, day, view_w, view_h, count)
     values (?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (project_no, page, kind, device, day, view_w, view_h) do update set count = count + excluded.count`,
  );

  return {
    viewBins(increments: readonly ViewBinIncrement[]): void {
      for (const { projectNo, page, kind, device, day, viewW, viewH, count } of increments) {
        addViewBin.run(projectNo, page, kind, device, day, viewW, viewH, count);
      }
    },
    pageSlots(increments: readonly PageSlotIncrement[]): void {
      const amounts = (add: SlotAmounts) =>
        [add.pageviews, add.clicks, add.rage, add.dead, add.errors, add.customs, add.events] as const;
      for (const add of increments) {
        addSlot.run(add.projectNo, add.slot, add.page, add.device, ...amounts(add));
      }
      for (const { projectNo, slot, ...add } of wholeProject(increments)) {
        addProjectSlot.run(projectNo, slot, ...amounts(add));
      }
    },
    elementBins(increments: readonly BinIncrement[]): void {
      for (const { projectNo, page, kind, device, day, element, bin, count } of increments) {
        addElementBin.run(projectNo, page, kind, device, day, element, bin, count);
      }
    },
    gridBins(increments: readonly BinIncrement[]): void {
      for (const { projectNo, page, kind, device, day, bin, count } of increments) {
        addGridBin.run(projectNo, page, kind, device, day, bin, count);
      }
    },
  };
}

type SlotAmounts = Pick<
  PageSlotIncrement,
  'pageviews' | 'clicks' | 'rage' | 'dead' | 'errors' | 'customs' | 'events'
>;
type ProjectSlot = SlotAmounts & { projectNo: number; slot: number };

/** The same increments without page and device. */
function wholeProject(increments: readonly PageSlotIncrement[]): Iterable<ProjectSlot> {
  const slots = new Map<string, ProjectSlot>();
  for (const { page: _, device: __, ...add } of increments) {
    const name = `${add.projectNo}/${add.slot}`;
    const sum = slots.get(name);
    if (sum === undefined) {
      slots.set(name, add);
      continue;
    }
    sum.pageviews += add.pageviews;
    sum.clicks += add.clicks;
    sum.rage += add.rage;
    sum.dead += add.dead;
    sum.errors += add.errors;
    sum.customs += add.customs;
    sum.events += add.events;
  }
  return slots.values();
}
