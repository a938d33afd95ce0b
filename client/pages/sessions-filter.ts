// What the sessions page asks beside the scope, as it stands in the query string. Pure.

import { SESSION_SORTS } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import type { SessionsFilter } from '../data/sessions.ts';

/** Names the session that is open beside the list. */
const OPEN = 'open';

/** Largest least number of events that makes sense to ask for. */
const MOST_EVENTS = 100_000;
const NAMES = ['page', 'rage', 'minEvents', 'search', 'sort', OPEN];

/** What it does not understand becomes the default: addresses are typed and cut by people. */
export function parseSessionsFilter(search: string): SessionsFilter {
  const params = new URLSearchParams(search);
  const least = Number(params.get('minEvents') ?? 0);
  return {
    page: params.get('page') || null,
    hasRage: params.get('rage') === '1',
    minEvents: Number.isFinite(least) ? Math.min(MOST_EVENTS, Math.max(0, Math.floor(least))) : 0,
    search: (params.get('search') ?? '').slice(0, LIMITS.textChars),
    sort: SESSION_SORTS.find((sort) => sort === params.get('sort')) ?? 'newest',
  };
}

/** The query string with `?`, or empty when all is default. Other parameters are kept. */
export function writeSessionsFilter(filter: SessionsFilter, search: string): string {
  const params = new URLSearchParams(search);
  for (const name of NAMES) params.delete(name);
  if (filter.page !== null) params.set('page', filter.page);
  if (filter.hasRage) params.set('rage', '1');
  if (filter.minEvents > 0) params.set('minEvents', String(filter.minEvents));
  if (filter.search !== '') params.set('search', filter.search);
  if (filter.sort !== 'newest') params.set('sort', filter.sort);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** Id of the session that is open beside the list, null for none. */
export function readOpen(search: string): string | null {
  return new URLSearchParams(search).get(OPEN) || null;
}

/** The query string with this session open beside the list. */
export function writeOpen(id: string, search: string): string {
  const params = new URLSearchParams(search);
  params.set(OPEN, id);
  return `?${params}`;
}

/** Whether it narrows the list: an order does not. */
export function isNarrowing({ page, hasRage, minEvents, search }: SessionsFilter): boolean {
  return page !== null || hasRage || minEvents > 0 || search !== '';
}
