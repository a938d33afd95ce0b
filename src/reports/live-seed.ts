// Begins a live view with what the store knows: who is there, what they did lately, and how much came in the last minute.

import { LIMITS } from '../contract/limits.ts';
import type { LiveEvent } from '../contract/live.ts';
import type { Clock } from '../lib/clock.ts';
import type { ReportStore } from '../storage/port.ts';
import type { RecentActivity } from '../storage/port-live.ts';
import type { ActiveSessions } from './live-active.ts';
import { liveEvent } from './live-view.ts';

const SECOND_MS = 1_000;

type Seeded = {
  active: ActiveSessions;
  recent: LiveEvent[];
  /** What was heard meanwhile. */
  kept: readonly LiveEvent[];
  seconds: number[];
};

/** Resolves when it is done; a report that cannot be had leaves the numbers to grow from what is heard. */
export async function seedLive(
  { reports, clock }: { reports: Pick<ReportStore, 'activeSessions' | 'recentActivity'>; clock: Clock },
  projectNo: number,
  watched: Seeded,
): Promise<void> {
  const startMs = clock.nowMs();
  const active = reports
    .activeSessions({ projectNo, sinceMs: startMs - LIMITS.liveVisitorMs, limit: LIMITS.liveSessions })
    .then(watched.active.seed);
  const recent = reports
    .recentActivity({
      projectNo,
      startedSinceMs: startMs - LIMITS.liveRecentMs - LIMITS.sessionMaxMs,
      sinceMs: startMs - LIMITS.liveRecentMs,
      limit: LIMITS.liveRecent,
      countedSinceMs: startMs - LIMITS.liveSeconds * SECOND_MS,
    })
    .then(({ facts, perSecond }) => {
      seedEvents(watched, facts);
      seedSeconds(watched.seconds, { perSecond, startMs, nowMs: clock.nowMs() });
    });
  await Promise.allSettled([active, recent]);
}

/** Ids of before any journal position: whoever goes on after one of them gets all that was heard since. */
function seedEvents(watched: Seeded, facts: RecentActivity['facts']): void {
  const keyOf = ({ session, eventId }: { session: string; eventId: string }) => `${session} ${eventId}`;
  const heard = new Set(watched.kept.map(keyOf));
  watched.recent = facts
    .map((fact, index) => liveEvent({ ...fact, id: `0.${index}` }))
    .filter((event) => !heard.has(keyOf(event)));
}

/** Seconds that were over before anything was heard; the last slot of `seconds` is the one that runs. */
function seedSeconds(
  seconds: number[],
  { perSecond, startMs, nowMs }: { perSecond: RecentActivity['perSecond']; startMs: number; nowMs: number },
): void {
  for (const [atMs, events] of perSecond) {
    const slot = seconds.length - 1 - Math.floor((nowMs - atMs) / SECOND_MS);
    if (atMs + SECOND_MS > startMs || slot < 0 || slot >= seconds.length - 1) continue;
    seconds[slot] = (seconds[slot] ?? 0) + events;
  }
}
