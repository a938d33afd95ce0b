// The second factor of one's own account, and where one is signed in.

import type { Page } from './api.ts';

export type SecondFactorState = {
  isOn: boolean;
  /** When it was switched on; null while it is off. */
  sinceMs: number | null;
  /** Of LIMITS.recoveryCodes; each works once. */
  recoveryCodesLeft: number;
};
/** Shown once: `secret` to type (base32), `uri` for a QR code. Nothing changes before a code of it is confirmed. */
export type SecondFactorBegun = { secret: string; uri: string };
/** Shown once; only hashes of them are kept. */
export type RecoveryCodes = { recoveryCodes: string[] };

export type SignInView = {
  id: string;
  /** Browser and system in a few words, as the browser told them. */
  agent: string;
  createdAtMs: number;
  /** Within LIMITS.signInTouchMs. */
  lastSeenAtMs: number;
  expiresAtMs: number;
  /** The one that this request uses. */
  current: boolean;
};
/** Last seen first. */
export type SignInsAnswer = Page<SignInView>;
