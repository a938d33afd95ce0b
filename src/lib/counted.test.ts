import { describe, expect, test } from 'bun:test';
import { counted } from './counted.ts';

describe('counted()', () => {
  test.each([
    [0, '0 users'],
    [1, '1 user'],
    [2, '2 users'],
    [1_200, '1,200 users'],
  ])('%d users are said as "%s"', (value, said) => {
    expect(counted(value, 'user')).toBe(said);
  });

  test('takes a plural that is not made with an s', () => {
    expect([counted(1, 'batch', 'batches'), counted(2, 'batch', 'batches')]).toEqual([
      '1 batch',
      '2 batches',
    ]);
  });
});
