// One page's clicks of a kind as elements with offset bins and as cells of the page grid.
// Without filters whole UTC days come from the day bins and only the ragged edges from the clicks;
// with filters or bots everything comes from the page's clicks. Both count the same clicks the same way.

import type { Database } from 'bun:sqlite';
import { HeatError } from '../../lib/errors.ts';
import type { HeatmapQuery, HeatmapRows, PageInfo } from '../port.ts';
import { readElements } from './report-elements.ts';
import { addBins, DAY_MS } from './report-heatmap-bins.ts';
import { readBoxes } from './report-heatmap-boxes.ts';
import { addClicks, readViews } from './report-heatmap-clicks.ts';
import { createHeatTally } from './report-heatmap-tally.ts';
import { SLOT_MS } from './report-overview-counts.ts';

const PAGE = `
select project_no as projectNo, page, host, path, title, seen_at_ms as seenAtMs
from pages
where project_no = ?
  and page = ?`;

const PAGE_COUNTS = `
select
  coalesce(sum(pageviews), 0) as pageviews, coalesce(sum(clicks), 0) as clicks,
  coalesce(sum(rage), 0) as rage, coalesce(sum(dead), 0) as dead
from page_slots
where project_no = ?
  and slot >= ?
  and slot < ?
  and page = ?`;

export function readHeatmap(db: Database, query: HeatmapQuery): HeatmapRows {
  const page = db.query<PageInfo, [number, number]>(PAGE).get(query.projectNo, query.page);
  if (!page) throw unknownPage(query.page);
  const tally = createHeatTally(query.grid);
  const { fromMs, toMs } = query;
  const firstDay = Math.ceil(fromMs / DAY_MS);
  const endDay = Math.floor(toMs / DAY_MS);
  if (query.filters.length === 0 && !query.includeBots && firstDay < endDay) {
    addBins(db, { query, firstDay, endDay }, tally);
    addClicks(db, { query, fromMs, toMs: firstDay * DAY_MS }, tally);
    addClicks(db, { query, fromMs: endDay * DAY_MS, toMs }, tally);
  } else {
    addClicks(db, { query, fromMs, toMs }, tally);
  }
  const { elements, ...counted } = tally.result();
  const descriptorOf = readElements(db, query.projectNo);
  const { mainDevice, ...views } = readViews(db, query);
  return {
    page,
    counts: readPageCounts(db, query),
    elements: elements.map((row) => ({ ...row, descriptor: descriptorOf(row.element) })),
    ...counted,
    ...views,
    boxes: readBoxes(db, query, { mainDevice, descriptorOf }),
  };
}

function readPageCounts(
  db: Database,
  { projectNo, fromMs, toMs, page }: HeatmapQuery,
): HeatmapRows['counts'] {
  const row = db
    .query<HeatmapRows['counts'], number[]>(PAGE_COUNTS)
    .get(projectNo, fromMs / SLOT_MS, toMs / SLOT_MS, page);
  return row ?? { pageviews: 0, clicks: 0, rage: 0, dead: 0 };
}

function unknownPage(page: number): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'page_not_found',
    message: `Cannot find page "${page.toString(36)}" in this project`,
  });
}
