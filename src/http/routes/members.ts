// Members of a project and invitations. An invitation leaves heat as a link that its maker hands over himself: heat
// sends no mail.

import { publicUrlOf } from '../public-url.ts';
import { route } from '../route.ts';
import { linkBody } from '../schema/accounts.ts';
import {
  invitationBody,
  invitationCreated,
  invitationFor,
  membersAnswer,
  roleBody,
} from '../schema/members.ts';

const tag = 'Members';
const admin = { project: 'admin' } as const;
const LIST = '/api/v1/projects/:id/members';
const INVITATIONS = '/api/v1/projects/:id/invitations';

export const memberRoutes = [
  route({
    method: 'GET',
    path: LIST,
    access: admin,
    tag,
    summary: 'Members and open invitations; owners of the installation are in every project',
    answer: membersAnswer,
    handle: ({ rooms, project }) => rooms.accounts.listMembers(project.no),
  }),
  route({
    method: 'PATCH',
    path: `${LIST}/:userId`,
    access: admin,
    tag,
    summary: 'Change the role of a member; counts from his next request on',
    body: roleBody,
    status: 204,
    handle: async ({ rooms, project, params, body, actor }) => {
      const member = { projectNo: project.no, userId: params.get('userId') ?? '', role: body.role };
      await rooms.accounts.changeRole(member, actor);
      return undefined;
    },
  }),
  route({
    method: 'DELETE',
    path: `${LIST}/:userId`,
    access: admin,
    tag,
    summary: 'Take the project away from a member; his account stays',
    status: 204,
    handle: async ({ rooms, project, params, actor }) => {
      await rooms.accounts.removeMember({ projectNo: project.no, userId: params.get('userId') ?? '' }, actor);
      return undefined;
    },
  }),
  route({
    method: 'POST',
    path: INVITATIONS,
    access: admin,
    tag,
    summary: 'Invite an address; answers the one-time link',
    body: invitationBody,
    answer: invitationCreated,
    status: 201,
    handle: async (call) => {
      const { rooms, project, body, actor } = call;
      const made = await rooms.accounts.invite({ projectNo: project.no, ...body }, actor);
      return { invitation: made.invitation, url: `${publicUrlOf(call)}/invitation#${made.token}` };
    },
  }),
  route({
    method: 'DELETE',
    path: `${INVITATIONS}/:invitationId`,
    access: admin,
    tag,
    summary: 'Withdraw an invitation',
    status: 204,
    handle: async ({ rooms, project, params, actor }) => {
      await rooms.accounts.withdraw({ projectNo: project.no, id: params.get('invitationId') ?? '' }, actor);
      return undefined;
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/invitations/check',
    access: 'public',
    tag,
    summary: 'What an invitation is for; it is not used up',
    body: linkBody,
    answer: invitationFor,
    handle: async ({ rooms, body }) => (await rooms.accounts.findInvitation(body.token)).told,
  }),
  route({
    method: 'POST',
    path: '/api/v1/invitations/accept',
    access: 'user',
    tag,
    summary: 'Accept an invitation as the signed-in user, whose address it must be for',
    body: linkBody,
    status: 204,
    handle: async ({ rooms, user, body }) => {
      await rooms.accounts.accept(user, body.token);
      return undefined;
    },
  }),
];
