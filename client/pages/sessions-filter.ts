// The filters of the sessions page as they stand in the query string beside the scope. Pure.

import type { SessionsFilter } from '../data/sessions.ts';

/** Largest least number of events that makes sense to ask for. */
const MOST_EVENTS = 100_000;

/** What it does not understand becomes the default: addresses are typed and cut by people. */
export function parseSessionsFilter(search: string): SessionsFilter {
  const params = new URLSearchParams(search);
  const least = Number(params.get('minEvents') ?? 0);
  return {
    page: params.get('page') || null,
    hasRage: params.get('rage') === '1',
    minEvents: Number.isFinite(least) ? Math.min(MOST_EVENTS, Math.max(0, Math.floor(least))) : 0,
  };
}

/** The query string with `?`, or empty when all is default. Other parameters are kept. */
export function writeSessionsFilter(filter: SessionsFilter, search: string): string {
  const params = new URLSearchParams(search);
  for (const name of ['page', 'rage', 'minEvents']) params.delete(name);
  if (filter.page !== null) params.set('page', filter.page);
  if (filter.hasRage) params.set('rage', '1');
  if (filter.minEvents > 0) params.set('minEvents', String(filter.minEvents));
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
