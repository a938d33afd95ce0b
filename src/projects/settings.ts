// Checks of a project's name and time zone. Pure.

import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Trimmed. Throws `invalid` when empty, too long or with control characters. */
export function checkProjectName(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= LIMITS.displayNameChars && !UNSEEN.test(name)) return name;
  throw new HeatError({
    kind: 'invalid',
    code: 'invalid_name',
    message: `A project's name has 1 to ${LIMITS.displayNameChars} visible characters`,
  });
}

/** The zone in its usual spelling. Throws `invalid` for anything but a name of the IANA database. */
export function checkTimeZone(text: string): string {
  try {
    // Fixed offsets such as +01:00 are accepted by Intl, but reports want rules for summer time.
    if (/^[A-Za-z]/.test(text)) {
      return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
    }
  } catch {
    // Unknown to Intl: falls through to the refusal.
  }
  throw new HeatError({
    kind: 'invalid',
    code: 'unknown_time_zone',
    message: `Unknown time zone "${text.slice(0, 60)}": use an IANA name such as Europe/Berlin or UTC`,
  });
}
