// One's own account: the second factor, and where one is signed in. Nobody sees or changes another's.

import { publicUrlOf } from '../public-url.ts';
import { route } from '../route.ts';
import { signedIn } from '../schema/accounts.ts';
import {
  codeBody,
  ownPasswordBody,
  recoveryCodes,
  secondFactorBegun,
  secondFactorState,
  signInsAnswer,
} from '../schema/second-factor.ts';
import { answerSignIn, forgetCookie } from '../sign-in-answer.ts';
import { wholeList } from '../whole-list.ts';

const tag = 'Accounts';
const FACTOR = '/api/v1/user/second-factor';
const SIGN_INS = '/api/v1/user/sign-ins';

export const secondFactorRoutes = [
  route({
    method: 'GET',
    path: FACTOR,
    access: 'user',
    tag,
    summary: 'Whether a second factor is on, and how many recovery codes are left',
    answer: secondFactorState,
    handle: ({ rooms, user }) => rooms.accounts.findSecondFactor(user.id),
  }),
  route({
    method: 'POST',
    path: FACTOR,
    access: 'user',
    tag,
    summary: 'Begin to set up a second factor (TOTP, RFC 6238); nothing changes before a code is confirmed',
    body: ownPasswordBody,
    answer: secondFactorBegun,
    status: 201,
    handle: (call) => {
      const { hostname: host } = new URL(publicUrlOf(call));
      const { password } = call.body;
      const own = { userId: call.user.id, password, address: call.client.address };
      return call.rooms.accounts.beginSecondFactor({ ...own, host });
    },
  }),
  route({
    method: 'POST',
    path: `${FACTOR}/confirm`,
    access: 'user',
    tag,
    summary: 'Switch the second factor on with a code of it; answers the recovery codes, once',
    body: codeBody,
    answer: recoveryCodes,
    handle: async ({ rooms, user, body, client }) => {
      const request = { userId: user.id, code: body.code, address: client.address };
      return { recoveryCodes: await rooms.accounts.confirmSecondFactor(request) };
    },
  }),
  route({
    method: 'DELETE',
    path: FACTOR,
    access: 'user',
    tag,
    summary: 'Switch the second factor off; its recovery codes end with it',
    body: ownPasswordBody,
    status: 204,
    handle: async ({ rooms, user, body, client }) => {
      const own = { userId: user.id, password: body.password, address: client.address };
      await rooms.accounts.removeSecondFactor(own);
      return undefined;
    },
  }),
  route({
    method: 'GET',
    path: SIGN_INS,
    access: 'user',
    tag,
    summary: 'Where the user is signed in, last seen first; what a secret signed that is gone has ended',
    answer: signInsAnswer,
    handle: async ({ rooms, server, user, caller }) => {
      const own = { userId: user.id, jti: caller.claims?.jti ?? null };
      const items = await rooms.accounts.listSignIns(own);
      return wholeList(items.filter(({ id }) => server.tokens.isInForce(id)));
    },
  }),
  route({
    method: 'DELETE',
    path: SIGN_INS,
    access: 'user',
    tag,
    summary: 'End every sign-in of the user but this one, which gets a new token',
    answer: signedIn,
    handle: async (call) => answerSignIn(call, await call.rooms.accounts.endSignIns(call.user.id)),
  }),
  route({
    method: 'DELETE',
    path: `${SIGN_INS}/:signInId`,
    access: 'user',
    tag,
    summary: 'End one sign-in of the user',
    status: 204,
    handle: async (call) => {
      const id = call.params.get('signInId') ?? '';
      await call.rooms.accounts.endSignIn({ userId: call.user.id, id });
      if (id === call.caller.claims?.jti) forgetCookie(call);
      return undefined;
    },
  }),
];
