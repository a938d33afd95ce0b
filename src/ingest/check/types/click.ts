// A click: page px, the offset inside the element's box, and the flags that make it a rage, dead or error click.

import { OFFSET_MAX } from '../../../contract/element.ts';
import { LIMITS } from '../../../contract/limits.ts';
import type { Finding } from '../finding.ts';
import { pageBox } from '../page-box.ts';
import type { Shape } from '../shape.ts';
import { coordinate, flag, number, type Reader, shortText, tuple, whole } from '../values.ts';

/** True, or the number of clicks that were counted, which says why as well. */
const rage: Reader<boolean> = (value, name, finding) => {
  if (!Number.isSafeInteger(value)) return flag(value, name, finding);
  finding.fields.why = `${value} clicks in 1 s`;
  return true;
};

const offset = { min: 0, max: OFFSET_MAX };
/** Below 0 on pages that are read from right to left and scrolled sideways. */
const place = number({ min: -LIMITS.coordinatePx, max: LIMITS.coordinatePx });
const edge = { min: 1, max: LIMITS.coordinatePx };

export const click: Shape = {
  fields: {
    x: place,
    y: place,
    r: tuple([offset, offset]),
    rx: whole(offset),
    ry: whole(offset),
    box: pageBox,
    doc: tuple([edge, edge]),
    button: whole({ min: 0, max: LIMITS.pointerButton }),
    rage,
    dead: flag,
    error: flag,
    why: shortText,
  },
  required: ['x', 'y'],
  finish: complete,
};

/** What our tracker says of a rage click. */
const COUNTED = /^\d+ clicks in 1 s$/;
/** What a dead click was missed by. */
const MISSED =
  'no mutation, request, navigation, scroll, focus, input, change, submit, toggle, play, pause, copy, selection';

/** What follows from other fields need not travel. */
function complete(finding: Finding): void {
  joinOffsets(finding);
  const { fields } = finding;
  if (fields.x === undefined && fields.y === undefined && Array.isArray(fields.box)) {
    const [left = 0, top = 0, width = 0, height = 0] = fields.box as number[];
    fields.x = Math.round(left + width / 2);
    fields.y = Math.round(top + height / 2);
  }
  const { x, y, r, box, dead, why } = fields;
  if (r === undefined && Array.isArray(box)) {
    const [left, top, width, height] = box as number[];
    fields.r = [offsetOf(Number(x) - Number(left), width), offsetOf(Number(y) - Number(top), height)];
  }
  // Kept places begin at 0; the offset was taken before.
  for (const axis of ['x', 'y'])
    if (fields[axis] !== undefined) fields[axis] = coordinate(fields[axis], axis, finding) as number;
  if (dead !== true) return;
  if (why === undefined) fields.why = MISSED;
  else if (COUNTED.test(String(why))) fields.why = `${why}; ${MISSED}`;
}

function offsetOf(px: number, size = 0): number {
  return Math.round(Math.max(0, Math.min(1, px / (size || 1))) * OFFSET_MAX);
}

/** The spelling `rx`, `ry` becomes the pair `r`. */
function joinOffsets({ fields }: Finding): void {
  const { rx, ry } = fields;
  if (rx === undefined && ry === undefined) return;
  if (rx !== undefined && ry !== undefined) fields.r ??= [rx, ry];
  delete fields.rx;
  delete fields.ry;
}
