// What the site itself wants to count.

import { LIMITS } from '../../../contract/limits.ts';
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
  },
};
