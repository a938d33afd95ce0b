// Recorded sessions: takes chunks from visitors' browsers where the project wants them, answers them to its readers,
// and forgets them in time. What is heavy is done on the recordings' thread.

import { LIMITS } from '../contract/limits.ts';
import { readSettings } from '../contract/project-settings.ts';
import type { ReplayUploadAnswer } from '../contract/replay-chunk.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { NamedRate } from '../lib/token-bucket.ts';
import type { ProjectRow } from '../storage/port-catalog.ts';
import type { ReplayUsage } from '../storage/port-replays.ts';
import type { RecordingWork } from './recording-work.ts';

/** The parts of an upload's request that decide whether it is let in. */
export type Sender = {
  address: string | null;
  headerKey: string | null;
  queryKey: string | null;
  bearer: string | null;
  origin: string | null;
  referer: string | null;
  onRate?: (rate: NamedRate) => void;
};
export type Upload = Sender & {
  requestId: string;
  body: Uint8Array;
  /** The browser sent DNT: 1 or Sec-GPC: 1. */
  optOut: boolean;
};
export type Recordings = {
  /**
   * Stores a chunk; answers once it is on disk. Throws as the door for events does, `forbidden` (replay_off) where the
   * project does not record, `too_large`, `invalid` (bad_chunk), `unavailable`.
   */
  receive(upload: Upload): Promise<ReplayUploadAnswer>;
  /** JSON of a ReplayChunksAnswer about one session, `session` as in its id. Throws `not_found`, `invalid`. */
  read(
    projectNo: number,
    question: { sessionId: string; fromMs: number; toMs: number; cursor: string | null },
  ): Promise<string>;
  usage(projectNo: number): Promise<ReplayUsage>;
  /** Forgets what has been kept long enough, of all projects. */
  prune(): Promise<void>;
  removeProject(projectNo: number): Promise<void>;
};

const MEGABYTE = 1_000_000;
const DAY_MS = 86_400_000;

export type RecordingsDeps = {
  work: RecordingWork;
  clock: Clock;
  admit: (sender: Sender) => Promise<{ no: number; settings: ReturnType<typeof readSettings> }>;
  projects: { list: () => Promise<ProjectRow[]> };
  /** Since when people of the project may be followed. Rejects when none may. */
  followsFrom: (projectNo: number) => Promise<number>;
};

export function createRecordings(deps: RecordingsDeps): Recordings {
  const { work, clock, admit } = deps;
  let waiting = 0;
  return {
    async receive({ requestId, body, optOut, ...sender }) {
      const { no: projectNo, settings } = await admit(sender);
      if (!settings.replay || settings.aggregateOnly) throw replayOff();
      if (optOut) return { ok: true, requestId, isStored: false };
      if (waiting >= LIMITS.chunksWaiting) throw tooBusy();
      waiting += 1;
      try {
        const mostBytes = settings.replayMegabytes * MEGABYTE;
        const upload = { projectNo, body, receivedAtMs: clock.nowMs(), mostBytes };
        return { ok: true, requestId, isStored: await work.receive(upload) };
      } finally {
        waiting -= 1;
      }
    },
    async read(projectNo, question) {
      const fromMs = Math.max(question.fromMs, await deps.followsFrom(projectNo));
      return readRecording(work, projectNo, { ...question, fromMs });
    },
    usage: work.usage,
    async prune() {
      for (const { no: projectNo, settings } of await deps.projects.list()) {
        const { replayDays } = readSettings(settings);
        await work.prune({ projectNo, beforeMs: clock.nowMs() - replayDays * DAY_MS });
      }
    },
    removeProject: work.removeProject,
  };
}

/** See Recordings.read. */
export async function readRecording(
  work: Pick<RecordingWork, 'read'>,
  projectNo: number,
  { sessionId, ...question }: Parameters<Recordings['read']>[1],
): Promise<string> {
  const [, id] = /^([0-9a-z]{1,11})\.\d{1,6}$/.exec(sessionId) ?? [];
  if (id === undefined) throw unknownSession();
  return work.read({ projectNo, session: Number.parseInt(id, 36), ...question });
}

function replayOff(): HeatError {
  return new HeatError({
    kind: 'forbidden',
    code: 'replay_off',
    message: 'Cannot take the recording: this project does not record; switch it on in its settings',
  });
}

function tooBusy(): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'busy',
    message: 'Cannot take the recording: too many wait already',
    retryAfterSeconds: LIMITS.retryAfterSeconds,
  });
}

function unknownSession(): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'session_not_found',
    message: 'Cannot find this session in this project',
  });
}
