// The pause between two questions for news.

import { expect, test } from 'bun:test';
import { pulseMs } from './pulse.ts';

const NOW = 1_000_000_000;
test.each([
  ['just opened, no event yet', { wokenAtMs: NOW, lastEventAtMs: null }, 1_000],
  ['opened long ago, an event just now', { wokenAtMs: NOW - 600_000, lastEventAtMs: NOW - 5_000 }, 1_000],
  ['opened long ago, quiet', { wokenAtMs: NOW - 600_000, lastEventAtMs: NOW - 300_000 }, 10_000],
  ['opened long ago, never an event', { wokenAtMs: NOW - 120_000, lastEventAtMs: null }, 10_000],
])('pulseMs() when %s', (_, given, expected) => expect(pulseMs({ nowMs: NOW, ...given })).toBe(expected));
