// What the terminal says of sessions that are taken out: what they hold, before, and what went, after.

import type { RemovedCounts, StoredCounts } from '../contract/personal-data.ts';
import { counted } from '../lib/counted.ts';
import { day } from './output.ts';

type Rows = [name: string, words: string][];

/** Their events, and when they were seen where there are any. */
export function heldWords({ events, pageviews, clicks, customs, firstAtMs, lastAtMs }: StoredCounts): Rows {
  const seen: Rows = firstAtMs === null ? [] : [['seen (UTC)', `${day(firstAtMs)} to ${day(lastAtMs)}`]];
  return [
    ['events', String(events)],
    [
      'of them',
      `${counted(pageviews, 'pageview')}, ${counted(clicks, 'click')}, ${counted(customs, 'custom event')}`,
    ],
    ...seen,
  ];
}

/** Counts of what went; names that nobody else bears are left to whoever asks, who knows whose they were. */
export function removedWords(removed: RemovedCounts): Rows {
  return [
    ['sessions', String(removed.sessions)],
    ['events', String(removed.events)],
    ['pageviews', String(removed.pageviews)],
    ['clicks', String(removed.clicks)],
    ['custom events', String(removed.customs)],
    ['pieces of recordings', String(removed.recordings)],
  ];
}
