// Members of projects and invitations, as the catalog keeps them. Part of Catalog, with its rules.

import type { Role } from '../contract/members.ts';

export type MemberRow = { projectNo: number; userId: string; role: Role; createdAtMs: number };
/** Bound to one address; only the hash of its token is kept. */
export type InvitationRow = {
  id: string;
  hash: string;
  projectNo: number;
  email: string;
  role: Role;
  createdBy: string;
  createdAtMs: number;
  expiresAtMs: number;
};

export interface MemberCatalog {
  /** All of a user's memberships. */
  listMemberships(userId: string): Promise<MemberRow[]>;
  /** All members of a project, oldest first. */
  listMembers(projectNo: number): Promise<MemberRow[]>;
  /** Makes or changes a membership. */
  putMember(member: MemberRow): Promise<void>;
  /** Throws `not_found`. */
  removeMember(projectNo: number, userId: string): Promise<void>;

  /** Replaces an earlier invitation of that address to that project. */
  createInvitation(invitation: InvitationRow): Promise<void>;
  /** Newest first, expired ones too. */
  listInvitations(projectNo: number): Promise<InvitationRow[]>;
  /** By the hash of its token; null when unknown or expired at `atMs`. */
  findInvitation(hash: string, atMs: number): Promise<InvitationRow | null>;
  /** Makes the membership and forgets the invitation, one transaction. Throws `not_found` when it was used meanwhile. */
  acceptInvitation(id: string, member: MemberRow): Promise<void>;
  /** Throws `not_found`. */
  removeInvitation(projectNo: number, id: string): Promise<void>;
}
