// What is said about a new password while it is typed.

import { expect, test } from 'bun:test';
import { LIMITS } from '../../src/contract/limits.ts';
import { passwordProblem } from './password-rule.ts';

test.each([
  ['', 'Choose a password.'],
  [
    'a'.repeat(LIMITS.passwordMinChars - 1),
    `1 more character, please: it needs at least ${LIMITS.passwordMinChars}.`,
  ],
  [
    '🔥'.repeat(LIMITS.passwordMinChars - 2),
    `2 more characters, please: it needs at least ${LIMITS.passwordMinChars}.`,
  ],
  ['🔥'.repeat(LIMITS.passwordMinChars), null],
  ['é'.repeat(LIMITS.passwordMaxBytes / 2), null],
  ['é'.repeat(LIMITS.passwordMaxBytes / 2 + 1), `That is longer than ${LIMITS.passwordMaxBytes} bytes.`],
])('passwordProblem(%p)', (password, problem) => expect(passwordProblem(password)).toBe(problem));
