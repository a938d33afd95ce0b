// What an e-mail address, a password and a name must look like. Pure; the same rules for dashboard and terminal.

import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The address as it is stored and compared: trimmed, lower case. Throws `invalid`. */
export function checkEmail(text: string): string {
  const email = normalEmail(text);
  if (email === null) throw invalid('invalid_email', 'That is not an e-mail address');
  return email;
}

/** Like checkEmail(), with null for what cannot be an address. */
export function normalEmail(text: string): string | null {
  const email = text.trim().normalize('NFC').toLowerCase();
  const at = email.lastIndexOf('@');
  const hasBothParts = at > 0 && at < email.length - 1;
  const isClean = email.isWellFormed() && !/\s/u.test(email) && !UNSEEN.test(email);
  return hasBothParts && isClean && email.length <= LIMITS.emailChars ? email : null;
}

/** The password as it is hashed: one way of writing each character. Throws `invalid` when too short or too long. */
export function checkPassword(text: string): string {
  const password = normalPassword(text);
  if ([...text].length < LIMITS.passwordMinChars) {
    throw invalid('password_too_short', `A password needs at least ${LIMITS.passwordMinChars} characters`);
  }
  if (password === null) {
    throw invalid('password_too_long', `A password has at most ${LIMITS.passwordMaxBytes} bytes of text`);
  }
  return password;
}

/** Like checkPassword() without a least length, with null for what can be nobody's password. */
export function normalPassword(text: string): string | null {
  if (text.length > LIMITS.passwordMaxBytes || !text.isWellFormed()) return null;
  const password = text.normalize('NFC');
  return Buffer.byteLength(password) <= LIMITS.passwordMaxBytes ? password : null;
}

/** A name to show: trimmed, without control characters. Throws `invalid` when empty or too long. */
export function checkName(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > LIMITS.displayNameChars || UNSEEN.test(name)) {
    throw invalid('invalid_name', `A name has 1 to ${LIMITS.displayNameChars} visible characters`);
  }
  return name;
}

function invalid(code: string, message: string): HeatError {
  return new HeatError({ kind: 'invalid', code, message });
}
