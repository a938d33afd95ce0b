// The scope that a heatmap is compared with, as it stands in the address: `vs=previous`, or one told in full by the
// parameters that the API takes as well. Pure reading and writing.

import { parseScope, type Scope, scopeQuery, writeScope } from './scope.ts';

export type SecondScope = { mode: 'previous' } | { mode: 'other'; scope: Scope };

/** Parameter of the first scope → that of the second. */
const NAMES = {
  period: 'vsPeriod',
  from: 'vsFrom',
  to: 'vsTo',
  filter: 'vsFilter',
  device: 'vsDevice',
} as const;
type Name = keyof typeof NAMES;
const ENTRIES = Object.entries(NAMES) as [Name, (typeof NAMES)[Name]][];

/** Null when nothing is compared. Without a range there is no second scope. Its days are those of the first one's zone. */
export function parseSecond(search: string, projectZone = 'UTC'): SecondScope | null {
  const params = new URLSearchParams(search);
  if (params.get('vs') === 'previous') return { mode: 'previous' };
  if (!params.has('vsPeriod') && !params.has('vsFrom')) return null;
  const own = new URLSearchParams();
  for (const [name, second] of ENTRIES) for (const value of params.getAll(second)) own.append(name, value);
  return { mode: 'other', scope: parseScope(`?${own}`, params.get('tz') || projectZone) };
}

/** The query string with `?`, or empty. Other parameters of `search` are kept. */
export function writeSecond(second: SecondScope | null, search: string): string {
  const params = new URLSearchParams(search);
  for (const name of ['vs', ...Object.values(NAMES)]) params.delete(name);
  if (second?.mode === 'previous') params.set('vs', 'previous');
  if (second?.mode === 'other') {
    const { scope } = second;
    const own = new URLSearchParams(writeScope(scope));
    if (scope.period !== null) own.set('period', scope.period);
    for (const [name, renamed] of ENTRIES)
      for (const value of own.getAll(name)) params.append(renamed, value);
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** What the API wants to know of it. */
export function secondQuery(second: SecondScope | null): URLSearchParams {
  const query = new URLSearchParams();
  if (second?.mode === 'previous') query.set('compare', 'previous');
  if (second?.mode !== 'other') return query;
  const own = scopeQuery(second.scope);
  for (const [name, renamed] of ENTRIES) for (const value of own.getAll(name)) query.append(renamed, value);
  if (second.scope.device) query.set(NAMES.device, second.scope.device);
  return query;
}
