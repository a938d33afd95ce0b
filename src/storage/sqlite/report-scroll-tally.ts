// Counts views by depth, viewport height and sections, wherever they come from.

import { FOLD_BIN_PX, SCROLL_MEASURES } from '../../contract/kinds.ts';
import type { ScrollRows } from '../port.ts';

type Section = Omit<ScrollRows['sections'][number], 'descriptor'>;
type Counted = Pick<
  ScrollRows,
  'pageviews' | 'unmeasured' | 'depths' | 'depthTotalPx' | 'percents' | 'folds'
> & {
  /** Longest in view first, ties by the smaller id. */
  sections: Section[];
  /** Code of the device with most of the pageviews; null without any. */
  mainDevice: number | null;
};
export type ScrollTally = {
  addMeasure(counted: { measure: number; device: number; bin: number; count: number; total: number }): void;
  addSection(element: number, bin: number, counted: { count: number; ms: number }): void;
  result(): Counted;
};

export function createScrollTally(): ScrollTally {
  const bins = new Map(Object.values(SCROLL_MEASURES).map((measure) => [measure as number, counts()]));
  const devices = counts();
  const sections = new Map<number, { views: number; totalMs: number; bins: Map<number, number> }>();
  let pageviews = 0;
  let unmeasured = 0;
  let depthTotalPx = 0;

  return {
    addMeasure({ measure, device, bin, count, total }) {
      if (measure === SCROLL_MEASURES.depthPx && bin === 0) {
        unmeasured += count;
        return;
      }
      increase(bins.get(measure) ?? counts(), bin, count);
      if (measure !== SCROLL_MEASURES.depthPx) return;
      pageviews += count;
      depthTotalPx += total;
      increase(devices, device, count);
    },
    addSection(element, bin, { count, ms }) {
      const section = sections.get(element) ?? { views: 0, totalMs: 0, bins: counts() };
      sections.set(element, section);
      section.views += count;
      section.totalMs += ms;
      increase(section.bins, bin, count);
    },
    result() {
      const [mainDevice] = [...devices].sort(([a, left], [b, right]) => right - left || a - b)[0] ?? [null];
      const listed = [...sections].map(([element, section]): Section => {
        return { element, ...section, bins: ascending(section.bins) };
      });
      return {
        mainDevice,
        pageviews,
        unmeasured,
        depthTotalPx,
        depths: ascending(bins.get(SCROLL_MEASURES.depthPx)),
        percents: ascending(bins.get(SCROLL_MEASURES.depthPct)),
        folds: ascending(bins.get(SCROLL_MEASURES.viewH)).map(([bin, count]) => [bin * FOLD_BIN_PX, count]),
        sections: listed.sort((a, b) => b.totalMs - a.totalMs || a.element - b.element),
      };
    },
  };
}

function counts(): Map<number, number> {
  return new Map();
}

function ascending(bins: Map<number, number> = counts()): [number, number][] {
  return [...bins].sort(([a], [b]) => a - b);
}

function increase(bins: Map<number, number>, bin: number, by: number): void {
  bins.set(bin, (bins.get(bin) ?? 0) + by);
}
