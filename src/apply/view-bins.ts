// Adds views to counts by UTC day and takes them out again. What did not change cancels out.

import { DEVICE_CODES } from '../contract/event-types.ts';
import { DEPTH_BIN_PX, FOLD_BIN_PX, SCROLL_MEASURES, timeBin } from '../contract/kinds.ts';
import { DAY_MS } from '../contract/slots.ts';
import {
  type ScrollBinIncrement,
  type SectionBinIncrement,
  UNSEEN_VIEW,
  type ViewRow,
} from '../storage/port-kinds.ts';
import { createTally } from './tally.ts';

export type ViewBins = {
  /** `sign` 1 adds the view, -1 takes it out. */
  add(view: ViewRow, sign: 1 | -1): void;
  scrollBins(): ScrollBinIncrement[];
  sectionBins(): SectionBinIncrement[];
};

export function createViewBins(): ViewBins {
  const scrolls = createTally<string, ScrollBinIncrement>();
  const sections = createTally<string, SectionBinIncrement>();
  return {
    add(view, sign) {
      if (view.isBot || view.eventId === UNSEEN_VIEW.eventId) return;
      const { projectNo, page } = view;
      const device = view.device === null ? 0 : DEVICE_CODES[view.device];
      const day = Math.floor(view.tsMs / DAY_MS);
      const place = `${projectNo}/${page}/${device}/${day}/`;
      for (const [measure, bin, total] of measuresOf(view)) {
        const counts = scrolls.at(`${place}${measure}/${bin}`, () => ({
          ...{ projectNo, page, measure, device, day, bin },
          ...{ count: 0, total: 0 },
        }));
        counts.count += sign;
        counts.total += sign * total;
      }
      for (const [element, ms] of view.sections) {
        const bin = timeBin(ms);
        const counts = sections.at(`${place}${element}/${bin}`, () => ({
          ...{ projectNo, page, device, day, element, bin },
          ...{ count: 0, ms: 0 },
        }));
        counts.count += sign;
        counts.ms += sign * ms;
      }
    },
    scrollBins: () => scrolls.all().filter(({ count, total }) => count !== 0 || total !== 0),
    sectionBins: () => sections.all().filter(({ count, ms }) => count !== 0 || ms !== 0),
  };
}

/** Where a view stands by depth, share of the document and viewport height; what is unknown is left out. */
function measuresOf(view: ViewRow): [measure: number, bin: number, total: number][] {
  const { depthPx, docH, viewH } = view;
  const found: [number, number, number][] = [
    [SCROLL_MEASURES.depthPx, Math.floor(depthPx / DEPTH_BIN_PX), depthPx],
  ];
  if (docH !== null) found.push([SCROLL_MEASURES.depthPct, percentOf(depthPx, docH), 0]);
  if (viewH !== null) found.push([SCROLL_MEASURES.viewH, Math.ceil(viewH / FOLD_BIN_PX), 0]);
  return found;
}

/** Whole percent of a document, 0…100. */
function percentOf(depthPx: number, docH: number): number {
  return Math.min(100, Math.floor((depthPx * 100) / docH));
}
