// Whether the installation waits for its owner: the first thing a dashboard asks.

import { version } from '../../lib/version.ts';
import { route } from '../route.ts';
import { setupState } from '../schema/accounts.ts';

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
];
