// What every report is asked about, as it stands in the query string: range, zone, comparison, filters, device.
// Pure reading and writing, and the controller through which elements follow and change it.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { PERIODS, type Period } from '../../src/contract/api.ts';
import {
  type FilterDimension,
  type FilterOp,
  filterOpsOf,
  isFilterDimension,
  NO_VALUE,
} from '../../src/contract/dimensions.ts';
import { DEVICES, type Device } from '../../src/contract/event-types.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { navigate, onLocationChange } from '../app/router.ts';
import { readRange } from './address-range.ts';
import { addressZone } from './session.ts';

export type ScopeFilter = { dimension: FilterDimension; op: FilterOp; value: string };
export type Scope = {
  /** A preset, or null when `fromMs` and `toMs` are given. */
  period: Period | null;
  /** Custom range, from inclusive, to exclusive, UTC ms; null with a preset. */
  fromMs: number | null;
  toMs: number | null;
  /** IANA zone; null means the project's own. */
  timeZone: string | null;
  /** Compared with the span of equal length before. On unless the address says `compare=none`. */
  compare: boolean;
  filters: ScopeFilter[];
  /** Id of a segment, whose filters hold as well. */
  segment: string | null;
  /** Device class of heatmaps; other reports narrow by a filter instead. */
  device: Device | null;
};

const DEFAULT_PERIOD: Period = '7d';
const SCOPE_KEYS = ['period', 'from', 'to', 'tz', 'compare', 'filter', 'segment', 'device'];

/**
 * Reads a query string, its days in `tz`, else in the project's zone. What it does not understand becomes the default;
 * state/address-faults.ts says so.
 */
export function parseScope(search: string, projectZone = 'UTC'): Scope {
  const params = new URLSearchParams(search);
  const { fromMs, toMs } = readRange(params, projectZone);
  const isCustom = fromMs !== null && toMs !== null && fromMs < toMs;
  const period = PERIODS.find((known) => known === params.get('period')) ?? DEFAULT_PERIOD;
  return {
    period: isCustom ? null : period,
    fromMs: isCustom ? fromMs : null,
    toMs: isCustom ? toMs : null,
    timeZone: params.get('tz') || null,
    compare: params.get('compare') !== 'none',
    filters: params
      .getAll('filter')
      .map(parseFilter)
      .filter((filter) => filter !== null)
      .slice(0, LIMITS.scopeFilters),
    segment: params.get('segment') || null,
    device: DEVICES.find((known) => known === params.get('device')) ?? null,
  };
}

/** `country:is:DE`; the value may hold colons. Null when the dimension is unknown or cannot be asked so. */
export function parseFilter(text: string): ScopeFilter | null {
  const [rawDimension = '', rawOp, ...rest] = text.split(':');
  const dimension = isFilterDimension(rawDimension) ? rawDimension : null;
  const op = dimension && filterOpsOf(dimension).find((name) => name === rawOp);
  return dimension && op && rest.length > 0 ? { dimension, op, value: rest.join(':') } : null;
}

/** The scope as a query string with `?`, or empty when all is default. Other parameters of `search` are kept. */
export function writeScope(scope: Scope, search = ''): string {
  const params = new URLSearchParams(search);
  for (const key of SCOPE_KEYS) params.delete(key);
  if (scope.period === null && scope.fromMs !== null && scope.toMs !== null) {
    params.set('from', String(scope.fromMs));
    params.set('to', String(scope.toMs));
  } else if (scope.period !== null && scope.period !== DEFAULT_PERIOD) params.set('period', scope.period);
  if (scope.timeZone) params.set('tz', scope.timeZone);
  if (!scope.compare) params.set('compare', 'none');
  for (const filter of scope.filters) params.append('filter', writeFilter(filter));
  if (scope.segment) params.set('segment', scope.segment);
  if (scope.device) params.set('device', scope.device);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** What the API wants to know: period or from/to, tz, compare=previous, segment, filters. Without `device`. */
export function scopeQuery(scope: Scope): URLSearchParams {
  const query = new URLSearchParams();
  if (scope.fromMs !== null && scope.toMs !== null) {
    query.set('from', String(scope.fromMs));
    query.set('to', String(scope.toMs));
  } else query.set('period', scope.period ?? DEFAULT_PERIOD);
  if (scope.timeZone) query.set('tz', scope.timeZone);
  if (scope.compare) query.set('compare', 'previous');
  if (scope.segment) query.set('segment', scope.segment);
  for (const filter of scope.filters)
    query.append('filter', writeFilter(filter.value === '' ? { ...filter, value: NO_VALUE } : filter));
  return query;
}

/** Whether filters or a segment leave a part of what happened out. */
export function isNarrowed({ filters, segment }: Pick<Scope, 'filters' | 'segment'>): boolean {
  return filters.length > 0 || segment !== null;
}

/** Whether events that come now can fall into the scope. */
export function isOpenEnded({ period, toMs }: Scope, nowMs: number): boolean {
  return period === null ? toMs !== null && toMs > nowMs : period !== 'yesterday';
}

/** The scope with one filter more; the same filter twice stays once, `is` on one dimension replaces its like. */
export function withFilter(scope: Scope, filter: ScopeFilter): Scope {
  const others = scope.filters.filter(
    (known) =>
      writeFilter(known) !== writeFilter(filter) &&
      !(filter.op === 'is' && known.op === 'is' && known.dimension === filter.dimension),
  );
  return { ...scope, filters: [...others, filter].slice(-LIMITS.scopeFilters) };
}

/** Follows the scope of the address and changes it; its host renders again after every change. */
export class ScopeController implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private stop: (() => void) | null = null;
  private readFrom = '';
  private current: Scope = parseScope('');

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  /** The scope now. The same object as long as the query string and the project's zone are the same. */
  get value(): Scope {
    const zone = addressZone(location.pathname);
    const readFrom = `${zone}${location.search}`;
    if (this.readFrom !== readFrom) {
      this.readFrom = readFrom;
      this.current = parseScope(location.search, zone);
    }
    return this.current;
  }

  /** Changes parts of the scope; `replace` for changes that deserve no step back. Keeps all other parameters. */
  update(patch: Partial<Scope>, options: { replace?: boolean } = {}): void {
    const search = writeScope({ ...this.value, ...patch }, location.search);
    navigate(`${location.pathname}${search}`, { ...options, keepScroll: true });
  }

  addFilter(filter: ScopeFilter): void {
    this.update({ filters: withFilter(this.value, filter).filters });
  }

  removeFilter(index: number): void {
    this.update({ filters: this.value.filters.filter((_, at) => at !== index) });
  }

  hostConnected(): void {
    this.stop = onLocationChange(() => this.host.requestUpdate());
  }

  hostDisconnected(): void {
    this.stop?.();
  }
}

/** As addresses and segments hold it. */
export function writeFilter(filter: ScopeFilter): string {
  return `${filter.dimension}:${filter.op}:${filter.value}`;
}
