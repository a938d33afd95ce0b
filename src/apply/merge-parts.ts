// Makes one part of two that a late event has joined. Everything counted on a session row adds up, so no event is read
// again; what the row says of its visitor must be the same on both, or they stay apart.

import { compareEvents } from '../contract/event-order.ts';
import { LIMITS } from '../contract/limits.ts';
import type { AppliedSession } from '../storage/port-apply.ts';

type Span = Pick<AppliedSession, 'startedAtMs' | 'endedAtMs'>;

const SUMS = [
  'events',
  'pageviews',
  'clicks',
  'moves',
  'scrolls',
  'inputs',
  'customs',
  'errors',
  'rage',
  'dead',
  'errorClicks',
  'quickBacks',
] as const;
const OF_ENTRY = [
  'entryPage',
  'entryAtMs',
  'entryId',
  'referrer',
  'source',
  'medium',
  'utmSource',
  'utmMedium',
  'utmCampaign',
  'utmTerm',
  'utmContent',
] as const;
const OF_EXIT = ['exitPage', 'exitAtMs', 'exitId'] as const;

/** Whether two parts are one by the idle time and the longest session, and tell of one visitor on one device. */
export function belongTogether(a: AppliedSession, b: AppliedSession): boolean {
  const span = Math.max(a.endedAtMs, b.endedAtMs) - Math.min(a.startedAtMs, b.startedAtMs);
  return (
    distance(a, b) <= LIMITS.sessionIdleMs &&
    span <= LIMITS.sessionMaxMs &&
    a.visitor === b.visitor &&
    (a.device === b.device || isNameless(a) || isNameless(b)) &&
    a.isBot === b.isBot
  );
}

/** Both in one row, which keeps the smaller number and what is told of the machine by the part that began first. */
export function mergeParts(a: AppliedSession, b: AppliedSession): AppliedSession {
  const [first, second] = a.startedAtMs <= b.startedAtMs ? [a, b] : [b, a];
  const merged: AppliedSession = {
    ...((second.toldAtMs ?? Infinity) < (first.toldAtMs ?? Infinity) ? second : first),
    startedAtMs: first.startedAtMs,
    part: Math.min(a.part, b.part),
    endedAtMs: Math.max(a.endedAtMs, b.endedAtMs),
    maxScrollPct: deepest(a.maxScrollPct, b.maxScrollPct),
    ...pick(isEntryFirst(first, second) ? first : second, OF_ENTRY),
    ...pick(isExitLast(first, second) ? first : second, OF_EXIT),
  };
  rememberUser(merged, a);
  rememberUser(merged, b);
  for (const name of SUMS) merged[name] = a[name] + b[name];
  return merged;
}

/** Only a server has told of it so far: nothing is known of its browser. */
function isNameless({ toldAtMs }: AppliedSession): boolean {
  return toldAtMs === null;
}

/** Who was named when, and whose traits were told when; null where nothing was. */
export type Naming = Pick<AppliedSession, 'userId' | 'userAtMs' | 'traits' | 'traitsUserId' | 'traitsAtMs'>;

/**
 * Keeps in `row` whoever was named newest and the traits that were told newest, each by itself, so that the order in
 * which namings are told makes no difference. Of the same millisecond the later one as text counts.
 */
export function rememberUser(row: Naming, told: Naming): void {
  if (isLater([told.userAtMs, told.userId], [row.userAtMs, row.userId])) {
    row.userId = told.userId;
    row.userAtMs = told.userAtMs;
  }
  if (isLater(traitsKey(told), traitsKey(row))) {
    row.traits = told.traits;
    row.traitsUserId = told.traitsUserId;
    row.traitsAtMs = told.traitsAtMs;
  }
}

type When = [atMs: number | null, text: string | null];

function isLater([atMs, text]: When, [thanMs, than]: When): boolean {
  if (atMs === null || thanMs === null) return atMs !== null;
  return atMs > thanMs || (atMs === thanMs && (text ?? '') > (than ?? ''));
}

function traitsKey({ traits, traitsUserId, traitsAtMs }: Naming): When {
  return [traitsAtMs, `${traitsUserId} ${JSON.stringify(traits)}`];
}

function distance(a: Span, b: Span): number {
  return Math.max(0, a.startedAtMs - b.endedAtMs, b.startedAtMs - a.endedAtMs);
}

function isEntryFirst(a: AppliedSession, b: AppliedSession): boolean {
  if (a.entryAtMs === null || b.entryAtMs === null) return b.entryAtMs === null;
  return isBefore([a.entryAtMs, a.entryId], [b.entryAtMs, b.entryId]);
}

function isExitLast(a: AppliedSession, b: AppliedSession): boolean {
  if (a.exitAtMs === null || b.exitAtMs === null) return b.exitAtMs === null;
  return isBefore([b.exitAtMs, b.exitId], [a.exitAtMs, a.exitId]);
}

function isBefore(
  [aMs, a]: [atMs: number, id: string | null],
  [bMs, b]: [atMs: number, id: string | null],
): boolean {
  return compareEvents({ tsMs: aMs, eventId: a ?? '' }, { tsMs: bMs, eventId: b ?? '' }) < 0;
}

function deepest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

function pick<K extends keyof AppliedSession>(
  row: AppliedSession,
  names: readonly K[],
): Pick<AppliedSession, K> {
  return Object.fromEntries(names.map((name) => [name, row[name]])) as Pick<AppliedSession, K>;
}
