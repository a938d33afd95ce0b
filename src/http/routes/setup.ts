// Whether the installation waits for its owner: the first thing a dashboard asks.

import { version } from '../../lib/version.ts';
import { route } from '../route.ts';
import { linkBody, setupState } from '../schema/accounts.ts';

export const setupRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/setup',
    access: 'public',
    tag: 'Accounts',
    summary: 'Whether the installation waits for its owner',
    answer: setupState,
    handle: async ({ rooms }) => ({ needsOwner: await rooms.accounts.needsOwner(), version }),
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
