// Rollups: what a slice counted is added to what is there.

import type { Database } from 'bun:sqlite';
import type { BinIncrement, PageSlotIncrement } from '../port-counts.ts';

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

  return {
    pageSlots(increments: readonly PageSlotIncrement[]): void {
      for (const add of increments) {
        addSlot.run(
          add.projectNo,
          add.slot,
          add.page,
          add.device,
          add.pageviews,
          add.clicks,
          add.rage,
          add.dead,
          add.errors,
          add.customs,
          add.events,
        );
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
