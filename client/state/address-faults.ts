// What an address asks for and this dashboard cannot show: people cut, type and keep addresses, and must not be shown
// something else without a word. Pure. Ids (page, funnel, segment) and zones are the server's to judge, which says so.

import { PERIODS, SESSION_SORTS } from '../../src/contract/api.ts';
import { propKeyOf, SPLIT_DIMENSIONS } from '../../src/contract/dimensions.ts';
import { DEVICES } from '../../src/contract/event-types.ts';
import { JOURNEY_DIRECTIONS, RETENTION_INTERVALS, RETENTION_UNITS } from '../../src/contract/funnels.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { SPLIT_NAMES } from '../../src/contract/metrics.ts';
import { plural } from '../../src/contract/plural.ts';
import { count } from '../format/number.ts';
import { MAP_KINDS } from '../heatmap/map-kinds.ts';
import { readRange } from './address-range.ts';
import { parseFilter } from './scope.ts';

type Rule = { label: string; allowed: readonly string[]; also?: (value: string) => boolean };
const depths = Array.from({ length: LIMITS.journeyDepth - 1 }, (_, index) => String(index + 2));
const isProperty = (value: string): boolean => propKeyOf(value) !== null;

/** Parameters of all pages, and of one page by the last part of its path. */
const EVERYWHERE: Readonly<Record<string, Rule>> = {
  period: { label: 'range', allowed: PERIODS },
  compare: { label: 'comparison', allowed: ['none', 'previous'] },
  device: { label: 'device', allowed: DEVICES },
};
const ON_PAGE: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  overview: { split: { label: 'breakdown', allowed: SPLIT_NAMES, also: isProperty } },
  funnels: { split: { label: 'split', allowed: SPLIT_DIMENSIONS } },
  journeys: {
    direction: { label: 'direction', allowed: JOURNEY_DIRECTIONS },
    depth: { label: 'depth', allowed: depths },
    view: { label: 'view', allowed: ['table'] },
  },
  retention: {
    by: { label: 'width of cohorts', allowed: RETENTION_INTERVALS },
    who: { label: 'unit', allowed: RETENTION_UNITS },
  },
  heatmaps: { kind: { label: 'kind of map', allowed: MAP_KINDS } },
  sessions: { sort: { label: 'order', allowed: SESSION_SORTS } },
};

export type AddressFaults = {
  /** One sentence each; none when all is understood. */
  said: string[];
  /** The query string without what is not understood, with `?` or empty. */
  cleaned: string;
};

/** `projectZone`: what days in it are read in. */
export function findAddressFaults(pathname: string, search: string, projectZone = 'UTC'): AddressFaults {
  const params = new URLSearchParams(search);
  const page = pathname.split('/')[3] ?? 'overview';
  const said: string[] = [];
  for (const [name, { label, allowed, also }] of Object.entries({ ...EVERYWHERE, ...ON_PAGE[page] })) {
    const value = params.get(name);
    if (value === null || value === '' || allowed.includes(value) || also?.(value)) continue;
    params.delete(name);
    said.push(
      `There is no ${label} “${shorten(value)}”: ${allowed.slice(0, 12).join(', ')}${allowed.length > 12 ? ' …' : ''}.`,
    );
  }
  const range = rangeFault(params, projectZone);
  if (range !== null) {
    params.delete('from');
    params.delete('to');
    said.push(range);
  }
  said.push(...dropFilters(params));
  const text = params.toString();
  return { said, cleaned: said.length === 0 ? search : text === '' ? '' : `?${text}` };
}

function rangeFault(params: URLSearchParams, projectZone: string): string | null {
  if (!params.has('from') && !params.has('to')) return null;
  const { fromMs, toMs } = readRange(params, projectZone);
  if (fromMs === null || toMs === null)
    return 'The range needs a “from” and a “to”, each a date or an instant.';
  return fromMs < toMs ? null : 'The range ends before it begins.';
}

/** Takes filters out that the grammar does not have, and those beyond the most that a question takes. */
function dropFilters(params: URLSearchParams): string[] {
  const given = params.getAll('filter');
  const known = given.filter((text) => parseFilter(text) !== null);
  const kept = known.slice(0, LIMITS.scopeFilters);
  if (kept.length === given.length) return [];
  params.delete('filter');
  for (const text of kept) params.append('filter', text);
  const unknown = given.filter((text) => parseFilter(text) === null);
  return [
    ...unknown.slice(0, 3).map((text) => `There is no filter “${shorten(text)}”; it was left out.`),
    ...(unknown.length > 3
      ? [`${count(unknown.length - 3, 'more filter')} ${plural(unknown.length - 3, 'was', 'were')} left out.`]
      : []),
    ...(known.length > kept.length
      ? [`At most ${LIMITS.scopeFilters} filters can be asked at once; the rest was left out.`]
      : []),
  ];
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
