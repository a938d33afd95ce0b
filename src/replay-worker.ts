// Entry point of the recordings' thread: reads and cleans what browsers recorded, and is the only writer of replays.db.
// Lies directly in src/, see workers.ts. Opens its file with the first call.

import { clockCorrection } from './apply/correct-clock.ts';
import { type Port, serveCalls } from './lib/thread-calls.ts';
import { createRecordingWork, type RecordingWork } from './replay/recording-work.ts';
import { openReplayStore } from './storage/open/replay-store.ts';
import type { ReplayStore } from './storage/port-replays.ts';

let opened: { store: ReplayStore; work: RecordingWork } | null = null;

const workOf = (): RecordingWork => {
  if (!opened) throw new Error('Broken assumption: the recordings are opened before they are asked for');
  return opened.work;
};

serveCalls(globalThis as unknown as Port, {
  async open(dataDir: string) {
    const store = await openReplayStore(dataDir);
    const clockShift = (receivedAtMs: number, sentAtMs: number) =>
      clockCorrection({ receivedAtMs, sentAtMs, newestMs: sentAtMs }).shiftMs;
    opened = { store, work: createRecordingWork({ store, clockShift }) };
  },
  async close(_: null) {
    await opened?.store.close();
    opened = null;
  },
  receive: (upload: Parameters<RecordingWork['receive']>[0]) => workOf().receive(upload),
  read: (question: Parameters<RecordingWork['read']>[0]) => workOf().read(question),
  recorded: (question: Parameters<RecordingWork['recorded']>[0]) => workOf().recorded(question),
  usage: (projectNo: number) => workOf().usage(projectNo),
  prune: (request: Parameters<RecordingWork['prune']>[0]) => workOf().prune(request),
  forget: (request: Parameters<RecordingWork['forget']>[0]) => workOf().forget(request),
  removeProject: (projectNo: number) => workOf().removeProject(projectNo),
});
