// Codes of a second factor, from an authenticator app or from the list of recovery codes. Each one works once.
// Who may try how often is throttle.ts; that a password comes first is sign-in.ts.

import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { sha256Hex } from '../lib/hash.ts';
import type { Catalog } from '../storage/port-catalog.ts';
import { findStep } from './totp.ts';

/** `off`: the account has none. `needed`: it has one and no code was given. */
export type FactorOutcome = 'off' | 'needed' | 'wrong' | 'right';

/** Uses a right code up. To be asked only once the password was right. */
export async function checkSecondFactor(
  deps: { catalog: Catalog; clock: Clock },
  userId: string,
  code: string | null,
): Promise<FactorOutcome> {
  const { catalog, clock } = deps;
  const row = await catalog.findSecondFactor(userId);
  if (!row || row.confirmedAtMs === null) return 'off';
  const given = plainCode(code ?? '');
  if (given === '') return 'needed';
  const step = findStep(Buffer.from(row.secret, 'hex'), given, clock.nowMs());
  if (step !== null) return (await catalog.useStep(userId, step)) ? 'right' : 'wrong';
  if (given.length !== LIMITS.recoveryCodeChars) return 'wrong';
  if (!(await catalog.useRecoveryCode(userId, sha256Hex(given)))) return 'wrong';
  const actor = `user:${userId}`;
  const act = { actor, action: 'user.recovery_code', target: actor, details: null };
  await catalog.recordAudit({ atMs: clock.nowMs(), ...act });
  return 'right';
}

/** As typed by people: spaces and hyphens mean nothing, and letters that look like digits are those digits. */
export function plainCode(code: string): string {
  const text = code.slice(0, LIMITS.secondFactorCodeChars).replace(/[\s-]/g, '').toLowerCase();
  return text.replaceAll('o', '0').replace(/[il]/g, '1');
}

/** @param kind `unauthorized` at a sign-in; `forbidden` for somebody who is signed in and stays so. */
export function wrongCode(kind: 'unauthorized' | 'forbidden', what: string): HeatError {
  return new HeatError({
    kind,
    code: 'wrong_code',
    message: `${what}: the code is wrong, too old or was used already`,
  });
}
