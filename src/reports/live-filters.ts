// Filters of a live connection: the grammar of every report's filters, matched against single events in memory.

import { NO_VALUE, OPS_OF_KIND } from '../contract/dimensions.ts';
import { LIMITS } from '../contract/limits.ts';
import { LIVE_DIMENSIONS, type LiveDimension, type LiveEvent } from '../contract/live.ts';
import { HeatError } from '../lib/errors.ts';
import { matchesWildcard } from '../lib/wildcard.ts';
import { oneOf, readText } from './parameters.ts';

export type LiveMatch = (event: LiveEvent) => boolean;

const VALUES: Record<LiveDimension, (event: LiveEvent) => string | null> = {
  type: ({ type }) => type,
  page: ({ path }) => path,
  event: ({ name }) => name,
  device: ({ device }) => device,
  browser: ({ browser }) => browser,
  os: ({ os }) => os,
  country: ({ country }) => country,
  source: ({ source }) => source,
  visitor: ({ visitor }) => visitor,
  user: ({ userId }) => userId,
};

/** An event has one value of each dimension or none, so all are asked as texts are. */
const OP_NAMES = OPS_OF_KIND.text;
const OPS: Record<(typeof OP_NAMES)[number], (actual: string, wanted: string) => boolean> = {
  is: (actual, wanted) => actual === wanted,
  is_not: (actual, wanted) => actual !== wanted,
  contains: (actual, wanted) => actual.toLowerCase().includes(wanted.toLowerCase()),
  glob: matchesWildcard,
};

/**
 * One condition out of `dimension:op:value` texts, which all must hold; null without any. A missing value is
 * `(none)`. Throws `invalid` for what it does not know, naming what it does.
 */
export function readLiveFilters(texts: readonly string[]): LiveMatch | null {
  if (texts.length > LIMITS.scopeFilters) {
    throw badFilter(`Cannot use ${texts.length} filters: at most ${LIMITS.scopeFilters} are allowed`);
  }
  if (texts.length === 0) return null;
  const conditions = texts.map(readFilter);
  return (event) => conditions.every((holds) => holds(event));
}

function readFilter(text: string): LiveMatch {
  const [, name = '', opName = '', value = ''] = /^([^:]*):([^:]*):([\s\S]*)$/.exec(text) ?? [];
  if (name === '') {
    throw badFilter('Cannot read the filter: write dimension:op:value, for example device:is:mobile');
  }
  const actualOf = VALUES[oneOf(LIVE_DIMENSIONS, name, 'filter dimension of live events')];
  const matches = OPS[oneOf(OP_NAMES, opName, 'filter operator of live events')];
  const wanted = readText(value, 'filter value');
  return (event) => matches(actualOf(event) ?? NO_VALUE, wanted);
}

function badFilter(message: string): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'bad_filter',
    message,
    details: { dimensions: LIVE_DIMENSIONS, ops: OP_NAMES },
  });
}
