// Who may look at which project: roles, and invitations that are bound to one address and used once.

import { LIMITS } from '../contract/limits.ts';
import type { InvitationFor, InvitationView, MembersAnswer, Role } from '../contract/members.ts';
import { ROLES } from '../contract/members.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { sha256Hex } from '../lib/hash.ts';
import { randomCode, randomSecret } from '../lib/id.ts';
import type { Catalog, UserRow } from '../storage/port-catalog.ts';
import type { InvitationRow } from '../storage/port-members.ts';
import { createCatalogCache } from './catalog-cache.ts';
import { checkEmail } from './credentials.ts';
import { badLink } from './links.ts';

export type Roles = ReadonlyMap<number, Role>;
export type Members = {
  /** Roles by project number; empty for somebody without any. Kept until the catalog changes. */
  rolesOf(userId: string): Promise<Roles>;
  /** Members, oldest first, and open invitations. Owners of the installation are no members. */
  listMembers(projectNo: number): Promise<MembersAnswer>;
  /** Throws `not_found`, `invalid`. */
  changeRole(member: { projectNo: number; userId: string; role: Role }, actor: string): Promise<void>;
  /** Throws `not_found`. */
  removeMember(member: { projectNo: number; userId: string }, actor: string): Promise<void>;
  /** The token is in this answer and nowhere else. Throws `invalid`, `conflict` for who is a member already and at LIMITS.membersPerProject. */
  invite(
    request: { projectNo: number; email: string; role: Role },
    actor: string,
  ): Promise<{ invitation: InvitationView; token: string }>;
  /** Throws `not_found`. */
  withdraw(invitation: { projectNo: number; id: string }, actor: string): Promise<void>;
  /** Throws `unauthorized` (bad_link) when it is unknown, used, withdrawn or expired. */
  findInvitation(token: string): Promise<{ row: InvitationRow; told: InvitationFor }>;
  /** Makes the user a member. Throws likewise, and `forbidden` for another's address. */
  accept(user: UserRow, token: string): Promise<void>;
};

const ID_CHARS = 10;

export function createMembers(deps: { catalog: Catalog; clock: Clock }): Members {
  const { catalog, clock } = deps;
  const cached = createCatalogCache<Roles>(catalog, async (userId) => {
    const rows = await catalog.listMemberships(userId);
    return new Map(rows.map(({ projectNo, role }) => [projectNo, role]));
  });
  const record = (actor: string, action: string, target: string, details: string | null = null) =>
    catalog.recordAudit({ atMs: clock.nowMs(), actor, action, target, details });

  const find = async (token: string) => {
    const row = await catalog.findInvitation(sha256Hex(token), clock.nowMs());
    const project = row && (await catalog.findProjectByNo(row.projectNo));
    if (!row || !project) throw badLink();
    return { row, project };
  };

  return {
    rolesOf: async (userId) => (await cached(userId)) ?? new Map(),
    async listMembers(projectNo) {
      const rows = await catalog.listMembers(projectNo);
      const items = await Promise.all(
        rows.map(async ({ userId, role, createdAtMs }) => {
          const user = await catalog.findUser(userId);
          return { userId, email: user?.email ?? '', name: user?.name ?? '', role, createdAtMs };
        }),
      );
      const open = (await catalog.listInvitations(projectNo)).filter(
        (row) => row.expiresAtMs > clock.nowMs(),
      );
      return { items, total: items.length, nextCursor: null, invitations: open.map(viewOf) };
    },
    async changeRole({ projectNo, userId, role }, actor) {
      checkRole(role);
      const known = (await catalog.listMembers(projectNo)).find((member) => member.userId === userId);
      if (!known) throw unknownMember();
      await catalog.putMember({ ...known, role });
      await record(actor, 'member.role', `user:${userId}`, role);
    },
    async removeMember({ projectNo, userId }, actor) {
      await catalog.removeMember(projectNo, userId);
      await record(actor, 'member.remove', `user:${userId}`);
    },
    async invite({ projectNo, email: given, role }, actor) {
      const email = checkEmail(given);
      checkRole(role);
      const members = await catalog.listMembers(projectNo);
      const user = await catalog.findUserByEmail(email);
      if (user && (user.owner || members.some(({ userId }) => userId === user.id)))
        throw alreadyMember(email);
      const open = await catalog.listInvitations(projectNo);
      if (members.length + open.length >= LIMITS.membersPerProject) throw tooMany();
      const token = randomSecret();
      const nowMs = clock.nowMs();
      const row: InvitationRow = {
        ...{ id: randomCode(ID_CHARS), hash: sha256Hex(token), projectNo, email, role },
        ...{ createdBy: actor, createdAtMs: nowMs, expiresAtMs: nowMs + LIMITS.invitationMs },
      };
      await catalog.createInvitation(row);
      await record(actor, 'member.invite', `invitation:${row.id}`, role);
      return { invitation: viewOf(row), token };
    },
    async withdraw({ projectNo, id }, actor) {
      await catalog.removeInvitation(projectNo, id);
      await record(actor, 'member.withdraw', `invitation:${id}`);
    },
    async findInvitation(token) {
      const { row, project } = await find(token);
      const hasAccount = (await catalog.findUserByEmail(row.email)) !== null;
      return { row, told: { email: row.email, role: row.role, projectName: project.name, hasAccount } };
    },
    async accept(user, token) {
      const { row } = await find(token);
      if (user.email !== row.email) throw notYours();
      const { id, projectNo, role } = row;
      await catalog.acceptInvitation(id, { projectNo, userId: user.id, role, createdAtMs: clock.nowMs() });
      await record(`user:${user.id}`, 'member.join', `user:${user.id}`, role);
    },
  };
}

function viewOf({ id, email, role, createdAtMs, expiresAtMs }: InvitationRow): InvitationView {
  return { id, email, role, createdAtMs, expiresAtMs };
}

function checkRole(role: Role): void {
  if (ROLES.includes(role)) return;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_role',
    message: `Cannot give this role: roles are ${ROLES.join(', ')}`,
    details: { allowed: ROLES },
  });
}

function unknownMember(): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'member_not_found',
    message: 'There is no such member in this project',
  });
}

function alreadyMember(email: string): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'already_member',
    message: `Cannot invite "${email}": this address may look at the project already`,
  });
}

function notYours(): HeatError {
  return new HeatError({
    kind: 'forbidden',
    code: 'other_address',
    message: 'Cannot accept the invitation: it is for another e-mail address than that of your account',
  });
}

function tooMany(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'too_many_members',
    message: `Cannot invite: there are ${LIMITS.membersPerProject} members and invitations already`,
  });
}
