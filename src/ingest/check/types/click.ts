// A click: page px, the offset inside the element's box, and the flags that make it a rage, dead or error click.

import { OFFSET_MAX } from '../../../contract/element.ts';
import { LIMITS } from '../../../contract/limits.ts';
import type { Finding } from '../finding.ts';
import { pageBox } from '../page-box.ts';
import type { Shape } from '../shape.ts';
import { coordinate, flag, shortText, tuple, whole } from '../values.ts';

const offset = { min: 0, max: OFFSET_MAX };
const edge = { min: 1, max: LIMITS.coordinatePx };

export const click: Shape = {
  fields: {
    x: coordinate,
    y: coordinate,
    r: tuple([offset, offset]),
    rx: whole(offset),
    ry: whole(offset),
    box: pageBox,
    doc: tuple([edge, edge]),
    button: whole({ min: 0, max: LIMITS.pointerButton }),
    rage: flag,
    dead: flag,
    error: flag,
    why: shortText,
  },
  required: ['x', 'y'],
  finish: joinOffsets,
};

/** The spelling `rx`, `ry` becomes the pair `r`. */
function joinOffsets({ fields }: Finding): void {
  const { rx, ry } = fields;
  if (rx === undefined && ry === undefined) return;
  if (rx !== undefined && ry !== undefined) fields.r ??= [rx, ry];
  delete fields.rx;
  delete fields.ry;
}
