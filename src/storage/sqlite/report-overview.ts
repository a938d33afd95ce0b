// Headline numbers, series and breakdowns of a scope. Sessions and visitors come from the sessions that began in it;
// pageviews, events and clicks are counted where they happened (report-overview-counts.ts).

import type { Database } from 'bun:sqlite';
import type { OverviewQuery, OverviewRows } from '../port.ts';
import { type Counts, countEvents, countSlots } from './report-overview-counts.ts';
import { tallyVisits } from './report-overview-tally.ts';

export function readOverview(db: Database, query: OverviewQuery): OverviewRows {
  const visits = tallyVisits(db, query);
  // Slots know neither sessions nor bots.
  const isPlain = query.filters.length === 0 && !query.includeBots;
  const buckets = isPlain ? countSlots(db, query) : countEvents(db, query);
  const sum = (name: keyof Counts): number => buckets.reduce((total, bucket) => total + bucket[name], 0);
  return {
    totals: {
      ...visits.totals,
      pageviews: sum('pageviews'),
      events: sum('events'),
      clicks: sum('clicks'),
      rageClicks: sum('rage'),
      deadClicks: sum('dead'),
    },
    series: buckets.map(({ pageviews, events, clicks }, index) => ({
      visitors: visits.series[index]?.visitors ?? 0,
      sessions: visits.series[index]?.sessions ?? 0,
      pageviews,
      events,
      clicks,
    })),
    breakdowns: visits.breakdowns,
  };
}
