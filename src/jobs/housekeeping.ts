// The small things that must happen even when nobody asks for anything. What they do belongs to other rooms.

import { LIMITS } from '../contract/limits.ts';
import type { Log } from '../lib/log.ts';
import type { Job } from './schedule.ts';

export type Housekeeping = {
  /** Replaces the salt when the day has changed; on an idle server yesterday's would stay on the disk. */
  renewSalt: () => unknown;
  /** Makes the reserve for a full disk again once there is room. */
  renewReserve: () => unknown;
  /** Forgets sign-outs whose tokens have expired. */
  forgetEndedSignIns: () => unknown;
  /** Notes how often keys were used. */
  noteKeyUsage: () => unknown;
  /** Has what removed projects measured deleted. */
  findRemoved: () => unknown;
  /** Has people forgotten as ordered. */
  findForgotten: () => unknown;
  /** Whether what is old may be told by the clock. */
  isClockTrusted: () => boolean;
  /** Has sessions and events taken out that were kept long enough. */
  pruneEvents: () => unknown;
  /** Forgets recordings that were kept long enough. */
  pruneRecordings: () => unknown;
  /** Tells those who watch who is there now. */
  tellLive: () => unknown;
  /** Looks at alerts whose windows are over, and sends what they have to tell. */
  watchAlerts: () => unknown;
  /** Data files and their write-ahead logs; a log that grows means that some reader holds it. */
  fileSizes: () => readonly { name: string; bytes: number; isLog: boolean }[];
};

export function housekeepingJobs(work: Housekeeping, log: Log): Job[] {
  const firstMs = LIMITS.retentionFirstMs;
  const trusted = (prune: () => unknown) => () => (work.isClockTrusted() ? prune() : undefined);
  return [
    { name: 'salt of the day', everyMs: LIMITS.dayCheckMs, run: work.renewSalt },
    { name: 'reserve for a full disk', everyMs: LIMITS.diskCheckMs, run: work.renewReserve },
    {
      ...{ name: 'ended sign-ins', everyMs: LIMITS.endedSignInsCheckMs, firstMs },
      run: work.forgetEndedSignIns,
    },
    { name: 'use of keys', everyMs: LIMITS.keyUsageNoteMs, run: work.noteKeyUsage },
    { name: 'removed projects', everyMs: LIMITS.removalCheckMs, run: work.findRemoved },
    { name: 'people to forget', everyMs: LIMITS.removalCheckMs, run: work.findForgotten },
    { name: 'old events', everyMs: LIMITS.retentionCheckMs, firstMs, run: trusted(work.pruneEvents) },
    { name: 'old recordings', everyMs: LIMITS.replayPruneMs, firstMs, run: trusted(work.pruneRecordings) },
    { name: 'alerts', everyMs: LIMITS.alertCheckMs, run: work.watchAlerts },
    { name: 'live state', everyMs: LIMITS.liveStateMs, run: work.tellLive },
    {
      name: 'size of the logs',
      everyMs: LIMITS.dayCheckMs,
      run: () => warnOfLongLogs(work.fileSizes(), log),
    },
  ];
}

function warnOfLongLogs(files: ReturnType<Housekeeping['fileSizes']>, log: Log): void {
  for (const { name, bytes, isLog } of files) {
    if (isLog && bytes > LIMITS.logWarnBytes)
      log.warn(`A write-ahead log has grown large: ${name}`, { bytes });
  }
}
