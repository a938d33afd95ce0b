// What the site itself wants to count.

import { LIMITS } from '../../../contract/limits.ts';
import { isRaw } from '../finding.ts';
import { props } from '../props.ts';
import type { Shape } from '../shape.ts';
import { label, longText, number } from '../values.ts';

const anyNumber = number({ min: -Number.MAX_VALUE, max: Number.MAX_VALUE });

export const custom: Shape = {
  fields: {
    name: label(LIMITS.nameChars),
    category: label(LIMITS.nameChars),
    props,
    value: anyNumber,
    source: longText,
  },
  required: ['name'],
  finish: ({ fields }) => {
    fields.category ??= 'general';
    const value = fields.value ?? valueAmong(fields.props);
    if (value !== undefined) fields.value = value;
  },
};

/** A page says `heat('event', name, { value: 59.9 })` and has no other place for it: the property stays, and counts. */
function valueAmong(told: unknown): number | undefined {
  const value = isRaw(told) && Object.hasOwn(told, 'value') ? told.value : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
