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

/** A whole number within bounds. Not `t.Integer`, which takes texts for numbers, in Elysia. */
export function whole(options: { minimum: number; maximum?: number; description?: string }) {
  return t.Number({ ...options, multipleOf: 1 });
}

/** One of the given texts; keeps their literal types. */
export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return typed<T[number]>(t.Union(values.map((value) => t.Literal(value))));
}

/** A schema whose TypeScript type is said by hand; it still checks what it describes. */
export function typed<T>(schema: TSchema) {
  return schema as unknown as ReturnType<typeof t.Unsafe<T>>;
}
