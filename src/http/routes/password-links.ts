// Who has an account, and one-time links to set a new password, which an owner of the installation hands over himself.

import { publicUrlOf } from '../public-url.ts';
import { route } from '../route.ts';
import {
  linkBody,
  ownPasswordBody,
  passwordLinkBody,
  passwordLinkCreated,
  passwordLinkFor,
  usersAnswer,
} from '../schema/accounts.ts';
import { wholeList } from '../whole-list.ts';

const tag = 'Accounts';

export const passwordLinkRoutes = [
  route({
    method: 'GET',
    path: '/api/v1/users',
    access: 'owner',
    tag,
    summary: 'Every account of the installation, oldest first',
    answer: usersAnswer,
    handle: async ({ rooms }) => wholeList(await rooms.accounts.listUserViews()),
  }),
  route({
    method: 'POST',
    path: '/api/v1/users/:userId/password-links',
    access: 'owner',
    tag,
    summary:
      "A one-time link that sets another user's password, with the owner's own password; ends that user's earlier one",
    body: ownPasswordBody,
    answer: passwordLinkCreated,
    status: 201,
    handle: async (call) => {
      const { rooms, user, body, params, client } = call;
      const publicUrl = publicUrlOf(call);
      const made = await rooms.accounts.createPasswordLink({
        userId: params.get('userId') ?? '',
        owner: { userId: user.id, password: body.password, address: client.address },
      });
      return { url: `${publicUrl}/password#${made.token}`, expiresAtMs: made.expiresAtMs };
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/password-links/check',
    access: 'public',
    tag,
    summary: 'Whose password a link sets; it is not used up',
    body: linkBody,
    answer: passwordLinkFor,
    handle: ({ rooms, body }) => rooms.accounts.findPasswordLink(body.token),
  }),
  route({
    method: 'POST',
    path: '/api/v1/password-links/use',
    access: 'public',
    tag,
    summary: 'Set a new password by a link; ends all sign-ins of that user and signs nobody in',
    body: passwordLinkBody,
    status: 204,
    handle: async ({ rooms, body }) => {
      await rooms.accounts.usePasswordLink(body);
      return undefined;
    },
  }),
];
