// What happened to a form field, and which kind of key was pressed. Never a value, never a key: names that could carry
// one are dropped even when a client sends them.

import { INPUT_ACTIONS, KEY_CATEGORIES } from '../../../contract/event-types.ts';
import { LIMITS } from '../../../contract/limits.ts';
import type { Shape } from '../shape.ts';
import { oneOf, type Reader, shortText, whole } from '../values.ts';

const NEVER = [
  'value',
  'text',
  'content',
  'data',
  'char',
  'code',
  'keyCode',
  'which',
  'innerText',
  'selection',
];

/** Stars in place of the value, one for each character: kept because they say no more than `length`. */
const masked: Reader<string> = (value) =>
  typeof value === 'string' && /^\*{1,64}$/.test(value) ? value : undefined;

export const input: Shape = {
  fields: {
    action: oneOf(INPUT_ACTIONS),
    inputType: shortText,
    length: whole({ min: 0, max: LIMITS.bodyBytes }),
    masked,
  },
  required: ['action'],
  never: NEVER,
};

export const keyboard: Shape = {
  fields: { category: oneOf(KEY_CATEGORIES) },
  required: ['category'],
  never: NEVER,
};
