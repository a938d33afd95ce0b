// Filters and values of dimensions in words. Pure.

import {
  dimensionSpec,
  type FilterDimension,
  type FilterOp,
  NO_VALUE,
} from '../../src/contract/dimensions.ts';
import { plural } from '../../src/contract/plural.ts';
import type { ScopeFilter } from '../state/scope.ts';
import { readablePath } from './path.ts';
import { countryName, languageName } from './place.ts';

export const OP_WORDS: Readonly<Record<FilterOp, string>> = {
  is: 'is',
  is_not: 'is not',
  contains: 'contains',
  glob: 'matches',
  min: 'at least',
  max: 'at most',
};

/** What an absent value of a dimension means to people. */
const ABSENT: ReadonlyMap<string, string> = new Map([
  ['source', 'Direct or unknown'],
  ['referrer', 'No referrer'],
  ['user', 'Not identified'],
  ['country', 'Unknown country'],
]);

/** Dimensions whose values are paths, or end in one. */
const PATHS: readonly FilterDimension[] = ['page', 'entry', 'exit', 'referrer'];

/** A value as people read it: `DE` → `Germany`, `mobile` → `Mobile`, an absent one → `Unknown`. */
export function valueLabel(dimension: FilterDimension, value: string): string {
  if (value === '' || value === NO_VALUE) return ABSENT.get(dimension) ?? 'Unknown';
  if (dimension === 'country') return countryName(value);
  if (dimension === 'language') return languageName(value);
  if (
    dimension === 'device' ||
    dimension === 'visitor_type' ||
    (dimension === 'source' && value === 'direct')
  )
    return value.charAt(0).toUpperCase() + value.slice(1);
  return PATHS.includes(dimension) ? readablePath(value) : value;
}

/** `Country is Germany`; `name` is what the value is called, when it is an id. */
export function filterLabel({ dimension, op, value }: ScopeFilter, name: string | null = null): string {
  if (dimension === 'goal') return `${op === 'is' ? 'Reached' : 'Missed'} the goal ${name ?? value}`;
  if (dimension === 'funnel_left')
    return `${op === 'is' ? 'Left' : 'Did not leave'} the funnel ${name ?? value}`;
  if (dimension === 'duration') return `Duration ${OP_WORDS[op]} ${value} ${plural(Number(value), 'second')}`;
  const isWhole = op === 'is' || op === 'is_not';
  const shown = name ?? (isWhole || PATHS.includes(dimension) ? valueLabel(dimension, value) : value);
  return `${dimensionSpec(dimension).label} ${OP_WORDS[op]} ${shown}`;
}
