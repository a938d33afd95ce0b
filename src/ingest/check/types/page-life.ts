// What a page did and how it was left: web vitals, visibility, leaving.

import { LIMITS } from '../../../contract/limits.ts';
import type { Shape } from '../shape.ts';
import { durationMs, flag, number, oneOf } from '../values.ts';

/** Vitals keep their fraction: CLS is a small number, the others are ms. */
const vitalValue = number({ min: 0, max: LIMITS.sessionMaxMs });

export const vital: Shape = {
  fields: { lcp: vitalValue, inp: vitalValue, cls: vitalValue, ttfb: vitalValue },
};

export const visibility: Shape = {
  fields: { state: oneOf(['hidden', 'visible']), dwellMs: durationMs },
  required: ['state'],
};

export const leave: Shape = {
  fields: { dwellMs: durationMs, quickBack: flag },
  required: ['dwellMs'],
};
