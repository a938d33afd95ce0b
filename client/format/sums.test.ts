// What is said of a project that keeps to sums, or did so until lately.

import { describe, expect, test } from 'bun:test';
import { DEFAULT_SETTINGS } from '../../src/contract/project-settings.ts';
import { parseScope } from '../state/scope.ts';
import { sumsOf } from './sums.ts';

const NOON = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;
const project = ({ isOn = false, followsFromMs = 0 }) => ({
  settings: { ...DEFAULT_SETTINGS, aggregateOnly: isOn },
  followsFromMs,
  timeZone: 'Europe/Vienna',
});

describe('sumsOf() says', () => {
  test('nothing of a project that never kept to sums', () => {
    for (const range of ['?period=1h', '?period=12mo', '?from=0&to=9'])
      expect(sumsOf(project({}), parseScope(range), NOON)).toBeNull();
  });

  test('that all is hidden while it does, whatever the range', () => {
    const sums = sumsOf(project({ isOn: true, followsFromMs: NOON - HOUR }), parseScope('?period=1h'), NOON);
    expect(sums).toMatchObject({ since: null, people: expect.stringContaining('keeps to sums') });
    expect(sums?.sum).toContain('fewer than 3 visitors');
  });

  test.each([
    ['?period=1h', true],
    ['?period=7d', true],
    [`?from=${NOON - 0.5 * HOUR}&to=${NOON}`, true],
    [`?from=${NOON - 0.4 * HOUR}&to=${NOON}`, false],
  ])('of %p that it reaches back to when it did: %p', (range, isHiding) => {
    const sums = sumsOf(project({ followsFromMs: NOON - 0.4 * HOUR }), parseScope(range), NOON);
    expect(sums !== null).toBe(isHiding);
    // In the project's own zone.
    if (sums) expect(sums.since).toBe('21 Nov, 12:36');
  });

  test.each([
    ['1h', 1.1],
    ['today', 25],
    ['yesterday', 49],
    ['7d', 7.1 * 24],
    ['12mo', 367 * 24],
  ])('nothing of %p once that was %p hours ago', (period, hours) => {
    const ended = project({ followsFromMs: NOON - hours * HOUR });
    expect(sumsOf(ended, parseScope(`?period=${period}`), NOON)).toBeNull();
  });
});
