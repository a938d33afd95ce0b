import { expect, test } from 'bun:test';
import { frictionOf } from '../../src/contract/friction.ts';
import { frictionWords } from './heat-friction.ts';

const CALM = { rage: 0, errorClicks: 0, dead: 0, quickBacks: 0, errors: 0 };

test('frictionWords() says the score and what made it, largest first', () => {
  expect(frictionWords(frictionOf(CALM))).toBe('No friction');
  expect(frictionWords(frictionOf({ ...CALM, rage: 1, dead: 3 }))).toBe(
    'Friction 30 of 100: 3 dead clicks (18), 1 rage click (12)',
  );
});
