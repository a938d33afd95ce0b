// Signing in and changing a password. Unknown account and wrong password are the same answer after the same work.

import { addressPrefix } from '../lib/address-prefix.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { Catalog, UserRow } from '../storage/port-catalog.ts';
import { checkPassword, normalEmail, normalPassword } from './credentials.ts';
import type { Passwords } from './passwords.ts';
import type { Attempt, Throttle } from './throttle.ts';

export type SignInDeps = { catalog: Catalog; clock: Clock; passwords: Passwords; throttle: Throttle };

export type SignInRequest = {
  email: string;
  password: string;
  /** The client's address, or null for a request without one. */
  address: string | null;
};
export type PasswordChange = { userId: string; current: string; next: string; address: string | null };

/** The user. Throws `unauthorized` (bad_credentials), `rate_limited` with the wait, or `unavailable` (busy). */
export async function signIn(deps: SignInDeps, request: SignInRequest): Promise<UserRow> {
  const email = normalEmail(request.email);
  const attempt = deps.throttle.begin([`account:${email ?? '?'}`, ...addressKeys(request.address)]);
  const user = email === null ? null : await deps.catalog.findUserByEmail(email);
  const isRight = await check(deps, attempt, { password: request.password, user });
  if (!user || !isRight) throw badCredentials();
  return user;
}

/**
 * Stores the new password and ends all of the user's sign-ins; resolves with the user as he is now.
 * Throws `forbidden` (wrong_password), `invalid` for a new password that breaks the rules, else as signIn().
 */
export async function changePassword(deps: SignInDeps, change: PasswordChange): Promise<UserRow> {
  const { catalog, clock, passwords } = deps;
  const next = checkPassword(change.next);
  const user = await catalog.findUser(change.userId);
  const attempt = deps.throttle.begin([`password:${change.userId}`, ...addressKeys(change.address)]);
  const isRight = await check(deps, attempt, { password: change.current, user });
  if (!user || !isRight) throw wrongPassword();
  await catalog.updateUserPassword(user.id, await passwords.hash(next));
  const actor = `user:${user.id}`;
  const act = { actor, action: 'user.password', target: actor, details: null };
  await catalog.recordAudit({ atMs: clock.nowMs(), ...act });
  const changed = await catalog.findUser(user.id);
  if (!changed) throw badCredentials();
  return changed;
}

async function check(
  deps: SignInDeps,
  attempt: Attempt,
  given: { password: string; user: UserRow | null },
): Promise<boolean> {
  const password = normalPassword(given.password);
  if (password === null) return false;
  try {
    const isRight = await deps.passwords.verify(password, given.user?.passwordHash ?? null);
    if (isRight) attempt.succeed();
    return isRight;
  } catch (error) {
    attempt.cancel();
    throw error;
  }
}

function addressKeys(address: string | null): string[] {
  return address === null ? [] : [`address:${addressPrefix(address)}`];
}

function badCredentials(): HeatError {
  return new HeatError({
    kind: 'unauthorized',
    code: 'bad_credentials',
    message: 'Cannot sign in: the e-mail address or the password is wrong',
  });
}

function wrongPassword(): HeatError {
  return new HeatError({
    kind: 'forbidden',
    code: 'wrong_password',
    message: 'Cannot change the password: the current one is wrong',
  });
}
