// What a new password must be, checked before it is sent so that the answer comes while typing. Pure.

import { LIMITS } from '../../src/contract/limits.ts';
import { plural } from '../../src/contract/plural.ts';

export const PASSWORD_RULE = `At least ${LIMITS.passwordMinChars} characters. A few unrelated words are easy to remember and hard to guess.`;

/** What is wrong with a new password in one sentence, or null when it may be sent. */
export function passwordProblem(password: string): string | null {
  const length = [...password].length;
  if (length === 0) return 'Choose a password.';
  if (length < LIMITS.passwordMinChars) {
    const missing = LIMITS.passwordMinChars - length;
    return `${missing} more ${plural(missing, 'character')}, please: it needs at least ${LIMITS.passwordMinChars}.`;
  }
  if (new TextEncoder().encode(password).length > LIMITS.passwordMaxBytes) {
    return `That is longer than ${LIMITS.passwordMaxBytes} bytes.`;
  }
  return null;
}
