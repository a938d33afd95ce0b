// A session as the API shows it, and the id it goes by there: `<session base36>.<part>`.

import type { SessionRowView } from '../contract/api.ts';
import { frictionOf } from '../contract/friction.ts';
import { LIMITS } from '../contract/limits.ts';
import type { SessionDetail } from '../storage/port.ts';
import { opaqueId, readOpaqueId } from './parameters.ts';

export function sessionView({ row, entry, exit, hasLeft }: SessionDetail, nowMs: number): SessionRowView {
  return {
    id: sessionIdOf(row),
    clientId: row.clientId,
    part: row.part,
    visitor: row.visitor,
    userId: row.userId,
    startedAtMs: row.startedAtMs,
    endedAtMs: row.endedAtMs,
    durationMs: row.endedAtMs - row.startedAtMs,
    pageviews: row.pageviews,
    events: row.events,
    clicks: row.clicks,
    rage: row.rage,
    dead: row.dead,
    errors: row.errors,
    errorClicks: row.errorClicks,
    quickBacks: row.quickBacks,
    friction: frictionOf(row),
    maxScrollPct: row.maxScrollPct,
    entry,
    exit,
    device: row.device,
    browser: row.browser,
    os: row.os,
    country: row.country,
    language: row.language,
    referrer: row.referrer,
    source: row.source,
    campaign: row.utmCampaign,
    app: appName(row.appName, row.appVersion),
    isBot: row.isBot,
    isLive: row.endedAtMs > nowMs - LIMITS.liveSessionMs && hasLeft !== true,
  };
}

/** The id of a session's view. */
export function sessionIdOf({ session, part }: { session: number; part: number }): string {
  return `${opaqueId(session)}.${part}`;
}

/** Null for anything that is not a session's id. */
export function readSessionId(text: string): { session: number; part: number } | null {
  const [, id = '', part = ''] = /^([0-9a-z]{1,11})\.(\d{1,6})$/.exec(text) ?? [];
  const session = readOpaqueId(id);
  return session === null ? null : { session, part: Number(part) };
}

function appName(name: string | null, version: string | null): string | null {
  return name !== null && version !== null ? `${name} ${version}` : (name ?? version);
}
