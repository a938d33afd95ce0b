// Second step: what a session part is known by. Asked once for each part, when its first event opens it.

import type { Device } from '../contract/event-types.ts';
import { LIMITS } from '../contract/limits.ts';
import type { JournalBatch } from '../journal/record.ts';
import type { SessionRow } from '../storage/port-apply.ts';
import { type ParseAgent, withHints } from './parse-agent.ts';

/** Columns of a session that never change after its first event. */
export type SessionTraits = Pick<
  SessionRow,
  | 'visitor'
  | 'device'
  | 'browser'
  | 'browserVersion'
  | 'os'
  | 'userAgent'
  | 'platform'
  | 'language'
  | 'country'
  | 'screenW'
  | 'screenH'
  | 'appName'
  | 'appVersion'
  | 'appEnv'
  | 'sdk'
  | 'rate'
  | 'moveRate'
  | 'isBot'
>;

/** Describes the visitor's side of a batch. */
export function enrich(batch: JournalBatch, parseAgent: ParseAgent): SessionTraits {
  const { device, app, sdk } = batch;
  const agent = withHints(parseAgent(device.ua), device.hints);
  return {
    visitor: batch.visitor,
    device: agent.device ?? device.told?.device ?? deviceOfScreen(device.screenW),
    browser: agent.browser ?? device.told?.browser ?? null,
    browserVersion: agent.browserVersion,
    os: agent.os ?? device.told?.os ?? null,
    userAgent: device.ua || null,
    platform: device.platform,
    language: firstLanguage(device.language),
    country: batch.country,
    screenW: rounded(device.screenW),
    screenH: rounded(device.screenH),
    appName: app?.name ?? null,
    appVersion: app?.version ?? null,
    appEnv: app?.env ?? null,
    sdk: sdk === null ? null : `${sdk.name}/${sdk.version}`,
    rate: batch.rate,
    moveRate: batch.moveRate,
    isBot: agent.isBot,
  };
}

/** First tag of a list like `de-AT,de;q=0.9`, written as `de-AT`; null when there is none. */
export function firstLanguage(list: string | null): string | null {
  // Of a POSIX locale (`en_US.UTF-8`, `en-US@posix`), which Chromium passes on, the language alone.
  const tag = list?.split(/[,;.@]/, 1)[0]?.trim() ?? '';
  if (!/^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}$/.test(tag)) return null;
  const [language = '', ...rest] = tag.split(/[-_]/);
  const parts = rest.map((part) => (part.length === 2 ? part.toUpperCase() : part));
  return [language.toLowerCase(), ...parts].join('-');
}

function deviceOfScreen(width: number | null): Device | null {
  if (width === null || width <= 0) return null;
  if (width <= LIMITS.phoneScreenPx) return 'mobile';
  return width <= LIMITS.tabletScreenPx ? 'tablet' : 'desktop';
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
