// A custom event has a value: its own, else a number among its properties.

import { describe, expect, test } from 'bun:test';
import { createFinding, type Raw } from '../finding.ts';
import { prepareShape, readFields } from '../shape.ts';
import { custom } from './custom.ts';

const SHAPE = prepareShape(custom, ['type']);

function read(event: Raw) {
  const finding = createFinding();
  readFields({ name: 'purchase', ...event }, SHAPE, finding);
  expect(finding.code).toBeNull();
  return finding.fields;
}

describe('custom', () => {
  test.each([
    ['of its own', { value: 3, props: { value: 12.5 } }, 3],
    ['of its own, even nothing', { value: 0, props: { value: 12.5 } }, 0],
    ['among the properties', { props: { value: 12.5, plan: 'pro' } }, 12.5],
    ['that is a refund', { props: { value: -4 } }, -4],
    ['that is a text', { props: { value: '12.5' } }, undefined],
    ['that is no number at all', { props: { value: { value: 1 } } }, undefined],
    ['that is deeper', { props: { order: { value: 1 } } }, undefined],
    ['that is inherited', { props: { ['__proto__']: { value: 1 } } }, undefined],
    ['that nobody gave', {}, undefined],
  ])('custom takes the value %s', (_what, event: Raw, expected) => {
    const fields = read(event);
    expect(fields.value).toBe(expected as never);
    expect('value' in fields).toBe(expected !== undefined);
  });

  test('custom keeps the property beside the value', () => {
    expect(read({ props: { value: 12.5, plan: 'pro' } })).toEqual({
      name: 'purchase',
      category: 'general',
      props: { value: 12.5, plan: 'pro' },
      value: 12.5,
    });
  });
});
