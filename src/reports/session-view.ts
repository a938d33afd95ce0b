// A session as the API shows it.

import type { SessionRowView } from '../contract/api.ts';
import { frictionOf } from '../contract/friction.ts';
import { LIMITS } from '../contract/limits.ts';
import { writeSessionId } from '../contract/session-id.ts';
import type { SessionDetail } from '../storage/port.ts';

export function sessionView({ row, entry, exit, hasLeft }: SessionDetail, nowMs: number): SessionRowView {
  return {
    id: writeSessionId(row),
    clientSessionId: row.clientId,
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

function appName(name: string | null, version: string | null): string | null {
  return name !== null && version !== null ? `${name} ${version}` : (name ?? version);
}
