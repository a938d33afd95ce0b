// A user as others may see him.

import type { UserView } from '../contract/api.ts';
import type { UserRow } from '../storage/port-catalog.ts';

/** Without the password's hash and the token version. */
export function viewOf(user: UserRow): UserView {
  const { id, email, name, owner, createdAtMs } = user;
  return { id, email, name, owner, createdAtMs };
}

/** What a sign-in's token says about its user; findSignedIn() takes it back. */
export type SessionClaims = { sub: string; tokenVersion: number };

export function sessionClaims(user: UserRow): SessionClaims {
  return { sub: user.id, tokenVersion: user.tokenVersion };
}
