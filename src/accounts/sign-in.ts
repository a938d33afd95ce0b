// Signing in and changing a password. Unknown account and wrong password are the same answer after the same work;
// whether the account has a second factor shows only after a right password.

import { addressPrefix } from '../lib/address-prefix.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { Catalog, UserRow } from '../storage/port-catalog.ts';
import { checkPassword, normalEmail, normalPassword } from './credentials.ts';
import type { Passwords } from './passwords.ts';
import { checkSecondFactor, wrongCode } from './second-factor-code.ts';
import type { Throttle } from './throttle.ts';

export type SignInDeps = { catalog: Catalog; clock: Clock; passwords: Passwords; throttle: Throttle };

export type SignInRequest = {
  email: string;
  password: string;
  /** Of the authenticator app, or a recovery code; for accounts with a second factor. */
  code?: string;
  /** The client's address, or null for a request without one. */
  address: string | null;
};
/** A signed-in user proves that it is still him. */
export type OwnPassword = { userId: string; password: string; address: string | null };
export type PasswordChange = { userId: string; current: string; next: string; address: string | null };

/**
 * The user. Throws `unauthorized` (bad_credentials; second_factor_needed or wrong_code after a right password),
 * `rate_limited` with the wait, or `unavailable` (busy).
 */
export async function signIn(deps: SignInDeps, request: SignInRequest): Promise<UserRow> {
  const email = normalEmail(request.email);
  const attempt = deps.throttle.begin([`account:${email ?? '?'}`, ...addressKeys(request.address)]);
  try {
    const user = email === null ? null : await deps.catalog.findUserByEmail(email);
    const isRight = await isPasswordOf(deps, user, request.password);
    if (!user || !isRight) throw badCredentials();
    const outcome = await checkSecondFactor(deps, user.id, request.code ?? null);
    if (outcome === 'wrong') throw wrongCode('unauthorized', 'Cannot sign in');
    if (outcome === 'needed') {
      // Neither a failure nor a success: a right password must not make room for more guesses of the code.
      attempt.cancel();
      throw codeNeeded();
    }
    attempt.succeed();
    return user;
  } catch (error) {
    if (!isRefusal(error)) attempt.cancel();
    throw error;
  }
}

/**
 * Stores the new password and ends all of the user's sign-ins; resolves with the user as he is now.
 * Throws `forbidden` (wrong_password), `invalid` for a new password that breaks the rules, else as signIn().
 */
export async function changePassword(deps: SignInDeps, change: PasswordChange): Promise<UserRow> {
  const { catalog, clock, passwords } = deps;
  const next = checkPassword(change.next);
  const { userId, current: password, address } = change;
  const user = await checkOwnPassword(deps, { userId, password, address }, 'Cannot change the password');
  await catalog.updateUserPassword(user.id, await passwords.hash(next));
  const actor = `user:${user.id}`;
  const act = { actor, action: 'user.password', target: actor, details: null };
  await catalog.recordAudit({ atMs: clock.nowMs(), ...act });
  const changed = await catalog.findUser(user.id);
  if (!changed) throw badCredentials();
  return changed;
}

/** The user whose password this is. Throws `forbidden` (wrong_password), `rate_limited`, `unavailable` (busy). */
export async function checkOwnPassword(deps: SignInDeps, given: OwnPassword, what: string): Promise<UserRow> {
  const attempt = deps.throttle.begin([`password:${given.userId}`, ...addressKeys(given.address)]);
  try {
    const user = await deps.catalog.findUser(given.userId);
    const isRight = await isPasswordOf(deps, user, given.password);
    if (!user || !isRight) throw wrongPassword(what);
    attempt.succeed();
    return user;
  } catch (error) {
    if (!isRefusal(error)) attempt.cancel();
    throw error;
  }
}

async function isPasswordOf(deps: SignInDeps, user: UserRow | null, text: string): Promise<boolean> {
  const password = normalPassword(text);
  return password !== null && deps.passwords.verify(password, user?.passwordHash ?? null);
}

/** What the caller got wrong counts as an attempt; what we could not check does not. */
function isRefusal(error: unknown): boolean {
  return error instanceof HeatError && (error.kind === 'unauthorized' || error.kind === 'forbidden');
}

/** Throttle keys of an address: its neighbourhood, or none. */
export function addressKeys(address: string | null): string[] {
  return address === null ? [] : [`address:${addressPrefix(address)}`];
}

function badCredentials(): HeatError {
  return new HeatError({
    kind: 'unauthorized',
    code: 'bad_credentials',
    message: 'Cannot sign in: the e-mail address or the password is wrong',
  });
}

function wrongPassword(what: string): HeatError {
  return new HeatError({
    kind: 'forbidden',
    code: 'wrong_password',
    message: `${what}: your current password is another one`,
  });
}

function codeNeeded(): HeatError {
  return new HeatError({
    kind: 'unauthorized',
    code: 'second_factor_needed',
    message:
      'Cannot sign in yet: this account also needs a code of its authenticator app, or a recovery code',
  });
}
