// Values that a dimension has in a scope, for those who choose one for a filter.

import type { ValuesAnswer } from '../contract/api.ts';
import { dimensionSpec, isNamedDimension, SPLIT_DIMENSIONS } from '../contract/dimensions.ts';
import { LIMITS } from '../contract/limits.ts';
import { codedPath } from '../lib/coded-path.ts';
import { HeatError } from '../lib/errors.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import type { ValueDimension } from '../storage/port-sessions.ts';
import { elementLabel } from './element-label.ts';
import { isPathDimension, readDimension } from './filters.ts';
import { readText, readWhole } from './parameters.ts';
import { type ResolvedScope, storeScope } from './scope.ts';

export type ValuesArgs = {
  scope: ResolvedScope;
  dimension: string;
  /** Part of the value; the whole id of an element. */
  search?: string | undefined;
  limit?: string | undefined;
};

/** Throws `invalid` for a dimension that is a number or a choice, naming those that have values to list. */
export async function dimensionValues(
  store: ReportStore,
  { scope, dimension, search, limit }: ValuesArgs,
  options: QueryOptions = {},
): Promise<ValuesAnswer> {
  const asked = readValueDimension(dimension);
  const text = search === undefined || search === '' ? null : readText(search, 'search');
  const found = await store.values(
    {
      ...storeScope(scope),
      dimension: asked,
      search: text !== null && isPathDimension(asked) ? codedPath(text) : text,
      limit: readWhole(limit, { name: 'limit', min: 1, max: LIMITS.valuesAnswered, fallback: 20 }),
    },
    options,
  );
  return {
    items: found.map(({ value, count, descriptor }) => ({
      value,
      count,
      label: descriptor ? elementLabel(descriptor) : value,
    })),
  };
}

function readValueDimension(text: string): ValueDimension {
  const dimension = readDimension(text);
  const { kind } = dimensionSpec(dimension);
  if (!isNamedDimension(dimension) && (kind === 'text' || kind === 'fact'))
    return dimension as ValueDimension;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_parameter',
    message: `Cannot list values of "${dimension}": they are numbers, fixed or saved; others are ${['page', 'event', 'category', 'element', 'prop.<key>', ...SPLIT_DIMENSIONS].join(', ')}`,
  });
}
