// Options that narrow an API key, and how they are read.

import type { Command } from 'commander';
import { HeatError } from '../../lib/errors.ts';
import { collect } from '../options.ts';

export type KeyRuleOptions = { from?: string[]; perMinute?: string; expires?: string };

export function withKeyRules(command: Command): Command {
  return command
    .option(
      '--from <address>',
      'only from this address or range (192.0.2.7, 10.0.0.0/8, 2001:db8::/32), repeatable',
      collect,
    )
    .option('--per-minute <number>', 'requests a minute, or "none" for what every key may')
    .option('--expires <date>', 'last day (UTC) or instant it works, e.g. 2027-12-31, or "never"');
}

/** What is given, as accounts/ takes it. Throws `invalid`. */
export function keyRulesOf({ from, perMinute, expires }: KeyRuleOptions) {
  return {
    ...(from === undefined ? {} : { addresses: from }),
    ...(perMinute === undefined ? {} : { perMinute: readPerMinute(perMinute) }),
    ...(expires === undefined ? {} : { expiresAtMs: readExpiry(expires) }),
  };
}

function readPerMinute(text: string): number | null {
  if (text === 'none') return null;
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

function readExpiry(text: string): number | null {
  if (text === 'never') return null;
  // A bare day is the last one on which the key works, so it ends with that day (UTC).
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const expiresAtMs = Date.parse(isDay ? `${text}T23:59:59.999Z` : text);
  if (Number.isFinite(expiresAtMs)) return expiresAtMs;
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot read "${text}" as a date`,
    hint: 'For example 2027-12-31 or 2027-12-31T18:00:00Z',
  });
}
