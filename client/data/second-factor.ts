// One's own second factor and sign-ins, as the API knows them. A refusal here is no loss of sign-in.

import type {
  RecoveryCodes,
  SecondFactorBegun,
  SecondFactorState,
  SignInsAnswer,
  SignInView,
} from '../../src/contract/second-factor.ts';
import { type CallOptions, deleteJson, getJson, postJson } from './api.ts';

const FACTOR = '/user/second-factor';
const SIGN_INS = '/user/sign-ins';

export const findSecondFactor = (options?: CallOptions): Promise<SecondFactorState> =>
  getJson(FACTOR, options);
/** Rejects with `forbidden` for a wrong password. Nothing is on before a code is confirmed. */
export const beginSecondFactor = (password: string): Promise<SecondFactorBegun> =>
  postJson(FACTOR, { password });
/** Answers the recovery codes, once. Rejects with `forbidden` for a wrong code. */
export const confirmSecondFactor = async (code: string): Promise<string[]> =>
  (await postJson<RecoveryCodes>(`${FACTOR}/confirm`, { code })).recoveryCodes;
export const removeSecondFactor = (password: string): Promise<void> =>
  deleteJson(FACTOR, { body: { password } });

/** Last seen first. */
export const listSignIns = async (options?: CallOptions): Promise<SignInView[]> =>
  (await getJson<SignInsAnswer>(SIGN_INS, options)).items;
export const endSignIn = (id: string): Promise<void> => deleteJson(`${SIGN_INS}/${encodeURIComponent(id)}`);
/** All but this one, whose cookie is replaced. */
export const endOtherSignIns = (): Promise<unknown> => deleteJson(SIGN_INS);
