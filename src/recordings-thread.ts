// The recordings' thread as app.ts sees it: started, asked, stopped. Lies directly in src/ for the reason in workers.ts.

import { callsTo } from './lib/thread-calls.ts';
import type { RecordingWork } from './replay/recording-work.ts';

export type RecordingsThread = RecordingWork & { close(): Promise<void> };

type Calls = RecordingWork & { open(dataDir: string): Promise<void>; close(_: null): Promise<void> };
const NAMES = [
  'open',
  'close',
  'receive',
  'read',
  'recorded',
  'usage',
  'prune',
  'forget',
  'removeProject',
] as const;

/** Resolves once it has opened its file. Rejects when it cannot. */
export async function startRecordingsThread(dataDir: string): Promise<RecordingsThread> {
  const worker = new Worker(new URL('./replay-worker.ts', import.meta.url));
  const { open, close, ...work } = callsTo<Calls>(worker, NAMES);
  try {
    await open(dataDir);
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return {
    ...work,
    async close() {
      await close(null);
      worker.terminate();
    },
  };
}
