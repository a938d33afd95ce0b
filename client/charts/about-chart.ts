// The second line of a chart's picture: whose numbers, of when, in which zone. Pure.

import type { ScopeView } from '../../src/contract/api.ts';
import { formatRange, zoneName } from '../format/time.ts';

/** `Shop · 16 Nov – 22 Nov · Berlin time · filtered`. */
export function aboutChart(name: string, scope: ScopeView, nowMs: number, isFiltered = false): string {
  const said = [name, formatRange(scope, scope.timeZone, nowMs), `${zoneName(scope.timeZone)} time`];
  return [...said, ...(isFiltered ? ['filtered'] : [])].join(' · ');
}
