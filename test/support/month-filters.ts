// The fixed list of filters that every report over the generated month is asked with.

import type { MonthFilter } from './month-reference.ts';

export const FILTERS: (readonly MonthFilter[])[] = [
  ['device is mobile'],
  ['device is_not desktop'],
  ['device is (none)'],
  ['browser is Chrome'],
  ['browser is_not Chrome'],
  ['browser contains FIRE'],
  ['os glob *i*'],
  ['os is_not (none)'],
  ['language is de-DE'],
  ['language glob *-*'],
  ['screen is 390x844'],
  ['app_version is 1.1'],
  ['app_version is_not 1.1'],
  ['entry is /'],
  ['entry contains docs'],
  ['entry is (none)'],
  ['exit glob /docs/*'],
  ['exit is_not /cart'],
  ['referrer is partner.example'],
  ['referrer is (none)'],
  ['utm_campaign is autumn'],
  ['utm_campaign contains SALE'],
  ['utm_campaign is_not (none)'],
  ['user is user-3'],
  ['user is_not (none)'],
  ['visitor glob c:v1*'],
  ['visitor_type is new'],
  ['visitor_type is returning'],
  ['page is /pricing'],
  ['page is_not /pricing'],
  ['page glob /docs/*'],
  ['page is (none)'],
  ['event is purchase'],
  ['event is_not purchase'],
  ["event is it's"],
  ['event is (none)'],
  ['category is shop'],
  ['prop.plan is pro'],
  ['prop.plan is_not pro'],
  ['prop.seats is 3'],
  ['duration min 600'],
  ['duration max 0'],
  ['pageviews min 2'],
  ['events max 3'],
  ['clicks min 1'],
  ['value min 50.25'],
  ['device is mobile', 'event is purchase'],
  ['browser is Safari', 'page is /blog', 'pageviews min 2'],
  ['visitor_type is new', 'prop.plan is pro', 'duration min 60'],
].map((lines) => lines.map(readFilter));

export const filterTexts = (filters: readonly MonthFilter[]): string[] =>
  filters.map((filter) => filter.join(':'));

function readFilter(line: string): MonthFilter {
  const [, dimension = '', op = '', value = ''] = /^(\S+) (\S+) (.*)$/.exec(line) ?? [];
  return [dimension, op, value];
}
