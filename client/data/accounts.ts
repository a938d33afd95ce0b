// Set-up, sign-in and the account, as the API knows them. The token of the answers is for programs: the cookie is ours.

import type {
  PasswordLinkCreated,
  PasswordLinkFor,
  SetupState,
  SignedIn,
  UsersAnswer,
  UserView,
} from '../../src/contract/api.ts';
import { type CallOptions, getJson, patchJson, postJson } from './api.ts';

export const findSetupState = (options?: CallOptions): Promise<SetupState> => getJson('/setup', options);
/** Rejects with `unauthorized` when the set-up link was used, has expired or never was one. */
export const checkSetupLink = (token: string, options?: CallOptions): Promise<void> =>
  postJson('/setup', { token }, { ...options, quiet: true });
export const signUp = async (input: {
  token: string;
  email: string;
  password: string;
  name?: string;
}): Promise<UserView> => (await postJson<SignedIn>('/auth/sign-up', input, { quiet: true })).user;
/** Rejects with code `second_factor_needed` when the password was right and a `code` has to come along. */
export const signIn = async (input: { email: string; password: string; code?: string }): Promise<UserView> =>
  (await postJson<SignedIn>('/auth/sign-in', input, { quiet: true })).user;
/** Consumes a one-time sign-in link. */
export const signInByLink = async (token: string): Promise<UserView> =>
  (await postJson<SignedIn>('/auth/link', { token }, { quiet: true })).user;
export const signOut = (): Promise<void> => postJson('/auth/sign-out', {}, { quiet: true });
/** Ends every other sign-in. A wrong current password is an `unauthorized` that does not sign us out. */
export const changePassword = (input: { current: string; next: string }): Promise<void> =>
  patchJson('/user/password', input, { quiet: true });

/** Every account, for owners of the installation. */
export const listUsers = async (options?: CallOptions): Promise<UserView[]> =>
  (await getJson<UsersAnswer>('/users', options)).items;
/** Rejects with `forbidden` when the owner's own password is another. The link is shown this once. */
export const createPasswordLink = (userId: string, password: string): Promise<PasswordLinkCreated> =>
  postJson(`/users/${encodeURIComponent(userId)}/password-links`, { password }, { quiet: true });
/** Rejects with `unauthorized` for a link that is used, replaced or old. */
export const checkPasswordLink = (token: string, options?: CallOptions): Promise<PasswordLinkFor> =>
  postJson('/password-links/check', { token }, { ...options, quiet: true });
/** Sets the password and signs nobody in. */
export const setPasswordByLink = (input: { token: string; password: string }): Promise<void> =>
  postJson('/password-links/use', input, { quiet: true });
