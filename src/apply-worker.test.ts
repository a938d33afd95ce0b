import { expect, test } from 'bun:test';
import { journalBatch, journalEntry, journalEvent } from '../test/support/journal-batches.ts';
import { tempDir } from '../test/support/temp-dir.ts';
import type { FromApplyWorker, ToApplyWorker } from './apply/worker-messages.ts';
import { openJournalStore } from './storage/open/journal-store.ts';
import { migrate } from './storage/open.ts';
import { openReader } from './storage/sqlite/connection.ts';

type Talk = {
  say(message: ToApplyWorker): void;
  /** The next message of a type; others are passed over. */
  next<T extends FromApplyWorker['type']>(type: T): Promise<Extract<FromApplyWorker, { type: T }>>;
  end(): void;
};

function talkToWorker(): Talk {
  const worker = new Worker(new URL('./apply-worker.ts', import.meta.url));
  const heard: FromApplyWorker[] = [];
  let listener: (() => void) | null = null;
  worker.onmessage = ({ data }: MessageEvent<FromApplyWorker>) => {
    heard.push(data);
    listener?.();
  };
  return {
    say: (message) => worker.postMessage(message),
    async next(type) {
      for (;;) {
        const message = heard.shift();
        if (message?.type === type) return message as Extract<FromApplyWorker, { type: typeof type }>;
        if (message !== undefined) continue;
        const { promise, resolve } = Promise.withResolvers<void>();
        listener = resolve;
        await promise;
      }
    },
    end: () => worker.terminate(),
  };
}

const entryOf = (id: string) => journalEntry(journalBatch({ events: [journalEvent({ id })] }));

test('the worker applies what is there, what it is woken for, and what it finds by itself', async () => {
  using dir = tempDir();
  await migrate(dir.path);
  const journal = await openJournalStore(dir.path);
  await journal.append([entryOf('e1')]);
  const talk = talkToWorker();
  talk.say({ type: 'start', dataDir: dir.path });
  expect(await talk.next('ready')).toEqual({ type: 'ready', appliedSeq: 0 });
  expect(await talk.next('applied')).toEqual({ type: 'applied', seq: 1, events: 1, duplicates: [] });
  await journal.append([entryOf('e1'), entryOf('e2')]);
  talk.say({ type: 'wake' });
  expect(await talk.next('applied')).toEqual({
    type: 'applied',
    seq: 3,
    events: 1,
    duplicates: [{ projectNo: 1, events: 1 }],
  });
  await journal.append([entryOf('e3')]);
  expect(await talk.next('applied')).toEqual({ type: 'applied', seq: 4, events: 1, duplicates: [] });
  talk.say({ type: 'stop' });
  await talk.next('stopped');
  talk.end();

  const reader = openReader(dir.join('events.db'));
  expect(reader.query('select event_id from events order by 1').values()).toEqual([['e1'], ['e2'], ['e3']]);
  reader.close();

  const again = talkToWorker();
  again.say({ type: 'start', dataDir: dir.path });
  expect(await again.next('ready')).toEqual({ type: 'ready', appliedSeq: 4 });
  again.say({ type: 'stop' });
  await again.next('stopped');
  again.end();
  await journal.close();
}, 30_000);

test('the worker says why it cannot start', async () => {
  using dir = tempDir();
  const talk = talkToWorker();
  talk.say({ type: 'start', dataDir: dir.path });
  expect((await talk.next('failed')).message).toContain('journal');
  talk.say({ type: 'stop' });
  await talk.next('stopped');
  talk.end();
}, 30_000);
