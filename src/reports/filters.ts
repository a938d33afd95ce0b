// Filters of a scope: `dimension:op:value`. The value is everything after the second colon.

import { DIMENSION_NAMES, FILTER_OPS } from '../contract/dimensions.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import type { Filter } from '../storage/port.ts';
import { oneOf, readText } from './parameters.ts';

/** Throws `invalid` for unknown dimensions and operators (naming the known ones), empty values and too many filters. */
export function readFilters(given: string | readonly string[] | undefined): Filter[] {
  const texts = given === undefined ? [] : typeof given === 'string' ? [given] : given;
  if (texts.length <= LIMITS.scopeFilters) return texts.map(readFilter);
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_filter',
    message: `Cannot use ${texts.length} filters: at most ${LIMITS.scopeFilters} are allowed`,
  });
}

function readFilter(text: string): Filter {
  const first = text.indexOf(':');
  const second = text.indexOf(':', first + 1);
  if (first < 0 || second < 0) {
    throw new HeatError({
      kind: 'invalid',
      code: 'bad_filter',
      message: 'Cannot read the filter: write dimension:op:value, for example device:is:mobile',
      details: { dimensions: DIMENSION_NAMES, ops: FILTER_OPS },
    });
  }
  const dimension = oneOf(DIMENSION_NAMES, text.slice(0, first), 'filter dimension');
  const op = oneOf(FILTER_OPS, text.slice(first + 1, second), 'filter operator');
  const value = readText(text.slice(second + 1), 'filter value');
  return { dimension, op, value };
}
