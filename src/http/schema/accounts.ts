// Schemas of sign-in, set-up and users.

import { type Static, t } from 'elysia';
import type {
  PasswordLinkCreated,
  PasswordLinkFor,
  SetupState,
  SignedIn,
  UsersAnswer,
  UserView,
} from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import { orNull, pageOf } from './lists.ts';
import type { Holds, Same } from './same.ts';

export const userView = t.Object({
  id: t.String(),
  email: t.String(),
  name: t.String(),
  owner: t.Boolean(),
  createdAtMs: t.Number(),
});
export const signedIn = t.Object({
  user: userView,
  token: t.String({ description: 'Bearer token for the API; the dashboard uses its cookie instead' }),
  expiresAtMs: t.Number({ description: 'When the token ends' }),
});
export const usersAnswer = pageOf(userView);
export const passwordLinkCreated = t.Object({
  url: t.String({ description: 'To be handed to that person; works once; shown this once' }),
  expiresAtMs: t.Number(),
});
export const passwordLinkFor = t.Object({ email: t.String() });
export const setupState = t.Object({
  needsOwner: t.Boolean({ description: 'The installation waits for its owner' }),
  version: t.String(),
  user: t.Union([userView, t.Null()], {
    description: 'Whom the cookie of the request has signed in; null for everybody else, whatever it holds',
  }),
});

export const secretState = t.Object({
  previous: t.Array(t.Object({ untilMs: t.Number() }), {
    description: 'Replaced secrets that are still accepted, last replaced first',
  }),
});
export const secretRotated = t.Object({
  previousUntilMs: orNull(t.Number({ description: 'Until when what the old one signed is accepted' })),
});
export const secretRotationBody = t.Object(
  { endSignIns: t.Optional(t.Boolean({ description: 'Accept nothing of the old secret any more' })) },
  { additionalProperties: false },
);

// Rules of passwords, e-mails and links belong to the accounts room; these bounds keep odd values away from it.
const password = t.String({ maxLength: LIMITS.passwordMaxBytes });
const email = t.String({ maxLength: LIMITS.emailChars });
const linkToken = t.String({ maxLength: LIMITS.nameChars });
const only = { additionalProperties: false };

export const signUpBody = t.Object(
  {
    token: linkToken,
    email,
    password,
    name: t.Optional(t.String({ maxLength: LIMITS.displayNameChars })),
  },
  only,
);
export const signInBody = t.Object(
  {
    email,
    password,
    code: t.Optional(
      t.String({
        maxLength: LIMITS.secondFactorCodeChars,
        description:
          'Six digits of the authenticator app, or a recovery code, when the account has a second factor',
      }),
    ),
  },
  only,
);
export const linkBody = t.Object({ token: linkToken }, only);
export const ownPasswordBody = t.Object({ password }, only);
export const passwordLinkBody = t.Object({ token: linkToken, password }, only);
export const passwordBody = t.Object({ current: password, next: password }, only);

export type AccountSchemasMatch = [
  Holds<Same<Static<typeof userView>, UserView>>,
  Holds<Same<Static<typeof signedIn>, SignedIn>>,
  Holds<Same<Static<typeof setupState>, SetupState>>,
  Holds<Same<Static<typeof usersAnswer>, UsersAnswer>>,
  Holds<Same<Static<typeof passwordLinkCreated>, PasswordLinkCreated>>,
  Holds<Same<Static<typeof passwordLinkFor>, PasswordLinkFor>>,
];
