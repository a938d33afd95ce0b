// What an owner decides about a project beside its name, origins and zone. Stored as JSON, so that a new setting needs
// no migration; whatever stands there, reading it gives every setting a value of its type.

import { LIMITS } from './limits.ts';
import { DAY_MS } from './slots.ts';
import { NO_VISITOR_TOKENS, readVisitorTokens, type VisitorTokens } from './visitor-tokens.ts';
import type { Json } from './wire.ts';

export type ProjectSettings = {
  /** Pages of sampled visitors are taken with all text masked, where the owner took none. Off unless switched on. */
  visitorSnapshots: boolean;
  /** Pages of sampled visitors may be recorded as they change. Off unless switched on. */
  replay: boolean;
  /** Days that recordings are kept, 1…LIMITS.replayDaysMax. */
  replayDays: number;
  /** Megabytes that they may take; beyond that the oldest go. 1…LIMITS.replayMegabytesMax. */
  replayMegabytes: number;
  /** Tokens of the site's own sign-in, which name its users. */
  visitorTokens: VisitorTokens;
  /** Days that sessions and events are kept, 1…LIMITS.eventDaysMax; 0 keeps them. When they go: agedBeforeMs(). */
  eventDays: number;
  /** Nothing that follows one person leaves heat, and cells below LIMITS.leastVisitors visitors are hidden. */
  aggregateOnly: boolean;
};

/** As it is stored: other keys may be beside those of ProjectSettings. */
export type StoredSettings = { [name: string]: Json };

/** Key beside the settings: links into the tracker that were made up to this moment open nothing any more (UTC ms). */
export const LINKS_ENDED = 'linksEndedAtMs';

/**
 * Key beside the settings: when `aggregateOnly` was switched off last (UTC ms). What was measured before stays sums: only
 * sessions that began afterwards can be followed.
 */
export const FOLLOWS_FROM = 'followsFromMs';

export function followsFromMs(stored: StoredSettings): number {
  const fromMs = stored[FOLLOWS_FROM];
  return typeof fromMs === 'number' ? fromMs : 0;
}

export const DEFAULT_SETTINGS: ProjectSettings = {
  visitorSnapshots: false,
  replay: false,
  replayDays: 30,
  replayMegabytes: 2_000,
  visitorTokens: NO_VISITOR_TOKENS,
  eventDays: 0,
  aggregateOnly: false,
};

/**
 * Before when sessions must have ended to go from a project that keeps them for `eventDays` (at least 1): a midnight of UTC,
 * so that a day goes at once. What is kept is kept for that many days and up to one more.
 */
export function agedBeforeMs(eventDays: number, nowMs: number): number {
  return (Math.floor(nowMs / DAY_MS) - eventDays) * DAY_MS;
}

/** Every setting; the default where nothing, or nothing of its type, is stored. */
export function readSettings(stored: StoredSettings): ProjectSettings {
  const { visitorSnapshots, replay, replayDays, replayMegabytes, eventDays, aggregateOnly } = stored;
  const { replayDays: days, replayMegabytes: megabytes } = DEFAULT_SETTINGS;
  return {
    visitorSnapshots: visitorSnapshots === true,
    replay: replay === true,
    replayDays: wholeUpTo(LIMITS.replayDaysMax, replayDays) ?? days,
    replayMegabytes: wholeUpTo(LIMITS.replayMegabytesMax, replayMegabytes) ?? megabytes,
    visitorTokens: readVisitorTokens(stored.visitorTokens),
    eventDays: wholeUpTo(LIMITS.eventDaysMax, eventDays) ?? 0,
    aggregateOnly: aggregateOnly === true,
  };
}

function wholeUpTo(most: number, value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most ? value : null;
}
