import { expect, test } from 'bun:test';
import { wanted } from './inputs.ts';

test.each([
  [undefined, undefined],
  [false, undefined],
  ['off', undefined],
  [{ enabled: false, mode: 'metadata' }, undefined],
  [{ mode: 'metadata' }, undefined],
  [{ enabled: true, mode: 'off' }, undefined],
  [true, 'metadata'],
  [{ enabled: true }, 'metadata'],
  ['none', undefined],
  [{ enabled: true, mode: 'mask' }, undefined],
  ['metadata', 'metadata'],
  [{ enabled: true, mode: 'masked' }, 'masked'],
] as const)('wanted(%j) gives the mode %j', (said, mode) => {
  expect(wanted<{ enabled?: boolean; mode?: string }>(said)?.mode as unknown).toBe(mode);
});
