// The clicks of a kind on one page, or on several that count as one, as elements with offset bins and as cells of the page grid.
// Without filters whole UTC days come from the day bins and only the ragged edges from the clicks;
// with filters or bots everything comes from the page's clicks. Both count the same clicks the same way.

import type { Database } from 'bun:sqlite';
import { DAY_MS } from '../../contract/slots.ts';
import type { HeatmapQuery, HeatmapRows } from '../port.ts';
import { elementBinOf } from '../port-apply.ts';
import { readAskedPages } from './report-asked-pages.ts';
import { type ClickSpan, visitClicks } from './report-clicks.ts';
import { readElements } from './report-elements.ts';
import { addBins } from './report-heatmap-bins.ts';
import { readBoxes } from './report-heatmap-boxes.ts';
import { createHeatTally } from './report-heatmap-tally.ts';
import { createSeen, readDayViews, readViews, summarize } from './report-heatmap-views.ts';
import { isMuting } from './report-muted.ts';

export function readHeatmap(db: Database, query: HeatmapQuery): HeatmapRows {
  const { page, counts } = readAskedPages(db, query);
  const tally = createHeatTally(query.grid);
  const { fromMs, toMs } = query;
  const firstDay = Math.ceil(fromMs / DAY_MS);
  const endDay = Math.floor(toMs / DAY_MS);
  // Day bins of cells do not tell of elements.
  const isPlain = query.filters.length === 0 && !query.includeBots && !isMuting(query, query.kind);
  const areCounted = isPlain && firstDay < endDay;
  const days = { query, firstDay, endDay };
  const edges = [
    { query, fromMs, toMs: firstDay * DAY_MS },
    { query, fromMs: endDay * DAY_MS, toMs },
  ].filter((edge) => edge.fromMs < edge.toMs);
  const whole = { query, fromMs, toMs };
  const seen = query.filters.length > 0 ? createSeen() : null;
  const addClicks = (span: ClickSpan) =>
    visitClicks(db, span, (click) => {
      tally.addElement(click.element ?? 0, elementBinOf(click), 1);
      tally.addCell(click.cell ?? -1, 1);
      seen?.add(click);
    });
  if (areCounted) addBins(db, days, tally);
  for (const span of areCounted ? edges : [whole]) addClicks(span);
  const { elements, ...counted } = tally.result();
  const descriptorOf = readElements(db, query.projectNo);
  const viewsOf = (kind: HeatmapQuery['kind']) => {
    const of = <T extends { query: HeatmapQuery }>(span: T) => ({ ...span, query: { ...query, kind } });
    return areCounted ? readDayViews(db, of(days), edges.map(of)) : readViews(db, of(whole));
  };
  const views = seen ? summarize(seen.all()) : viewsOf(query.kind);
  // A kind that nobody did is drawn over the page as those see it who click there at all.
  const layout = views.layout ?? (query.kind === 'click' ? null : viewsOf('click').layout);
  return {
    page,
    counts,
    elements: elements.map((row) => ({ ...row, descriptor: descriptorOf(row.element) })),
    ...counted,
    ...views,
    layout,
    boxes: readBoxes(db, { ...query, page: page.page }, { layout, descriptorOf }),
  };
}
