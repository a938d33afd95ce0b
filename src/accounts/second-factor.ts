// What somebody needs besides a password: set up, confirmed, switched off. Asking for it is sign-in.ts.

import { LIMITS } from '../contract/limits.ts';
import type { SecondFactorBegun, SecondFactorState } from '../contract/second-factor.ts';
import { HeatError } from '../lib/errors.ts';
import { sha256Hex } from '../lib/hash.ts';
import { randomCode } from '../lib/id.ts';
import type { UserRow } from '../storage/port-catalog.ts';
import { plainCode, wrongCode } from './second-factor-code.ts';
import { addressKeys, checkOwnPassword, type OwnPassword, type SignInDeps } from './sign-in.ts';
import { base32, findStep, otpauthUri } from './totp.ts';

export type SecondFactors = {
  findSecondFactor(userId: string): Promise<SecondFactorState>;
  /**
   * A new secret, not in use before it is confirmed; replaces an unconfirmed one. `host` is named in the app.
   * Throws `forbidden` (wrong_password), `conflict` (second_factor_on), `rate_limited`.
   */
  beginSecondFactor(request: OwnPassword & { host: string }): Promise<SecondFactorBegun>;
  /**
   * Switches it on when the code is right; the recovery codes are in this answer and nowhere else.
   * Throws `forbidden` (wrong_code), `conflict` (second_factor_not_begun), `rate_limited`.
   */
  confirmSecondFactor(request: { userId: string; code: string; address: string | null }): Promise<string[]>;
  /** Throws `forbidden` (wrong_password), `not_found`, `rate_limited`. */
  removeSecondFactor(request: OwnPassword): Promise<void>;
  /** For the terminal, for who has lost it. Throws `not_found`. */
  resetSecondFactor(email: string, actor: string): Promise<UserRow>;
};

const SECRET_BYTES = 20;

export function createSecondFactors(deps: SignInDeps): SecondFactors {
  const { catalog, clock, throttle } = deps;

  return {
    async findSecondFactor(userId) {
      const row = await catalog.findSecondFactor(userId);
      if (!row || row.confirmedAtMs === null) return { isOn: false, sinceMs: null, recoveryCodesLeft: 0 };
      return { isOn: true, sinceMs: row.confirmedAtMs, recoveryCodesLeft: row.recoveryHashes.length };
    },
    async beginSecondFactor(request) {
      const user = await checkOwnPassword(deps, request, 'Cannot set up a second factor');
      const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
      const row = { userId: user.id, secret: secret.toString('hex'), begunAtMs: clock.nowMs() };
      await catalog.beginSecondFactor(row);
      return { secret: base32(secret), uri: otpauthUri({ secret, email: user.email, host: request.host }) };
    },
    async confirmSecondFactor({ userId, code, address }) {
      const attempt = throttle.begin([`factor:${userId}`, ...addressKeys(address)]);
      const row = await catalog.findSecondFactor(userId);
      if (!row || row.confirmedAtMs !== null) {
        attempt.cancel();
        throw notBegun();
      }
      const nowMs = clock.nowMs();
      const step = findStep(Buffer.from(row.secret, 'hex'), plainCode(code), nowMs);
      if (step === null) throw wrongCode('forbidden', 'Cannot switch the second factor on');
      attempt.succeed();
      const recoveryCodes = Array.from({ length: LIMITS.recoveryCodes }, newRecoveryCode);
      const recoveryHashes = recoveryCodes.map((text) => sha256Hex(plainCode(text)));
      const change = { userId, secret: row.secret, lastStep: step, recoveryHashes, atMs: nowMs };
      if (!(await catalog.confirmSecondFactor(change))) throw notBegun();
      await record(deps, { actor: `user:${userId}`, action: 'user.second_factor_on', userId });
      return recoveryCodes;
    },
    async removeSecondFactor(request) {
      const { id } = await checkOwnPassword(deps, request, 'Cannot switch the second factor off');
      if (!(await catalog.removeSecondFactor(id))) throw noneThere('your account');
      await record(deps, { actor: `user:${id}`, action: 'user.second_factor_off', userId: id });
    },
    async resetSecondFactor(email, actor) {
      const user = await catalog.findUserByEmail(email.trim().toLowerCase());
      if (!user)
        throw new HeatError({
          kind: 'not_found',
          message: `There is no user "${email}"`,
          hint: 'Those that there are: heat user list',
        });
      if (!(await catalog.removeSecondFactor(user.id))) throw noneThere(`"${user.email}"`);
      await record(deps, { actor, action: 'user.second_factor_off', userId: user.id });
      return user;
    },
  };
}

/** Four groups of four. */
function newRecoveryCode(): string {
  return randomCode(LIMITS.recoveryCodeChars).replace(/(.{4})(?=.)/g, '$1-');
}

function record(
  { catalog, clock }: SignInDeps,
  act: { actor: string; action: string; userId: string },
): Promise<void> {
  const { actor, action, userId } = act;
  const target = `user:${userId}`;
  return catalog.recordAudit({ atMs: clock.nowMs(), actor, action, target, details: null });
}

function notBegun(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'second_factor_not_begun',
    message: 'Cannot switch the second factor on: its set-up was not begun, or is done already',
  });
}

function noneThere(whose: string): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'second_factor_not_found',
    message: `There is no second factor for ${whose}`,
  });
}
