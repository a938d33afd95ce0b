// A user as others may see him.

import type { UserView } from '../contract/api.ts';
import type { UserRow } from '../storage/port-catalog.ts';

/** Without the password's hash and the token version. */
export function viewOf(user: UserRow): UserView {
  const { id, email, name, owner, createdAtMs } = user;
  return { id, email, name, owner, createdAtMs };
}

/** What a sign-in's token says: whose it is, since when its user has not ended all, and which sign-in it is. */
export type SessionClaims = { sub: string; tokenVersion: number; jti: string };
