// Left, top, width and height of an element, px of the page. The left and top edges may lie outside of it.

import { LIMITS } from '../../contract/limits.ts';
import { tuple } from './values.ts';

const place = { min: -LIMITS.coordinatePx, max: LIMITS.coordinatePx };
const extent = { min: 0, max: LIMITS.coordinatePx };

export const pageBox = tuple([place, place, extent, extent]);
