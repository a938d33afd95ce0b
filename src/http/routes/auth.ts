// Signing in and out, and the signed-in user. Each sign-in answers a token for the API and sets the dashboard's cookie.

import { viewOf } from '../../accounts/user-view.ts';
import type { SignedIn } from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { UserRow } from '../../storage/port-catalog.ts';
import { signInCookie } from '../cookie.ts';
import { usesHttps } from '../credentials.ts';
import { type Call, route } from '../route.ts';
import { linkBody, passwordBody, signedIn, signInBody, signUpBody, userView } from '../schema/accounts.ts';

const tag = 'Accounts';

export const authRoutes = [
  route({
    method: 'POST',
    path: '/api/v1/auth/sign-up',
    access: 'public',
    tag,
    summary: 'Make the owner, with the one-time token of the set-up link',
    body: signUpBody,
    answer: signedIn,
    status: 201,
    handle: async (call) => signIn(call, await call.rooms.accounts.signUp(call.body)),
  }),
  route({
    method: 'POST',
    path: '/api/v1/auth/sign-in',
    access: 'public',
    tag,
    summary: 'Sign in with e-mail and password',
    body: signInBody,
    answer: signedIn,
    handle: async (call) => {
      const { email, password } = call.body;
      const user = await call.rooms.accounts.signIn({ email, password, address: call.client.address });
      return signIn(call, user);
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/auth/link',
    access: 'public',
    tag,
    summary: 'Sign in with the one-time token of a link',
    body: linkBody,
    answer: signedIn,
    handle: async (call) => signIn(call, await call.rooms.accounts.signInByLink(call.body.token)),
  }),
  route({
    method: 'POST',
    path: '/api/v1/auth/sign-out',
    access: 'user',
    tag,
    summary: 'End the sign-in that this request uses',
    status: 204,
    handle: async (call) => {
      if (call.caller.claims) await call.rooms.accounts.signOut(call.caller.claims);
      call.answerHeaders.append('set-cookie', cookieFor(call, '', 0));
      return undefined;
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/user',
    access: 'user',
    tag,
    summary: 'The signed-in user',
    answer: userView,
    handle: ({ user }) => viewOf(user),
  }),
  route({
    method: 'PATCH',
    path: '/api/v1/user/password',
    access: 'user',
    tag,
    summary: 'Change the password; ends every other sign-in of the user',
    body: passwordBody,
    answer: signedIn,
    handle: async (call) => {
      const { current, next } = call.body;
      const user = await call.rooms.accounts.changePassword({
        userId: call.user.id,
        current,
        next,
        address: call.client.address,
      });
      return signIn(call, user);
    },
  }),
];

async function signIn(call: Call, user: UserRow): Promise<SignedIn> {
  const { api, dashboard } = await call.server.tokens.issue(user);
  call.answerHeaders.append('set-cookie', cookieFor(call, dashboard.token, LIMITS.signInMs / 1000));
  return { user: viewOf(user), token: api.token, expiresAtMs: api.expiresAtMs };
}

function cookieFor({ client, server }: Call, token: string, maxAgeSeconds: number): string {
  return signInCookie(token, { isHttps: usesHttps(client, server.config.publicUrl), maxAgeSeconds });
}
