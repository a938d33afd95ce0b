// How far one page's views were scrolled and how long its sections were in view. Whole UTC days come from the day bins,
// ragged edges and everything of a filtered question from the views; both count the same views the same way.

import type { Database } from 'bun:sqlite';
import { LAYOUT_OF_DEVICE } from '../../contract/layouts.ts';
import { LIMITS } from '../../contract/limits.ts';
import { DAY_MS } from '../../contract/slots.ts';
import type { ScrollQuery, ScrollRows } from '../port.ts';
import { readAskedPages } from './report-asked-pages.ts';
import { readElements } from './report-elements.ts';
import { readBoxes } from './report-heatmap-boxes.ts';
import { addScrollBins } from './report-scroll-bins.ts';
import { createScrollTally } from './report-scroll-tally.ts';
import { addViews } from './report-scroll-views.ts';
import { deviceOf } from './report-session-row.ts';

export function readScroll(db: Database, query: ScrollQuery): ScrollRows {
  const { page, counts } = readAskedPages(db, query);
  const tally = createScrollTally();
  const { fromMs, toMs } = query;
  const firstDay = Math.ceil(fromMs / DAY_MS);
  const endDay = Math.floor(toMs / DAY_MS);
  if (query.filters.length === 0 && !query.includeBots && firstDay < endDay) {
    addScrollBins(db, { query, firstDay, endDay }, tally);
    addViews(db, { query, fromMs, toMs: firstDay * DAY_MS }, tally);
    addViews(db, { query, fromMs: endDay * DAY_MS, toMs }, tally);
  } else {
    addViews(db, { query, fromMs, toMs }, tally);
  }
  const { sections, mainDevice, ...counted } = tally.result();
  const device = deviceOf(mainDevice);
  const layout = device && { name: LAYOUT_OF_DEVICE[device], device };
  const descriptorOf = readElements(db, query.projectNo);
  const kept = sections.slice(0, LIMITS.scrollSectionsAnswered);
  return {
    page,
    counts,
    ...counted,
    sections: kept.map((section) => ({ ...section, descriptor: descriptorOf(section.element) })),
    omittedSections: sections.length - kept.length,
    layout,
    boxes: readBoxes(db, { ...query, page: page.page }, { layout, descriptorOf }),
  };
}
