// Schemas of members and invitations.

import { type Static, t } from 'elysia';
import { LIMITS } from '../../contract/limits.ts';
import {
  type InvitationCreated,
  type InvitationFor,
  type InvitationView,
  type MembersAnswer,
  ROLES,
} from '../../contract/members.ts';
import { oneOf, pageOf } from './lists.ts';
import type { Holds, Same } from './same.ts';

const only = { additionalProperties: false };
const email = t.String({ maxLength: LIMITS.emailChars });
const role = oneOf(ROLES);

const invitationView = t.Object({
  id: t.String(),
  email: t.String(),
  role,
  createdAtMs: t.Number(),
  expiresAtMs: t.Number(),
});
export const membersAnswer = t.Object({
  ...pageOf(
    t.Object({ userId: t.String(), email: t.String(), name: t.String(), role, createdAtMs: t.Number() }),
  ).properties,
  invitations: t.Array(invitationView),
});
export const invitationCreated = t.Object({
  invitation: invitationView,
  url: t.String({ description: 'To be handed to that person; shown this once' }),
});
export const invitationFor = t.Object({
  email: t.String(),
  role,
  projectName: t.String(),
  hasAccount: t.Boolean(),
});
export const invitationBody = t.Object({ email, role }, only);
export const roleBody = t.Object({ role }, only);

export type MemberSchemasMatch = [
  Holds<Same<Static<typeof membersAnswer>, MembersAnswer>>,
  Holds<Same<Static<typeof invitationCreated>, InvitationCreated>>,
  Holds<Same<Static<typeof invitationFor>, InvitationFor>>,
  Holds<Same<Static<typeof invitationView>, InvitationView>>,
];
