// Schemas of second factors and of the list of one's own sign-ins.

import { type Static, t } from 'elysia';
import { LIMITS } from '../../contract/limits.ts';
import type {
  RecoveryCodes,
  SecondFactorBegun,
  SecondFactorState,
  SignInsAnswer,
} from '../../contract/second-factor.ts';
import { pageOf } from './lists.ts';
import type { Holds, Same } from './same.ts';

const only = { additionalProperties: false };

export const secondFactorState = t.Object({
  isOn: t.Boolean(),
  sinceMs: t.Union([t.Number(), t.Null()]),
  recoveryCodesLeft: t.Number(),
});
export const secondFactorBegun = t.Object({
  secret: t.String({ description: 'Base32, to be typed into an authenticator app; shown this once' }),
  uri: t.String({ description: 'The same as an otpauth:// address, for a QR code' }),
});
export const recoveryCodes = t.Object({
  recoveryCodes: t.Array(t.String(), { description: 'Each works once in place of a code; shown this once' }),
});
export const signInsAnswer = pageOf(
  t.Object({
    id: t.String(),
    agent: t.String({ description: 'Browser and system in a few words' }),
    createdAtMs: t.Number(),
    lastSeenAtMs: t.Number(),
    expiresAtMs: t.Number(),
    current: t.Boolean({ description: 'The one that this request uses' }),
  }),
);
export const ownPasswordBody = t.Object({ password: t.String({ maxLength: LIMITS.passwordMaxBytes }) }, only);
export const codeBody = t.Object({ code: t.String({ maxLength: LIMITS.secondFactorCodeChars }) }, only);

export type SecondFactorSchemasMatch = [
  Holds<Same<Static<typeof secondFactorState>, SecondFactorState>>,
  Holds<Same<Static<typeof secondFactorBegun>, SecondFactorBegun>>,
  Holds<Same<Static<typeof recoveryCodes>, RecoveryCodes>>,
  Holds<Same<Static<typeof signInsAnswer>, SignInsAnswer>>,
];
