import { expect, test } from 'bun:test';
import { journalBatch, journalEntry } from '../../test/support/journal-batches.ts';
import type { AppliedSession, SessionKey } from '../storage/port-apply.ts';
import { createCleaner } from './clean.ts';
import { enrich } from './enrich.ts';
import { createHotSessions } from './hot-sessions.ts';
import { parseAgent } from './parse-agent.ts';
import { sessionize } from './sessionize.ts';

const entry = { ...journalEntry(journalBatch()), seq: 1 };
const events = createCleaner()(entry);
const [row] = sessionize([], events, ({ from }) => enrich(from.batch, parseAgent))!.parts;
const key = (session: number): SessionKey => ({ projectNo: 1, session });
const parts = (session: number, count: number): AppliedSession[] =>
  Array.from({ length: count }, (_, part) => ({ ...row!, session, part }));

test('parts() asks the store only for sessions that are not at hand, and keeps the order of the keys', async () => {
  const asked: number[] = [];
  const stored = [...parts(2, 2), ...parts(3, 1)];
  const hot = createHotSessions({
    isStored: async (keys) => keys.map((one) => stored.some(({ session }) => session === one.session)),
    async sessions(keys) {
      asked.push(...keys.map(({ session }) => session));
      return stored.filter((part) => keys.some(({ session }) => session === part.session));
    },
  });
  const counts = async () => (await hot.parts([3, 1, 2].map(key))).map((found) => found.length);
  const since = () => hot.sinceMs([3, 1, 2].map(key));
  expect(await counts()).toEqual([1, 0, 2]);
  expect(asked).toEqual([3, 1, 2]);
  expect(await since()).toEqual([0, null, 0]);

  hot.remember([
    { key: key(1), parts: parts(1, 2).map((part, at) => ({ ...part, startedAtMs: 9 - at })) },
    { key: key(2), parts: null },
  ]);
  asked.length = 0;
  expect(await counts()).toEqual([1, 2, 2]);
  expect(asked).toEqual([3, 2]);
  expect(await since()).toEqual([0, 8, 0]);

  hot.clear();
  asked.length = 0;
  expect(await counts()).toEqual([1, 0, 2]);
  expect(asked).toEqual([3, 1, 2]);
});
