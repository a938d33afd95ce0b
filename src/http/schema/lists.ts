// Schemas that lists share.

import { type TSchema, t } from 'elysia';

/** One page of a list, as contract Page<T>. */
export function pageOf<T extends TSchema>(item: T) {
  return t.Object({
    items: t.Array(item),
    total: t.Number({ description: 'Of all pages' }),
    nextCursor: t.Union([t.String(), t.Null()], { description: 'For the next page, null on the last one' }),
  });
}

/** A value or null. */
export function orNull<T extends TSchema>(schema: T) {
  return t.Union([schema, t.Null()]);
}

/** One of the given texts; keeps their literal types. */
export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return t.Unsafe<T[number]>({ anyOf: values.map((value) => ({ const: value, type: 'string' })) });
}
