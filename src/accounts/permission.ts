// Who may do what to which project. Pure. A write key of a page is no identity: it may write and nothing else.

import type { KeyScope } from '../contract/api.ts';
import type { Role } from '../contract/members.ts';
import type { ProjectRow, UserRow } from '../storage/port-catalog.ts';

export type Identity =
  /** `roles` by project number; an owner of the installation needs none. */
  | { kind: 'user'; user: UserRow; roles: ReadonlyMap<number, Role> }
  | { kind: 'key'; keyId: string; projectNo: number; scope: KeyScope };

/**
 * read: reports and exports; write: events; edit: what is kept for readers (funnels, segments, templates, muted elements,
 * snapshots, annotations); admin: also settings, keys and members of the project.
 */
export type Need = 'read' | 'write' | 'edit' | 'admin';

const SCOPES_FOR: Record<Need, readonly KeyScope[]> = {
  read: ['read', 'admin'],
  write: ['write', 'admin'],
  edit: ['admin'],
  admin: ['admin'],
};

const ROLES_FOR: Record<Need, readonly Role[]> = {
  read: ['viewer', 'editor', 'owner'],
  write: ['owner'],
  edit: ['editor', 'owner'],
  admin: ['owner'],
};

/** Whether the identity may do that in the project. The owner may do everything, a key only in its own project. */
export function allows(identity: Identity, request: { projectNo: number; need: Need }): boolean {
  if (identity.kind === 'user') return allowsUser(identity, request);
  return identity.projectNo === request.projectNo && SCOPES_FOR[request.need].includes(identity.scope);
}

function allowsUser(
  { user, roles }: Extract<Identity, { kind: 'user' }>,
  { projectNo, need }: { projectNo: number; need: Need },
): boolean {
  if (user.owner) return true;
  const role = roles.get(projectNo);
  return role !== undefined && ROLES_FOR[need].includes(role);
}

/** What the identity is in a project, as the dashboard asks; null for what may not see it. */
export function roleIn(identity: Identity, projectNo: number): Role | null {
  for (const [role, need] of [
    ['owner', 'admin'],
    ['editor', 'edit'],
    ['viewer', 'read'],
  ] as const) {
    if (allows(identity, { projectNo, need })) return role;
  }
  return null;
}

/** The projects whose reports the identity may read. */
export function visibleProjects(identity: Identity, projects: readonly ProjectRow[]): ProjectRow[] {
  return projects.filter(({ no }) => allows(identity, { projectNo: no, need: 'read' }));
}

/** How the audit log names the identity. */
export function actorOf(identity: Identity): string {
  return identity.kind === 'user' ? `user:${identity.user.id}` : `key:${identity.keyId}`;
}
