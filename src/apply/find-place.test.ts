import { describe, expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import type { AppliedSession } from '../storage/port-apply.ts';
import { findPlace } from './find-place.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DESKTOP = 1;
const part = (number: number, startedAtMs: number, endedAtMs: number) =>
  ({
    part: number,
    startedAtMs,
    endedAtMs,
    device: 'desktop',
    isBot: false,
    toldAtMs: startedAtMs,
  }) as AppliedSession;
const numbers = (parts: readonly AppliedSession[] = []) => parts.map((one) => one.part);

describe('findPlace()', () => {
  const two = [part(0, 0, 0), part(1, 50 * MINUTE, 50 * MINUTE)];
  test.each<[string, AppliedSession[], number, number[]]>([
    ['the part that holds it', two, 0, [0]],
    ['both that it joins', two, 25 * MINUTE, [0, 1]],
    ['none beyond the idle time', two, 80 * MINUTE + 1, []],
    ['the last within the idle time', two, 80 * MINUTE, [1]],
    ['the part whose day it is in', [part(0, 0, 24 * HOUR)], 3 * HOUR, [0]],
    ['none once the day of the last is over', [part(0, 0, 24 * HOUR)], 24 * HOUR + 1, []],
    [
      'the next once the day is over',
      [part(0, 0, 24 * HOUR), part(1, 24 * HOUR + 9, 25 * HOUR)],
      24 * HOUR + 5,
      [1],
    ],
  ])('finds %s', (_, parts, tsMs, expected) => {
    expect(numbers(findPlace(parts, tsMs, DESKTOP)?.into)).toEqual(expected);
  });

  test.each<[string, AppliedSession[], number]>([
    ['before a part that has its whole day', [part(0, 0, 24 * HOUR)], -MINUTE],
    [
      'that joins two which are longer than a day together',
      [part(0, 0, 20 * HOUR), part(1, 20 * HOUR + 50 * MINUTE, 30 * HOUR)],
      20 * HOUR + 25 * MINUTE,
    ],
    [
      'that begins a part which has its whole day',
      [part(0, 0, 24 * HOUR), part(1, 24 * HOUR + 9, 48 * HOUR + 9)],
      24 * HOUR + 5,
    ],
  ])('is null for an event %s', (_, parts, tsMs) => {
    expect(findPlace(parts, tsMs, DESKTOP)).toBeNull();
  });

  test('is the nearest part once a session has too many', () => {
    const many = Array.from({ length: LIMITS.sessionParts }, (_, index) =>
      part(index, index * HOUR, index * HOUR),
    );
    expect(numbers(findPlace(many, LIMITS.sessionParts * 2 * HOUR, DESKTOP)?.into)).toEqual([
      LIMITS.sessionParts - 1,
    ]);
    expect(findPlace(many.slice(1), 40 * MINUTE - 2 * HOUR, DESKTOP)?.into).toEqual([]);
  });
});
