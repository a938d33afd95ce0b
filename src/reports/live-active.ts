// Who is on a project's pages now, kept in memory from the events that pass. Bounded: of more sessions than that, those
// heard of longest ago are forgotten.

import { LIMITS } from '../contract/limits.ts';
import type { LiveFact, LiveState } from '../contract/live.ts';
import type { ActiveSession } from '../storage/port-live.ts';
import { opaqueId } from './parameters.ts';

export type ActiveSessions = {
  /** What the store knew; never replaces what was heard since. */
  seed(sessions: readonly ActiveSession[]): void;
  add(facts: readonly LiveFact[], nowMs: number): void;
  forget(sessions: readonly number[]): void;
  /** Forgets who was not heard of for too long, and tells of the rest. */
  state(nowMs: number): Omit<LiveState, 'perSecond'>;
};

type Seen = {
  visitor: string;
  page: number | null;
  path: string | null;
  lastMs: number;
  /** When it left its page and has not been heard of since, else null. */
  leftMs: number | null;
};

export function createActiveSessions(): ActiveSessions {
  // In the order in which they were heard of last: the first is the oldest.
  const sessions = new Map<string, Seen>();

  const put = (key: string, seen: Seen) => {
    sessions.delete(key);
    sessions.set(key, seen);
    for (const oldest of sessions.keys()) {
      if (sessions.size <= LIMITS.liveSessions) break;
      sessions.delete(oldest);
    }
  };

  return {
    seed(known) {
      for (const { session, part, visitor, page, path, lastAtMs, hasLeft } of known) {
        const key = `${session}.${part}`;
        const leftMs = hasLeft ? lastAtMs : null;
        if (!sessions.has(key)) put(key, { visitor, page, path, lastMs: lastAtMs, leftMs });
      }
    },

    add(facts, nowMs) {
      for (const fact of facts) {
        const key = `${fact.session}.${fact.part}`;
        const before = sessions.get(key);
        const tsMs = Math.min(fact.tsMs, nowMs);
        if (before && isOlder(fact, tsMs, before)) continue;
        const isOnPage = fact.page !== null && !LAST_WORDS.has(fact.type);
        put(key, {
          visitor: fact.visitor,
          page: isOnPage ? fact.page : (before?.page ?? null),
          path: isOnPage ? fact.path : (before?.path ?? null),
          lastMs: tsMs,
          leftMs: fact.type === 'leave' ? nowMs : isOnPage ? null : (before?.leftMs ?? null),
        });
      }
    },

    forget(gone) {
      const names = new Set(gone.map(String));
      for (const key of sessions.keys()) if (names.has(key.split('.', 1)[0] ?? '')) sessions.delete(key);
    },

    state(nowMs) {
      const visitors = new Set<string>();
      const recent = new Set<string>();
      let active = 0;
      const pages = new Map<number, { path: string; visitors: Set<string> }>();
      for (const [key, seen] of sessions) {
        if (nowMs - seen.lastMs > LIMITS.liveVisitorMs) {
          sessions.delete(key);
          continue;
        }
        recent.add(seen.visitor);
        if (seen.leftMs !== null && nowMs - seen.leftMs > LIMITS.liveLeaveMs) continue;
        active += 1;
        visitors.add(seen.visitor);
        if (seen.page === null) continue;
        const page = pages.get(seen.page) ?? { path: seen.path ?? '', visitors: new Set() };
        page.visitors.add(seen.visitor);
        pages.set(seen.page, page);
      }
      const ranked = [...pages].map(([page, { path, visitors: on }]) => ({
        page: opaqueId(page),
        path,
        visitors: on.size,
      }));
      ranked.sort((a, b) => b.visitors - a.visitors || (a.path < b.path ? -1 : 1));
      return {
        atMs: nowMs,
        visitors: visitors.size,
        sessions: active,
        recentVisitors: recent.size,
        pages: ranked.slice(0, LIMITS.livePages),
      };
    },
  };
}

/** What a page still sends of itself while it goes is no sign of life. */
const LAST_WORDS: ReadonlySet<string> = new Set(['leave', 'vital', 'visibility']);

/**
 * What a page collects while it goes bears the instant of its leaving, in no order that tells which came last: at that
 * instant leaving weighs more than all else of the page, and the view of the next page more than leaving.
 */
function isOlder(fact: LiveFact, tsMs: number, before: Seen): boolean {
  if (tsMs !== before.lastMs) return tsMs < before.lastMs;
  if (fact.type === 'leave') return before.page !== null && fact.page !== before.page;
  return before.leftMs !== null && fact.page === before.page;
}
