// A session as the reports read it: the columns by name and how they become a SessionDetail.

import { DEVICE_CODES, DEVICES, type Device } from '../../contract/event-types.ts';
import type { Props } from '../../contract/wire.ts';
import type { SessionDetail } from '../port.ts';
import type { SessionRow } from '../port-apply.ts';
import { WHOLE_SESSIONS } from './session-words.ts';

type Flat = Omit<SessionRow, 'device' | 'traits' | 'isBot'> & {
  device: number | null;
  traits: string | null;
  isBot: number;
  entry: string | null;
  exit: string | null;
};

export type { Flat as FlatSession };

/** To be selected from SESSION_TABLES. */
export const SESSION_COLUMNS = `
  s.project_no as projectNo, s.session, s.part,
  s.client_id as clientId, s.visitor, s.user_id as userId,
  iif(s.traits_user_id = s.user_id, s.traits, null) as traits,
  s.started_at_ms as startedAtMs, s.ended_at_ms as endedAtMs,
  s.events, s.pageviews, s.clicks, s.moves, s.scrolls, s.inputs, s.customs, s.errors, s.rage, s.dead,
  s.error_clicks as errorClicks, s.quick_backs as quickBacks,
  s.max_scroll_pct as maxScrollPct,
  s.entry_page as entryPage, s.entry_at_ms as entryAtMs, s.exit_page as exitPage, s.exit_at_ms as exitAtMs,
  s.referrer, s.source, s.medium,
  s.utm_source as utmSource, s.utm_medium as utmMedium, s.utm_campaign as utmCampaign,
  s.utm_term as utmTerm, s.utm_content as utmContent,
  s.device, s.browser, s.browser_version as browserVersion, s.os, s.user_agent as userAgent, s.platform,
  s.language, s.country, s.screen_w as screenW, s.screen_h as screenH,
  s.app_name as appName, s.app_version as appVersion, s.app_env as appEnv, s.sdk,
  s.rate, s.move_rate as moveRate, s.is_bot as isBot,
  entry.path as entry, exit.path as exit`;

export const SESSION_TABLES = `${WHOLE_SESSIONS} s
left join pages entry
  on entry.project_no = s.project_no
  and entry.page = s.entry_page
left join pages exit
  on exit.project_no = s.project_no
  and exit.page = s.exit_page`;

export function toSessionDetail({ entry, exit, device, traits, isBot, ...row }: Flat): SessionDetail {
  return {
    row: {
      ...row,
      device: deviceOf(device),
      traits: traits === null ? null : (JSON.parse(traits) as Props),
      isBot: isBot === 1,
    },
    entry,
    exit,
  };
}

export function deviceOf(code: number | null): Device | null {
  return DEVICES.find((device) => DEVICE_CODES[device] === code) ?? null;
}
