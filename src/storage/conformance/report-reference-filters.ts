// Which sessions pass a filter, decided from raw rows in the plainest way and without any knowledge of an engine. And the
// fixed list of filters that every report is asked with.

import type { FilterDimension, FilterOp } from '../../contract/dimensions.ts';
import { hash52 } from '../../lib/hash.ts';
import type { Filter, Scope } from '../port.ts';
import type { AppliedSlice, EventRow, SessionRow } from '../port-apply.ts';
import type { FilterMeaning } from '../port-scope.ts';
import { pageId } from './report-visits.ts';

/** Sessions that pass filters and bots, whenever they were. */
export function matchingSessions(slice: AppliedSlice, scope: Scope): SessionRow[] {
  return slice.sessions.filter(
    (row) =>
      row.projectNo === scope.projectNo &&
      (scope.includeBots || !row.isBot) &&
      scope.filters.every((filter) => passes(slice, row, filter)),
  );
}

/** The session's one value of a text dimension. */
export function textOf(slice: AppliedSlice, row: SessionRow, dimension: string): string | null {
  const values: { [dimension: string]: string | null } = {
    entry: pathOf(slice, row.entryPage),
    exit: pathOf(slice, row.exitPage),
    source: row.source,
    medium: row.medium,
    referrer: row.referrer,
    utm_source: row.utmSource,
    utm_medium: row.utmMedium,
    utm_campaign: row.utmCampaign,
    utm_term: row.utmTerm,
    utm_content: row.utmContent,
    country: row.country,
    language: row.language,
    device: row.device,
    browser: row.browser,
    os: row.os,
    visitor: row.visitor,
    user: row.userId,
    app: row.appName,
    app_version: row.appVersion,
    env: row.appEnv,
    screen: row.screenW === null ? null : `${row.screenW}x${row.screenH}`,
  };
  return values[dimension] ?? null;
}

function passes(slice: AppliedSlice, row: SessionRow, filter: Filter): boolean {
  const { dimension, op, value, means } = filter;
  if (means !== undefined) return isMeant(slice, row, filter) === (op === 'is');
  if (op === 'min' || op === 'max') {
    const isFact = dimension === 'value' || dimension.startsWith('prop.');
    const numbers = isFact ? numbersOf(slice, row, dimension) : [numberOf(slice, row, dimension)];
    return numbers.some((number) => (op === 'min' ? number >= Number(value) : number <= Number(value)));
  }
  if (dimension === 'visitor_type') {
    const starts = slice.sessions.filter((other) => other.visitor === row.visitor);
    const isFirst = starts.every((other) => other.startedAtMs >= row.startedAtMs);
    return ((value === 'new') === isFirst) === (op === 'is');
  }
  const facts = factsOf(slice, row, dimension);
  if (facts === null) return fits(op, value, textOf(slice, row, dimension));
  if (value === '(none)') return (facts.length === 0) === (op === 'is');
  if (op === 'is_not') return !facts.includes(value);
  return facts.some((fact) => fits(op, value, fact));
}

function isMeant(slice: AppliedSlice, row: SessionRow, { dimension, means }: Filter): boolean {
  switch (means?.kind) {
    case 'all':
      return means.filters.every((filter) => passes(slice, row, filter));
    case 'sessions':
      return means.sessions.some(([session, part]) => session === row.session && part === row.part);
    case 'pages': {
      const viewed = slice.events
        .filter((event) => event.session === row.session && event.part === row.part)
        .flatMap((event) => (event.type === 'pageview' ? [event.page] : []));
      const own = { entry: [row.entryPage], exit: [row.exitPage] }[dimension as string] ?? viewed;
      return own.some((page) => page !== null && means.pages.includes(page));
    }
    default:
      return false;
  }
}

/** Everything of that kind that happened in the session; null for dimensions that are no facts. */
export function factsOf(slice: AppliedSlice, row: SessionRow, dimension: FilterDimension): string[] | null {
  const own = slice.events.filter((event) => event.session === row.session && event.part === row.part);
  switch (dimension) {
    case 'page':
      return own
        .filter((event) => event.type === 'pageview' && event.page !== null)
        .map((event) => pathOf(slice, event.page) ?? '');
    case 'element':
      return own
        .filter((event) => event.type === 'click' && event.page !== null && event.element !== null)
        .map((event) => (event.element as number).toString(36));
    case 'event':
      return own.filter((event) => event.type === 'custom').map((event) => event.fields.name as string);
    case 'category':
      return own.filter((event) => event.type === 'custom').map((event) => event.fields.category as string);
    default:
      if (!dimension.startsWith('prop.')) return null;
      return propsOf(own, dimension.slice(5)).map((value) =>
        typeof value === 'object' ? JSON.stringify(value) : String(value),
      );
  }
}

/** What custom events say of a property, null being nothing. */
function propsOf(own: readonly EventRow[], key: string): unknown[] {
  return own
    .map((event) => (event.fields.props as { [key: string]: unknown } | undefined)?.[key] ?? null)
    .filter((value) => value !== null);
}

/** For dimensions that are a fact with a number: all of them. */
function numbersOf(slice: AppliedSlice, row: SessionRow, dimension: string): number[] {
  const own = slice.events.filter((event) => event.session === row.session && event.part === row.part);
  const found =
    dimension === 'value'
      ? own.map((event) => (event.type === 'custom' ? event.fields.value : undefined))
      : propsOf(own, dimension.slice(5));
  return found.filter((value) => typeof value === 'number');
}

function numberOf(slice: AppliedSlice, row: SessionRow, dimension: FilterDimension): number {
  const own = slice.events.filter((event) => event.session === row.session && event.part === row.part);
  const times = own.map((event) => event.tsMs);
  const flagged = (flag: string) => own.filter((event) => event.fields[flag] === true).length;
  const typed = (type: string) => own.filter((event) => event.type === type).length;
  const numbers: { [dimension: string]: () => number } = {
    duration: () => (Math.max(...times) - Math.min(...times)) / 1000,
    pageviews: () => typed('pageview'),
    events: () => own.length,
    clicks: () => typed('click'),
    rage: () => flagged('rage'),
    dead: () => flagged('dead'),
    error_clicks: () => flagged('error'),
    quick_backs: () => flagged('quickBack'),
    errors: () => typed('error'),
    friction: () =>
      Math.min(
        100,
        Math.min(48, 12 * flagged('rage')) +
          Math.min(40, 10 * flagged('error')) +
          Math.min(30, 6 * flagged('dead')) +
          Math.min(24, 6 * flagged('quickBack')) +
          Math.min(15, 3 * typed('error')),
      ),
  };
  return numbers[dimension]?.() ?? Number.NaN;
}

function fits(op: FilterOp, value: string, actual: string | null): boolean {
  const wanted = value === '(none)' ? null : value;
  if (op === 'is') return actual === wanted;
  if (op === 'is_not') return actual !== wanted;
  if (actual === null) return false;
  if (op === 'contains') return asciiLower(actual).includes(asciiLower(value));
  const pattern = value
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 's').test(actual);
}

/** `contains` does not mind the case of A to Z. */
function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function pathOf(slice: AppliedSlice, page: number | null): string | null {
  return slice.pages.find((info) => info.page === page)?.path ?? null;
}

const element = (index: number): string => hash52(`element ${index}`).toString(36);

/** Every dimension, every operator, signs that mean something to SQL, and combinations. */
export const FILTER_CASES: readonly (readonly Filter[])[] = (
  [
    ['device is mobile'],
    ['device is (none)'],
    ['device is_not tablet'],
    ['source is_not (none)'],
    ['source is_not google.com'],
    ["source contains O'BRIEN_100%"],
    ['source contains _'],
    ['source glob g*.c?m'],
    ['source glob [g]*'],
    ['entry is /'],
    ['entry contains PAGE-1'],
    ['exit glob /page-*'],
    ['screen is 1920x1080'],
    ['screen is (none)'],
    ['country is DE', 'browser is_not Safari'],
    ["user is x' or 1=1 --"],
    ['user is x:y:z'],
    ['user contains Åsa'],
    ['user is_not (none)'],
    ['medium is social'],
    ['referrer contains news.example/a?b'],
    ['utm_source is mail'],
    ['utm_medium is cpc'],
    ['utm_medium contains cpc'],
    ['utm_campaign is spring_sale'],
    ['utm_term contains 50%'],
    ['utm_content glob banner[1]'],
    ['language glob de-*'],
    ['os is_not Windows'],
    ['browser is (none)'],
    ['app is shop'],
    ['app_version is 1.2.0'],
    ['env is_not production'],
    ['visitor glob c:v*-1*'],
    ['visitor_type is new'],
    ['visitor_type is_not new'],
    ['visitor_type is returning'],
    ['page is /page-1'],
    ['page is_not /page-1'],
    ['page contains PAGE'],
    ['page glob /page-?'],
    ['page is (none)'],
    ['page is_not (none)'],
    ['page is /page-1', 'page is /page-2'],
    ['page is /no-such-page'],
    [`element is ${element(1)}`],
    [`element is_not ${element(2)}`],
    [`element is ${element(0)}`, 'page is_not /'],
    ['element is 0'],
    ['event is purchase'],
    ['event is_not purchase'],
    ['event contains SIGN'],
    ['event glob s*'],
    ['event is Å"{}:'],
    ['event is (none)'],
    ['event is_not (none)'],
    ['event is signup', 'event is purchase'],
    ['category is shop'],
    ['category is_not general'],
    ['category contains 0%'],
    ['value min 19.5'],
    ['value max 0'],
    ['value min -4', 'value max -4'],
    ['prop.plan is pro'],
    ['prop.plan is_not pro'],
    ['prop.plan contains PRO'],
    ['prop.plan is (none)'],
    ['prop.plan is_not (none)'],
    ['prop.seats is 10'],
    ['prop.seats is 2.5'],
    ['prop.seats min 3'],
    ['prop.seats max 1'],
    ['prop.plan min 10'],
    ['prop.trial is true'],
    ['prop.trial is_not false'],
    ['prop.tags is ["x","y"]'],
    ['prop.no-such-key is x'],
    [{ dimension: 'prop.odd "key" \\ .$', op: 'is', value: 'a' }],
    ['duration min 600'],
    ['duration max 300.5'],
    ['duration min 3600', 'pageviews min 2'],
    ['pageviews max 1'],
    ['events min 12'],
    ['clicks min 3', 'clicks max 4'],
    ['rage min 1'],
    ['dead min 1'],
    ['dead max 0'],
    ['error_clicks min 1'],
    ['errors min 1'],
    ['quick_backs min 1'],
    ['friction min 20'],
    ['friction max 0'],
    ['friction min 1', 'device is desktop', 'visitor_type is new', 'page contains page'],
    // A filter of the goal may know nothing of a session: `is_not` holds there.
    [
      meant('goal is 1', {
        kind: 'all',
        filters: [readCase('country contains D'), readCase('clicks min 1')],
      }),
    ],
    [meant('goal is_not 1', { kind: 'all', filters: [readCase('country contains D')] }), 'pageviews min 1'],
    [meant('page is /page-:n', { kind: 'pages', pages: [pageId(1), pageId(2)] })],
    [meant('page is_not /page-:n', { kind: 'pages', pages: [pageId(1)] })],
    [meant('entry is_not /page-:n', { kind: 'pages', pages: [pageId(0), pageId(3)] })],
    [meant('exit is /page-:n', { kind: 'pages', pages: [pageId(0), pageId(3)] })],
    [meant('exit is /none/:n', { kind: 'pages', pages: [] })],
  ] as const
).map((lines) => lines.map((line) => (typeof line === 'string' ? readCase(line) : line)));

function meant(line: string, means: FilterMeaning): Filter {
  return { ...readCase(line), means };
}

function readCase(line: string): Filter {
  const [, dimension, op, value] = /^(\S+) (\S+) (.*)$/.exec(line) ?? [];
  return { dimension: dimension as FilterDimension, op: op as FilterOp, value: value as string };
}
