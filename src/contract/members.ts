// Who may do what in a project. An owner of the installation may do everything in all of them.

/** `viewer` reads; `editor` also keeps funnels, segments, templates and the like; `owner` also settings, keys and members. */
export const ROLES = ['owner', 'editor', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export type MemberView = { userId: string; email: string; name: string; role: Role; createdAtMs: number };
export type InvitationView = {
  id: string;
  email: string;
  role: Role;
  createdAtMs: number;
  expiresAtMs: number;
};
/** A list as Page<MemberView> of api.ts, which knows this file, and the invitations that are still open. */
export type MembersAnswer = {
  items: MemberView[];
  total: number;
  nextCursor: string | null;
  invitations: InvitationView[];
};
/** `url` opens the dashboard with the one-time token behind the `#`; shown this once. */
export type InvitationCreated = { invitation: InvitationView; url: string };
/** What an invitation is for, told to whoever holds its token. */
export type InvitationFor = {
  email: string;
  role: Role;
  projectName: string;
  /** An account of that address is there already: sign in and accept. */
  hasAccount: boolean;
};
