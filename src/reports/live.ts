// Events as they are applied, passed on to those who watch a project, and who is on its pages. Knows no connection: a
// subscriber is a function, and how much may wait for a slow reader is decided where the bytes are.

import { LIMITS } from '../contract/limits.ts';
import {
  LIVE_QUIET,
  type LiveEnd,
  type LiveEvent,
  type LiveSlice,
  type LiveState,
} from '../contract/live.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { ReportStore } from '../storage/port.ts';
import { type ActiveSessions, createActiveSessions } from './live-active.ts';
import { readLiveFilters } from './live-filters.ts';
import { seedLive } from './live-seed.ts';
import { isLaterId, liveEvent, readLiveId } from './live-view.ts';
import { opaqueId, readWhole } from './parameters.ts';

/** `json` is the text of the message's data, made once for all who get the same. */
export type LiveMessage =
  | { type: 'state'; json: string }
  | { type: 'events'; json: string; lastId: string }
  | { type: 'gap'; json: string }
  | { type: 'end'; json: string; reason: LiveEnd };
/** Must not throw. */
export type LiveSink = (message: LiveMessage) => void;
export type LiveQuestion = {
  /** `dimension:op:value`, see LIVE_DIMENSIONS. */
  filters: readonly string[];
  /** Id of the newest event that the reader has, to go on after it; null for a first connection. */
  after: string | null;
  /** How many events of before a first connection begins with, 0…LIMITS.liveRecent; none when it is left out. */
  recent?: string | undefined;
};

export type Live = {
  /**
   * Tells `sink` of the project's events from now on, before that of those after `after` that are still in memory, or of
   * the newest `recent` ones without LIVE_QUIET; resolves once the first state was told. Throws `invalid` for filters and ids that cannot be read, `rate_limited` for too many
   * connections.
   */
  open(projectNo: number, question: LiveQuestion, sink: LiveSink): Promise<{ close(): void }>;
  /** Takes what the applier committed. */
  take(slices: readonly LiveSlice[]): void;
  /** Forgets these sessions: nobody who comes is told of them. */
  forget(projectNo: number, sessions: readonly number[]): void;
  /** To be called once a second. */
  tick(): void;
  /** Ends every connection of the project, or with null of all, with that reason. */
  end(projectNo: number | null, reason: LiveEnd): void;
  connections(): number;
};

export type LiveDeps = {
  reports: Pick<ReportStore, 'activeSessions' | 'recentActivity'>;
  clock: Clock;
  /** Has the applier tell of these projects. */
  watch: (projectNos: number[]) => void;
};

type Subscriber = { sink: LiveSink; matches: ((event: LiveEvent) => boolean) | null };
type Watched = {
  subscribers: Set<Subscriber>;
  active: ActiveSessions;
  /** Resolves once `active`, `recent` and `seconds` know what the store knew. */
  seeded: Promise<void>;
  /** What was there before it was watched, oldest first. */
  recent: LiveEvent[];
  /** Newest events, oldest first; `droppedId` is the newest that fell out of it. */
  kept: LiveEvent[];
  droppedId: string | null;
  seconds: number[];
  idleSinceMs: number;
};

const RECENT = { name: 'recent', min: 0, max: LIMITS.liveRecent, fallback: 0 };

export function createLive({ reports, clock, watch }: LiveDeps): Live {
  const projects = new Map<number, Watched>();

  const watchProject = (projectNo: number): Watched => {
    const watched: Watched = {
      subscribers: new Set(),
      active: createActiveSessions(),
      seeded: Promise.resolve(),
      recent: [],
      kept: [],
      droppedId: null,
      seconds: new Array(LIMITS.liveSeconds).fill(0),
      idleSinceMs: clock.monotonicMs(),
    };
    projects.set(projectNo, watched);
    watch([...projects.keys()]);
    // Asked once the applier was told: what it applies in between is known twice, and told once.
    watched.seeded = seedLive({ reports, clock }, projectNo, watched);
    return watched;
  };

  const stateOf = ({ active, seconds }: Watched): LiveMessage => {
    const state: LiveState = { ...active.state(clock.nowMs()), perSecond: seconds.slice(0, -1) };
    return { type: 'state', json: JSON.stringify(state) };
  };

  return {
    async open(projectNo, question, sink) {
      const matches = readLiveFilters(question.filters);
      const after = question.after === null ? null : readLiveId(question.after);
      const recent = readWhole(question.recent, RECENT);
      const watched = projects.get(projectNo) ?? watchProject(projectNo);
      watched.idleSinceMs = clock.monotonicMs();
      await watched.seeded;
      if (watched.subscribers.size >= LIMITS.livePerProject) throw tooManyConnections();
      const subscriber: Subscriber = { sink, matches };
      if (after === null) begin(watched, subscriber, recent);
      else resume(watched, subscriber, after);
      watched.subscribers.add(subscriber);
      sink(stateOf(watched));
      return {
        close() {
          watched.subscribers.delete(subscriber);
          watched.idleSinceMs = clock.monotonicMs();
        },
      };
    },

    take(slices) {
      for (const { projectNo, facts } of slices) {
        const watched = projects.get(projectNo);
        if (!watched || facts.length === 0) continue;
        watched.active.add(facts, clock.nowMs());
        watched.seconds[watched.seconds.length - 1]! += facts.length;
        const events = facts.map(liveEvent);
        keep(watched, events);
        tell(watched.subscribers, events);
      }
    },

    forget(projectNo, sessions) {
      const watched = projects.get(projectNo);
      if (!watched) return;
      const gone = new Set(sessions.map(opaqueId));
      const isLeft = ({ session }: LiveEvent) => !gone.has(session.split('.', 1)[0] ?? '');
      watched.kept = watched.kept.filter(isLeft);
      watched.recent = watched.recent.filter(isLeft);
      watched.active.forget(sessions);
    },

    tick() {
      for (const [projectNo, watched] of projects) {
        if (watched.subscribers.size === 0) {
          if (clock.monotonicMs() - watched.idleSinceMs < LIMITS.liveKeepMs) continue;
          projects.delete(projectNo);
          watch([...projects.keys()]);
          continue;
        }
        watched.seconds.push(0);
        watched.seconds.shift();
        const state = stateOf(watched);
        for (const { sink } of watched.subscribers) sink(state);
      }
    },

    end(projectNo, reason) {
      const message: LiveMessage = { type: 'end', json: JSON.stringify({ reason }), reason };
      for (const [no, watched] of projects) {
        if (projectNo !== null && no !== projectNo) continue;
        const ended = [...watched.subscribers];
        watched.subscribers.clear();
        for (const { sink } of ended) sink(message);
      }
    },

    connections: () => [...projects.values()].reduce((sum, { subscribers }) => sum + subscribers.size, 0),
  };
}

/** Tells a first reader of the newest events that he asked for. */
function begin({ recent, kept }: Watched, subscriber: Subscriber, count: number): void {
  const news = kept.filter(({ type }) => !LIVE_QUIET.has(type));
  // Of those he does not ask for none takes the place of one that he does.
  const wanted = [...recent, ...news].filter((event) => subscriber.matches?.(event) ?? true);
  if (count > 0) tell(new Set([subscriber]), wanted.slice(-count));
}

/** Tells what came after `after`, and of a gap when that is not all in memory. */
function resume({ kept, droppedId }: Watched, subscriber: Subscriber, after: string): void {
  const from = kept[0]?.id ?? null;
  const isWhole =
    (droppedId !== null && !isLaterId(droppedId, after)) || (from !== null && !isLaterId(from, after));
  if (!isWhole) subscriber.sink({ type: 'gap', json: '{}' });
  tell(
    new Set([subscriber]),
    kept.filter(({ id }) => isLaterId(id, after)),
  );
}

function keep(watched: Watched, events: readonly LiveEvent[]): void {
  const all = [...watched.kept, ...events];
  const dropped = all.length - LIMITS.liveKept;
  if (dropped > 0) watched.droppedId = all[dropped - 1]?.id ?? null;
  watched.kept = all.slice(Math.max(0, dropped));
}

/** Those without a filter share one text. */
function tell(subscribers: ReadonlySet<Subscriber>, events: readonly LiveEvent[]): void {
  let shared: LiveMessage | null = null;
  const lastId = events.at(-1)?.id;
  if (lastId === undefined) return;
  for (const { sink, matches } of subscribers) {
    if (matches === null) {
      shared ??= { type: 'events', json: JSON.stringify(events), lastId };
      sink(shared);
      continue;
    }
    const wanted = events.filter(matches);
    if (wanted.length > 0) sink({ type: 'events', json: JSON.stringify(wanted), lastId });
  }
}

function tooManyConnections(): HeatError {
  return new HeatError({
    kind: 'rate_limited',
    code: 'too_many_live',
    message: `There are ${LIMITS.livePerProject} live connections to this project already`,
    retryAfterSeconds: LIMITS.retryAfterSeconds,
  });
}
