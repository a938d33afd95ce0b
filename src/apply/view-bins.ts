// Adds views to counts by UTC day and takes them out again. What did not change cancels out.

import { DEPTH_BIN_PX, FOLD_BIN_PX, SCROLL_MEASURES, timeBin } from '../contract/kinds.ts';
import { LIMITS } from '../contract/limits.ts';
import {
  type ScrollBinIncrement,
  type SectionBinIncrement,
  UNSEEN_VIEW,
  type ViewRow,
} from '../storage/port-kinds.ts';
import { createDayPlaces, type DayPlace } from './day-places.ts';
import { createTally, type Tally } from './tally.ts';

export type ViewBins = {
  /** `sign` 1 adds the view, -1 takes it out. */
  add(view: ViewRow, sign: 1 | -1): void;
  scrollBins(): ScrollBinIncrement[];
  sectionBins(): SectionBinIncrement[];
};

type Measured = [measure: number, bin: number, total: number];

/** More bins than a measure has: measure and bin make one key. */
const MEASURE_KEY = 2 * LIMITS.coordinatePx;

/** Counts of one page, device and day. */
type Place = {
  place: DayPlace;
  scrolls: Tally<number, ScrollBinIncrement>;
  sections: Tally<number, Tally<number, SectionBinIncrement>>;
};

export function createViewBins(): ViewBins {
  const scrollBins: ScrollBinIncrement[] = [];
  const sectionBins: SectionBinIncrement[] = [];
  const places = createDayPlaces(
    (place): Place => ({ place, scrolls: createTally(scrollBins), sections: createTally() }),
  );

  const countScroll = ({ place, scrolls }: Place, [measure, bin, total]: Measured, sign: 1 | -1): void => {
    const counts = scrolls.at(measure * MEASURE_KEY + bin, () => ({
      ...place,
      ...{ measure, bin, count: 0, total: 0 },
    }));
    counts.count += sign;
    counts.total += sign * total;
  };
  const countSection = (
    { place, sections }: Place,
    [element, ms]: ViewRow['sections'][number],
    sign: 1 | -1,
  ) => {
    const bin = timeBin(ms);
    const bins = sections.at(element, () => createTally(sectionBins));
    const counts = bins.at(bin, () => ({ ...place, ...{ element, bin, count: 0, ms: 0 } }));
    counts.count += sign;
    counts.ms += sign * ms;
  };

  return {
    add(view, sign) {
      if (view.isBot || view.eventId === UNSEEN_VIEW.eventId) return;
      const at = places.at(view);
      for (const measured of measuresOf(view)) countScroll(at, measured, sign);
      for (const section of view.sections) countSection(at, section, sign);
    },
    scrollBins: () => scrollBins.filter(({ count, total }) => count !== 0 || total !== 0),
    sectionBins: () => sectionBins.filter(({ count, ms }) => count !== 0 || ms !== 0),
  };
}

/** Where a view stands by depth, share of the document and viewport height; what is unknown is left out. */
function measuresOf(view: ViewRow): Measured[] {
  const { depthPx, docH, viewH } = view;
  const found: Measured[] = [[SCROLL_MEASURES.depthPx, Math.floor(depthPx / DEPTH_BIN_PX), depthPx]];
  if (docH !== null) found.push([SCROLL_MEASURES.depthPct, percentOf(depthPx, docH), 0]);
  if (viewH !== null) found.push([SCROLL_MEASURES.viewH, Math.ceil(viewH / FOLD_BIN_PX), 0]);
  return found;
}

/** Whole percent of a document, 0…100. */
function percentOf(depthPx: number, docH: number): number {
  return Math.min(100, Math.floor((depthPx * 100) / docH));
}
