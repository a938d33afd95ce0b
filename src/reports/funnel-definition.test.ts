import { expect, test } from 'bun:test';
import { HeatError } from '../lib/errors.ts';
import { readDefinition } from './funnel-definition.ts';

const STEP = { type: 'page', match: 'is', value: '/' };
const GOOD = { steps: [STEP, STEP], windowMs: 1_000, order: 'loose', unit: 'session' };
/** Making a text of it would call what was sent, and throw. */
const TRAP = { toString: 1, valueOf: 2 };

test.each<[string, unknown]>([
  ['order', { ...GOOD, order: TRAP }],
  ['unit', { ...GOOD, unit: TRAP }],
  ['type', { ...GOOD, steps: [STEP, { type: TRAP }] }],
  ['match', { ...GOOD, steps: [STEP, { ...STEP, match: TRAP }] }],
  [
    'operator',
    { ...GOOD, steps: [STEP, { type: 'event', name: 'x', where: [{ key: 'a', op: TRAP, value: '1' }] }] },
  ],
])('readDefinition() refuses an object as %s', (_, definition) => {
  expect(() => readDefinition(JSON.stringify(definition))).toThrow(HeatError);
  expect(readDefinition(JSON.stringify(GOOD)).steps).toHaveLength(2);
});
