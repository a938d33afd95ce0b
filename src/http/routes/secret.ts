// The secret that signs sign-ins and links: replaced by owners of the installation. It is never answered.

import { route } from '../route.ts';
import { secretRotated, secretRotationBody, secretState } from '../schema/accounts.ts';

const tag = 'Accounts';
const PATH = '/api/v1/secret';

export const secretRoutes = [
  route({
    method: 'GET',
    path: PATH,
    access: 'owner',
    tag,
    summary: 'Until when replaced signing secrets are still accepted',
    answer: secretState,
    handle: ({ rooms }) => ({ previous: rooms.secretRotation.previous() }),
  }),
  route({
    method: 'POST',
    path: PATH,
    access: 'owner',
    tag,
    summary:
      'Replace the signing secret; what the old one signed holds until it ends, or ends now with endSignIns',
    body: secretRotationBody,
    answer: secretRotated,
    status: 201,
    handle: async ({ rooms, body, actor }) => {
      const endSignIns = body.endSignIns ?? false;
      const rotated = await rooms.secretRotation.rotate({ endSignIns });
      await rooms.accounts.noteSecretRotation({ endSignIns }, actor);
      return rotated;
    },
  }),
];
