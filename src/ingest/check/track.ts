// Reads events that servers tell: who did it stands in each event, and nothing is taken from the caller, whose address
// and user agent are not the visitor's. One bad event costs only itself.

import { LIMITS } from '../../contract/limits.ts';
import type { RejectedEvent } from '../../contract/wire.ts';
import type { JournalBatch, JournalEvent } from '../../journal/record.ts';
import { sha256Hex } from '../../lib/hash.ts';
import { uuid } from '../../lib/id.ts';
import { createFinding, type Finding, isRaw, type Raw, refuse } from './finding.ts';
import { readFields } from './shape.ts';
import { readTime } from './time.ts';
import { isTrackField, TRACK_SHAPE } from './track-shape.ts';
import { address, clientId, text } from './values.ts';

/** An event with everything that its session is known by. */
export type TrackedEvent = {
  index: number;
  sessionId: string;
  visitor: string;
  userId: string | null;
  userAgent: string;
  page: string | null;
  event: JournalEvent;
};
export type TrackContext = { nowMs: number; idempotencyKey: string | null };

const userAgent = text(LIMITS.userAgentChars);

/**
 * Good events and why the others are not, each with its place in the list; and the first LIMITS.ignoredShown names of
 * fields that mean nothing here, so that a typo is noticed.
 */
export function readTracked(
  list: readonly unknown[],
  context: TrackContext,
): { events: TrackedEvent[]; rejected: RejectedEvent[]; ignored: string[] } {
  const ignored = new Set<string>();
  const events: TrackedEvent[] = [];
  const rejected: RejectedEvent[] = [];
  for (const [index, raw] of list.entries()) {
    const finding = createFinding();
    const event = isRaw(raw)
      ? readOne(raw, index, { ...context, finding })
      : refuse(finding, 'not_an_object', 'An event must be an object');
    if (isRaw(raw)) noteIgnored(raw, ignored);
    if (event !== undefined && finding.code === null) events.push(event);
    else rejected.push({ index, code: finding.code ?? 'bad_field', message: finding.message });
  }
  return { events, rejected, ignored: [...ignored] };
}

function noteIgnored(raw: Raw, ignored: Set<string>): void {
  for (const name in raw) {
    if (ignored.size === LIMITS.ignoredShown) return;
    if (!isTrackField(name)) ignored.add(name.slice(0, LIMITS.nameChars));
  }
}

function readOne(
  raw: Raw,
  index: number,
  { nowMs, idempotencyKey, finding }: TrackContext & { finding: Finding },
): TrackedEvent | undefined {
  const given = clientId(raw.eventId, 'eventId', finding);
  const sessionId = clientId(raw.sessionId, 'sessionId', finding);
  const anonymousId = clientId(raw.anonymousId, 'anonymousId', finding);
  const agent = userAgent(raw.userAgent, 'userAgent', finding) ?? '';
  const page = address(raw.page, 'page', finding) || null;
  const isTimed = raw.timestamp !== undefined && raw.timestamp !== null;
  const ts = isTimed ? readTime(raw.timestamp, 'timestamp', finding) : nowMs;
  readFields(raw, TRACK_SHAPE, finding);
  if (finding.code !== null || ts === undefined) return undefined;
  const userId = (finding.fields.userId as string | undefined) ?? null;
  const id = given ?? (idempotencyKey === null ? uuid() : keyedId(idempotencyKey, index));
  const event: JournalEvent = { id, type: 'custom', ts, p: -1, w: -1, f: finding.fields };
  if (finding.isCut) event.cut = true;
  const visitor = visitorOf({ anonymousId, userId, sessionId });
  return {
    index,
    sessionId: sessionId ?? filedUnder(visitor, ts),
    visitor,
    userId,
    userAgent: agent,
    page,
    event,
  };
}

/**
 * Events of the same visitor, user, agent and session make a batch, as if they had come from their browser. Batches
 * without an agent are marked: they say nothing of the visitor's device.
 */
export function trackedBatches(events: readonly TrackedEvent[], keyId: string): Omit<JournalBatch, 'v'>[] {
  const groups = new Map<string, TrackedEvent[]>();
  for (const event of events) {
    const name = JSON.stringify([event.sessionId, event.visitor, event.userId, event.userAgent]);
    const group = groups.get(name);
    if (group) group.push(event);
    else groups.set(name, [event]);
  }
  return [...groups.values()].map((group) => batchOf(group, keyId));
}

function batchOf(group: readonly TrackedEvent[], keyId: string): Omit<JournalBatch, 'v'> {
  const { sessionId, visitor, userId, userAgent: ua } = group[0]!;
  const urls = [...new Set(group.flatMap(({ page }) => page ?? []))];
  return {
    keyId,
    sentAtMs: null,
    sdk: { name: 'heat-api', version: '1' },
    app: null,
    session: { id: sessionId, startedAtMs: null },
    visitor,
    user: userId === null ? null : { id: userId, traits: null },
    device: { ua, platform: null, language: null, screenW: null, screenH: null },
    country: null,
    rate: 1,
    moveRate: 1,
    ...(ua === '' ? { isServer: true as const } : {}),
    pages: urls.map((url) => ({ url })),
    views: [],
    elements: [],
    events: group.map(({ event, page }) => ({ ...event, p: page === null ? -1 : urls.indexOf(page) })),
  };
}

type Named = { anonymousId: string | undefined; userId: string | null; sessionId: string | undefined };

/** The browser's own visitor where it is named, so that both are one; nobody's events are all one visitor's. */
export function visitorOf({ anonymousId, userId, sessionId }: Named): string {
  if (anonymousId !== undefined) return `c:${anonymousId}`;
  if (userId !== null) return `u:${shortHash(userId)}`;
  return sessionId === undefined ? 'server' : `s:${sessionId}`;
}

/** A session id for events that name none: one a month for each visitor, one a day for nobody; idle gaps cut them. */
export function filedUnder(visitor: string, tsMs: number): string {
  const date = new Date(tsMs).toISOString();
  return visitor === 'server'
    ? `server-${date.slice(0, 10)}`
    : `api-${shortHash(visitor)}-${date.slice(0, 7)}`;
}

function keyedId(idempotencyKey: string, index: number): string {
  return `k_${sha256Hex(`${index} ${idempotencyKey}`).slice(0, 32)}`;
}

export function shortHash(value: string): string {
  return sha256Hex(value).slice(0, 24);
}
