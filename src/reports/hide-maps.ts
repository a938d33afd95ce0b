// Takes out of maps whatever fewer than so many visitors did: elements, bins, cells, depths, sections. Pure.

import { DEPTH_BIN_PX } from '../contract/kinds.ts';
import type { HeatmapRows, ScrollRows } from '../storage/port.ts';
import type { FrictionRows, PageElementRows } from '../storage/port-elements.ts';
import { binOfBlock, blockOf, type MapSupport, type ScrollSupport } from '../storage/port-support.ts';

const NO_VISITS = { pageviews: 0, clicks: 0, rage: 0, dead: 0 };

/** Heights of viewports are hidden as a whole: a click's own says little, and a few of them name a device. */
export function hideHeatmap(rows: HeatmapRows, behind: MapSupport): HeatmapRows {
  const elements = new Set(behind.elements);
  const bins = new Set(behind.bins);
  const [cells, loose] = [new Set(behind.cells), new Set(behind.loose)];
  const boxes = rows.boxes.filter(({ element, isSection }) => isSection || elements.has(element));
  if (!behind.isEnough) {
    return {
      ...rows,
      ...{ counts: NO_VISITS, elements: [], cells: [], loose: [], omittedElements: 0, omittedCells: 0 },
      ...{ boxes, layout: null, total: 0, withoutElement: 0, ignored: 0, folds: [] },
    };
  }
  return {
    ...rows,
    elements: rows.elements
      .filter(({ element }) => elements.has(element))
      .map((row) => ({ ...row, bins: inBlocks(row, bins) })),
    cells: rows.cells.filter(([column, row]) => cells.has(`${column} ${row}`)),
    loose: rows.loose.filter(([column, row]) => loose.has(`${column} ${row}`)),
    boxes,
    folds: [],
  };
}

/** Clicks as blocks of their element, those that enough visitors stand behind. */
function inBlocks(
  { element, bins }: HeatmapRows['elements'][number],
  shown: Set<string>,
): [number, number][] {
  const blocks = new Map<number, number>();
  for (const [bin, count] of bins) {
    const block = blockOf(bin);
    if (shown.has(`${element} ${block}`)) blocks.set(block, (blocks.get(block) ?? 0) + count);
  }
  return [...blocks].map(([block, count]) => [binOfBlock(block), count]);
}

/** Whoever got deeper than enough others is counted where these are. */
export function hideScroll(rows: ScrollRows, behind: ScrollSupport): ScrollRows {
  const sections = new Set(behind.sections);
  const boxes = rows.boxes.filter(({ element }) => sections.has(element));
  const unmeasured = behind.isUnmeasuredEnough ? rows.unmeasured : 0;
  if (!behind.isEnough) {
    const counts = behind.isUnmeasuredEnough ? rows.counts : NO_VISITS;
    const none = { pageviews: 0, depths: [], depthTotalPx: 0, percents: [], folds: [], sections: [] };
    return { ...rows, ...none, layout: null, unmeasured, omittedSections: 0, counts, boxes };
  }
  const folds = new Set(behind.folds);
  const depths = clip(rows.depths, Math.floor(behind.deepestPx / DEPTH_BIN_PX));
  return {
    ...rows,
    unmeasured,
    depths,
    depthTotalPx: depths.reduce((sum, [bin, count]) => sum + bin * DEPTH_BIN_PX * count, 0),
    percents: clip(rows.percents, behind.deepestPct),
    folds: rows.folds.filter(([height]) => folds.has(height)),
    sections: rows.sections.filter(({ element }) => sections.has(element)),
    boxes,
  };
}

function clip(counts: readonly [bin: number, count: number][], last: number): [number, number][] {
  const clipped = new Map<number, number>();
  for (const [bin, count] of counts) {
    const at = Math.min(bin, last);
    if (at >= 0) clipped.set(at, (clipped.get(at) ?? 0) + count);
  }
  return [...clipped];
}

export function hideElements<T extends PageElementRows & Pick<HeatmapRows, 'counts'>>(
  rows: T,
  behind: MapSupport,
): T {
  const { click, rage, dead, error } = setsOf(behind);
  const { isEnough } = behind;
  return {
    ...rows,
    counts: isEnough ? rows.counts : NO_VISITS,
    total: isEnough ? rows.total : 0,
    withoutElement: isEnough ? rows.withoutElement : 0,
    omittedElements: isEnough ? rows.omittedElements : 0,
    sampledClicks: isEnough ? rows.sampledClicks : 0,
    elements: rows.elements
      .filter(({ element }) => click.has(element))
      .map((row) => ({
        ...row,
        rage: rage.has(row.element) ? row.rage : 0,
        dead: dead.has(row.element) ? row.dead : 0,
        errors: error.has(row.element) ? row.errors : 0,
        // Which page one visitor went to next is his way.
        next: null,
      })),
  };
}

/** `behind` by page. No session is named. */
export function hideFriction(rows: FrictionRows, behind: ReadonlyMap<number, MapSupport>): FrictionRows {
  const kept = rows.rows.flatMap((row) => {
    const support = behind.get(row.page);
    if (support === undefined) return [];
    const sets = setsOf(support);
    const shown = {
      ...row,
      rage: sets.rage.has(row.element) ? row.rage : 0,
      dead: sets.dead.has(row.element) ? row.dead : 0,
      errors: sets.error.has(row.element) ? row.errors : 0,
      sessions: 0,
      examples: [],
    };
    return sets.click.has(row.element) && shown.rage + shown.dead + shown.errors > 0 ? [shown] : [];
  });
  return { ...rows, rows: kept, total: rows.total - (rows.rows.length - kept.length) };
}

function setsOf({ elements, rage, dead, errors }: MapSupport) {
  return { click: new Set(elements), rage: new Set(rage), dead: new Set(dead), error: new Set(errors) };
}
