// A script error of the page: its message, the line it came from, a hash of its stack, the click before it.

import { LIMITS } from '../../../contract/limits.ts';
import { refuse } from '../finding.ts';
import { referrer } from '../referrer.ts';
import type { Shape } from '../shape.ts';
import { isId, longText, type Reader, whole } from '../values.ts';

const position = whole({ min: 0, max: LIMITS.transportBodyBytes });
const UINT32_MAX = 2 ** 32 - 1;

/** Number of the click within its page load, or its event id; the compact form makes an id of the number. */
const after: Reader = (value, name, finding) => {
  if (value === undefined || value === null) return undefined;
  if (isId(value) || (Number.isSafeInteger(value) && (value as number) >= 0)) return value as string | number;
  return refuse(finding, 'bad_field', `Field "${name}" must name an event`);
};

export const error: Shape = {
  fields: {
    message: longText,
    source: referrer,
    line: position,
    column: position,
    stack: whole({ min: 0, max: UINT32_MAX }),
    after,
  },
  required: ['message'],
};
