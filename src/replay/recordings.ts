// Recorded sessions: takes chunks from visitors' browsers where the project wants them, answers them to its readers,
// and forgets them in time. What is heavy is done on the recordings' thread.

import { LIMITS } from '../contract/limits.ts';
import { readSettings } from '../contract/project-settings.ts';
import type { RecordedAnswer, ReplayUploadAnswer } from '../contract/replay-chunk.ts';
import { readSessionId } from '../contract/session-id.ts';
import { DAY_MS } from '../contract/slots.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { NamedRate } from '../lib/token-bucket.ts';
import type { ProjectRow } from '../storage/port-catalog.ts';
import type { ReplayUsage } from '../storage/port-replays.ts';
import { chunkTooLarge } from './chunk-faults.ts';
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
  /** Bytes that the body is said to have; 0 when nothing is said. */
  announced: number;
  read: () => Promise<Uint8Array>;
  /** The browser sent DNT: 1 or Sec-GPC: 1. */
  optOut: boolean;
};
export type Recordings = {
  /**
   * Stores a chunk; answers once it is on disk. Nothing is read of one that is not admitted, not wanted, or announced as
   * too large. Throws as the door for events does, `forbidden` (replay_off) where the
   * project does not record, `too_large`, `invalid` (bad_chunk), `unavailable`.
   */
  receive(upload: Upload): Promise<ReplayUploadAnswer>;
  /** JSON of a ReplayChunksAnswer about one session, `session` as in its id. Throws `not_found`, `invalid`. */
  read(
    projectNo: number,
    question: { sessionId: string; fromMs: number; toMs: number; cursor: string | null },
  ): Promise<string>;
  /** When these sessions (ids with commas between, at most LIMITS.recordedAsked) were recorded. Throws `invalid`. */
  recorded(projectNo: number, sessions: string): Promise<RecordedAnswer>;
  usage(projectNo: number): Promise<ReplayUsage>;
  /** Forgets what has been kept long enough, of all projects. */
  prune(): Promise<void>;
  removeProject(projectNo: number): Promise<void>;
};

const MEGABYTE = 1_000_000;

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
    async receive({ requestId, announced, read, optOut, ...sender }) {
      const { no: projectNo, settings } = await admit(sender);
      if (!settings.replay || settings.aggregateOnly) throw replayOff();
      if (optOut) return { ok: true, requestId, isStored: false };
      if (announced > LIMITS.chunkBytes) throw chunkTooLarge();
      // Whoever sends slowly takes no place meanwhile.
      const body = await read();
      if (body.length > LIMITS.chunkBytes) throw chunkTooLarge();
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
    async recorded(projectNo, sessions) {
      return readRecorded(work, projectNo, { sessions, fromMs: await deps.followsFrom(projectNo) });
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
  const id = readSessionId(sessionId);
  if (!id) throw unknownSession();
  return work.read({ projectNo, session: id.session, ...question });
}

async function readRecorded(
  work: Pick<RecordingWork, 'recorded'>,
  projectNo: number,
  { sessions: text, fromMs: sinceMs }: { sessions: string; fromMs: number },
): Promise<RecordedAnswer> {
  const ids = [...new Set(text.split(','))];
  const parts = ids.map((id) => ({ id, key: readSessionId(id) }));
  const wrong = parts.find(({ key }) => key === null);
  if (wrong || ids.length > LIMITS.recordedAsked) throw badSessions(wrong !== undefined);
  const sessions = [...new Set(parts.flatMap(({ key }) => key?.session ?? []))];
  const spans = await work.recorded({ projectNo, sessions });
  return {
    items: parts.flatMap(({ id, key }) =>
      spans
        .filter(({ session, toMs }) => session === key?.session && toMs >= sinceMs)
        .map(({ fromMs, toMs }) => ({ session: id, fromMs, toMs })),
    ),
  };
}

function badSessions(isWrong: boolean): HeatError {
  const why = isWrong ? 'one of the ids is none' : `there are more than ${LIMITS.recordedAsked}`;
  return new HeatError({
    kind: 'invalid',
    code: 'bad_parameter',
    message: `Cannot read sessions: ${why}`,
    hint: `Ask with ids of sessions, commas between, at most ${LIMITS.recordedAsked}.`,
  });
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
