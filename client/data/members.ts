// Members of a project and invitations, as the API gives and takes them.

import type { InvitationCreated, InvitationFor, MembersAnswer, Role } from '../../src/contract/members.ts';
import { type CallOptions, deleteJson, getJson, patchJson, postJson } from './api.ts';

const ofProject = (projectId: string) => `/projects/${encodeURIComponent(projectId)}`;

export const fetchMembers = (projectId: string, options: CallOptions): Promise<MembersAnswer> =>
  getJson(`${ofProject(projectId)}/members`, options);
/** Rejects with `conflict` for whoever may look already. The answer's link is shown this once. */
export const invite = (
  projectId: string,
  request: { email: string; role: Role },
): Promise<InvitationCreated> => postJson(`${ofProject(projectId)}/invitations`, request);
export const withdrawInvitation = (projectId: string, id: string): Promise<void> =>
  deleteJson(`${ofProject(projectId)}/invitations/${encodeURIComponent(id)}`);
export const changeRole = (projectId: string, userId: string, role: Role): Promise<void> =>
  patchJson(`${ofProject(projectId)}/members/${encodeURIComponent(userId)}`, { role });
export const removeMember = (projectId: string, userId: string): Promise<void> =>
  deleteJson(`${ofProject(projectId)}/members/${encodeURIComponent(userId)}`);

/** Rejects with `unauthorized` for an invitation that is used, withdrawn or old. */
export const checkInvitation = (token: string, options?: CallOptions): Promise<InvitationFor> =>
  postJson('/invitations/check', { token }, { ...options, quiet: true });
/** As the signed-in user. */
export const acceptInvitation = (token: string): Promise<void> =>
  postJson('/invitations/accept', { token }, { quiet: true });
