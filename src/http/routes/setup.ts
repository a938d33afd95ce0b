// Whether the installation waits for its owner, and who is signed in: the first thing a dashboard asks.

import { viewOf } from '../../accounts/user-view.ts';
import { version } from '../../lib/version.ts';
import { findSignedIn } from '../credentials.ts';
import { route } from '../route.ts';
import { linkBody, setupState } from '../schema/accounts.ts';

export const setupRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/setup',
    access: 'public',
    tag: 'Accounts',
    summary: 'Whether the installation waits for its owner, and whom the cookie has signed in',
    answer: setupState,
    handle: async (call) => {
      const user = await findSignedIn(call);
      return {
        needsOwner: user === null && (await call.rooms.accounts.needsOwner()),
        version,
        user: user && viewOf(user),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/setup',
    access: 'public',
    tag: 'Accounts',
    summary: 'Whether the one-time token of a set-up link may still be used; it is not used up',
    body: linkBody,
    status: 204,
    handle: async ({ rooms, body }) => {
      await rooms.accounts.checkSetupLink(body.token);
      return undefined;
    },
  }),
];
