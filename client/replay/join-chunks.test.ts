import { expect, test } from 'bun:test';
import type { PageRecord, ReplayChunk } from '../../src/contract/replay-chunk.ts';
import { joinChunks } from './join-chunks.ts';

const record = (timestamp: number, type = 3): PageRecord => ({ type, timestamp, data: {} });
const chunk = (recording: string, index: number, records: PageRecord[]): ReplayChunk => ({
  ...{ recording, index, records },
  fromMs: records[0]?.timestamp ?? 0,
  toMs: records.at(-1)?.timestamp ?? 0,
});
const timesOf = (chunks: ReplayChunk[]) => joinChunks(chunks).map(({ timestamp }) => timestamp);

test('page loads follow one another, their chunks in order of time', () => {
  const chunks = [
    chunk('b', 0, [record(50, 4), record(51, 2)]),
    chunk('a', 1, [record(20)]),
    chunk('a', 0, [record(10, 4), record(11, 2)]),
  ];
  expect(timesOf(chunks)).toEqual([10, 11, 20, 50, 51]);
});

test('of a tab that another one has followed the rest is left out', () => {
  const chunks = [
    chunk('a', 0, [record(10, 4), record(11, 2), record(60), record(90)]),
    chunk('b', 0, [record(50, 4), record(51, 2), record(70)]),
  ];
  expect(timesOf(chunks)).toEqual([10, 11, 50, 51, 70]);
});

test('what comes before the first whole page cannot be played, nor a page load without one', () => {
  const chunks = [
    chunk('a', 3, [record(10), record(20, 4), record(21, 2)]),
    chunk('b', 5, [record(30), record(31)]),
  ];
  expect(timesOf(chunks)).toEqual([20, 21]);
  expect(joinChunks([])).toEqual([]);
});
