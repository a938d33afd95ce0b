// Signing in and out, and the signed-in user. What an answered sign-in brings is sign-in-answer.ts.

import { viewOf } from '../../accounts/user-view.ts';
import { route } from '../route.ts';
import { linkBody, passwordBody, signedIn, signInBody, signUpBody, userView } from '../schema/accounts.ts';
import { answerSignIn, forgetCookie } from '../sign-in-answer.ts';

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
    handle: async (call) => answerSignIn(call, await call.rooms.accounts.signUp(call.body)),
  }),
  route({
    method: 'POST',
    path: '/api/v1/auth/sign-in',
    access: 'public',
    tag,
    summary:
      'Sign in with e-mail and password; after 401 second_factor_needed, again with the code of a second factor',
    body: signInBody,
    answer: signedIn,
    handle: async (call) => {
      const user = await call.rooms.accounts.signIn({ ...call.body, address: call.client.address });
      return answerSignIn(call, user);
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
    handle: async (call) => answerSignIn(call, await call.rooms.accounts.signInByLink(call.body.token)),
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
      forgetCookie(call);
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
      return answerSignIn(call, user);
    },
  }),
];
