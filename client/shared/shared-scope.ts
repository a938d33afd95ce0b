// A scope as a share link keeps it. Pure.

import type { SharedScope } from '../../src/contract/shares.ts';

const NAMES = ['period', 'from', 'to', 'tz', 'compare', 'segment'] as const;

/** From the query that reports are asked with. */
export function sharedScope(query: URLSearchParams): SharedScope {
  const scope: SharedScope = {};
  for (const name of NAMES) {
    const value = query.get(name);
    if (value !== null) scope[name] = value;
  }
  const filter = query.getAll('filter');
  return filter.length > 0 ? { ...scope, filter } : scope;
}
