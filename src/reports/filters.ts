// Filters of a scope: `dimension:op:value`. The value is everything after the second colon. The one place that checks
// them: what comes out of here can be asked of any store.

import {
  DIMENSION_NAMES,
  dimensionSpec,
  FILTER_OPS,
  type FilterDimension,
  type FilterOp,
  filterOpsOf,
  isFilterDimension,
  NAMED_DIMENSION_NAMES,
} from '../contract/dimensions.ts';
import { LIMITS } from '../contract/limits.ts';
import { codedPath } from '../lib/coded-path.ts';
import { HeatError } from '../lib/errors.ts';
import type { Filter } from '../storage/port.ts';
import { oneOf, readOpaqueId, readText } from './parameters.ts';

const ALL_NAMES = [...DIMENSION_NAMES, ...NAMED_DIMENSION_NAMES];

/**
 * Throws `invalid` for unknown dimensions, for operators and values that do not fit the dimension (naming what is
 * allowed), for empty values and for too many filters.
 */
export function readFilters(given: string | readonly string[] | undefined): Filter[] {
  const texts = given === undefined ? [] : typeof given === 'string' ? [given] : given;
  if (texts.length <= LIMITS.scopeFilters) return texts.map(readFilter);
  throw badFilter(`Cannot use ${texts.length} filters: at most ${LIMITS.scopeFilters} are allowed`);
}

/** A filter as it is read. */
export function writeFilter({ dimension, op, value }: Filter): string {
  return `${dimension}:${op}:${value}`;
}

function readFilter(text: string): Filter {
  const first = text.indexOf(':');
  const second = text.indexOf(':', first + 1);
  if (first < 0 || second < 0) {
    throw badFilter('Cannot read the filter: write dimension:op:value, for example device:is:mobile', {
      dimensions: ALL_NAMES,
      ops: FILTER_OPS,
    });
  }
  const dimension = readDimension(text.slice(0, first));
  const op = oneOf(filterOpsOf(dimension), text.slice(first + 1, second), `operator of ${dimension}`);
  return { dimension, op, value: readValue(dimension, op, text.slice(second + 1)) };
}

/** A dimension's name, or `prop.` with the key of a property. Throws `invalid`, naming the known ones. */
export function readDimension(name: string): FilterDimension {
  const text = readText(name, 'filter dimension');
  if (isFilterDimension(text) && text.length <= LIMITS.nameChars) return text;
  return oneOf([...ALL_NAMES, 'prop.<key>'] as FilterDimension[], text, 'filter dimension');
}

function readValue(dimension: FilterDimension, op: FilterOp, text: string): string {
  const { kind, values = [], unit = '', signed = false } = dimensionSpec(dimension);
  const value = readText(text, 'filter value');
  if (kind === 'choice') return oneOf(values, value, `value of ${dimension}`);
  if ((op === 'min' || op === 'max') && !isNumber(value, signed)) {
    const least = signed ? -LIMITS.filterNumber : 0;
    throw badFilter(
      `Cannot use this value of ${dimension}: ${op} takes a number of ${unit} from ${least} to ${LIMITS.filterNumber}`,
    );
  }
  if (dimension === 'element' && readOpaqueId(value) === null) {
    throw badFilter(
      'Cannot use this value of element: it is the id of an element, as heatmaps and journeys name it',
    );
  }
  return isPathDimension(dimension) ? readPath(dimension, value) : value;
}

function readPath(dimension: FilterDimension, text: string): string {
  const path = codedPath(text);
  if (path.length <= LIMITS.pathChars) return path;
  throw badFilter(
    `Cannot use this value of ${dimension}: as browsers write it, it has more than the ${LIMITS.pathChars} characters of the longest path`,
  );
}

/** Whether its values are paths, which are stored as browsers write them. */
export function isPathDimension(dimension: FilterDimension): boolean {
  return dimension === 'page' || dimension === 'entry' || dimension === 'exit';
}

function isNumber(text: string, signed: boolean): boolean {
  const digits = signed ? text.replace(/^-/, '') : text;
  return /^\d{1,12}(\.\d{1,6})?$/.test(digits) && Number(digits) <= LIMITS.filterNumber;
}

function badFilter(message: string, details?: Record<string, unknown>): HeatError {
  return new HeatError({ kind: 'invalid', code: 'bad_filter', message, ...(details && { details }) });
}
