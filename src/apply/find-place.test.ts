import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { LIMITS } from '../contract/limits.ts';
import type { AppliedSession } from '../storage/port-apply.ts';
import { findPlace, staysIn } from './find-place.ts';
import { NAMELESS } from './session-machine.ts';

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

describe('staysIn()', () => {
  const toldAt = (toldAtMs: number | null) => ({ ...part(0, 0, HOUR), toldAtMs });
  test.each<[string, AppliedSession, number, number, boolean]>([
    ['goes on with the part', toldAt(0), HOUR + 30 * MINUTE, DESKTOP, true],
    ['comes after the idle time', toldAt(0), HOUR + 30 * MINUTE + 1, DESKTOP, false],
    ['is older than what the machine is known by', toldAt(MINUTE), MINUTE, DESKTOP, false],
    ['is of another machine', toldAt(0), HOUR, DESKTOP + 1, false],
    ['is told by a server', toldAt(0), HOUR, NAMELESS, false],
    ['comes to what only servers told', toldAt(null), HOUR, DESKTOP, false],
  ])('tells of an event that %s', (_, known, tsMs, machine, expected) => {
    expect(staysIn(known, tsMs, machine)).toBe(expected);
  });

  test('says yes only where findPlace() gives the part alone', () => {
    const upTo = (halves: number) => fc.integer({ min: 0, max: halves }).map((half) => half * 30 * MINUTE);
    const machine = fc.constantFrom(DESKTOP, DESKTOP, DESKTOP, NAMELESS, DESKTOP + 1, DESKTOP + 10);
    let yes = 0;
    fc.assert(
      fc.property(
        upTo(4),
        upTo(50),
        fc.option(upTo(4)),
        upTo(54),
        machine,
        (start, length, told, at, own) => {
          const known = { ...part(3, start, start + length), toldAtMs: told === null ? null : start + told };
          if (!staysIn(known, at, own)) return;
          yes += 1;
          expect(findPlace([known], at, own)).toEqual({ into: [known], stream: [known], run: [known] });
        },
      ),
      { numRuns: 3_000 },
    );
    expect(yes).toBeGreaterThan(300);
  });
});
