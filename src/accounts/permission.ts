// Who may do what to which project. Pure. A write key of a page is no identity: it may write and nothing else.

import type { KeyScope } from '../contract/api.ts';
import type { ProjectRow, UserRow } from '../storage/port-catalog.ts';

export type Identity =
  | { kind: 'user'; user: UserRow }
  | { kind: 'key'; keyId: string; projectNo: number; scope: KeyScope };

/** read: reports and exports; write: ingest; admin: also settings and keys of the project. */
export type Need = 'read' | 'write' | 'admin';

const SCOPES_FOR: Record<Need, readonly KeyScope[]> = {
  read: ['read', 'admin'],
  write: ['write', 'admin'],
  admin: ['admin'],
};

/** Whether the identity may do that in the project. The owner may do everything, a key only in its own project. */
export function allows(identity: Identity, request: { projectNo: number; need: Need }): boolean {
  if (identity.kind === 'user') return identity.user.owner;
  return identity.projectNo === request.projectNo && SCOPES_FOR[request.need].includes(identity.scope);
}

/** The projects whose reports the identity may read. */
export function visibleProjects(identity: Identity, projects: readonly ProjectRow[]): ProjectRow[] {
  return projects.filter(({ no }) => allows(identity, { projectNo: no, need: 'read' }));
}

/** How the audit log names the identity. */
export function actorOf(identity: Identity): string {
  return identity.kind === 'user' ? `user:${identity.user.id}` : `key:${identity.keyId}`;
}
