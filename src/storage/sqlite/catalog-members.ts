// Members and invitations of the catalog.

import { and, asc, desc, eq } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { HeatError } from '../../lib/errors.ts';
import type { InvitationRow, MemberCatalog, MemberRow } from '../port-members.ts';
import type { Guard } from './catalog-guard.ts';
import { invitations, members } from './schema-catalog.ts';

export function catalogMembers(orm: BunSQLiteDatabase, guarded: Guard): MemberCatalog {
  return {
    async listMemberships(userId) {
      return guarded(() => orm.select().from(members).where(eq(members.userId, userId)).all());
    },
    async listMembers(projectNo) {
      const own = eq(members.projectNo, projectNo);
      return guarded(() =>
        orm.select().from(members).where(own).orderBy(asc(members.createdAtMs), asc(members.userId)).all(),
      );
    },
    async putMember(member) {
      guarded(() => insertMember(orm, member));
    },
    async removeMember(projectNo, userId) {
      const own = and(eq(members.projectNo, projectNo), eq(members.userId, userId));
      const removed = guarded(() =>
        orm.delete(members).where(own).returning({ userId: members.userId }).get(),
      );
      if (!removed) throw unknown('member');
    },
    async createInvitation(row) {
      const same = and(eq(invitations.projectNo, row.projectNo), eq(invitations.email, row.email));
      const work = () =>
        orm.transaction(
          (tx) => {
            tx.delete(invitations).where(same).run();
            tx.insert(invitations).values(valuesOf(row)).run();
          },
          { behavior: 'immediate' },
        );
      guarded(work);
    },
    async listInvitations(projectNo) {
      const own = eq(invitations.projectNo, projectNo);
      return guarded(() =>
        orm.select().from(invitations).where(own).orderBy(desc(invitations.createdAtMs)).all(),
      );
    },
    async findInvitation(hash, atMs) {
      const found = guarded(() => orm.select().from(invitations).where(eq(invitations.hash, hash)).get());
      return found && found.expiresAtMs > atMs ? found : null;
    },
    async acceptInvitation(id, member) {
      const work = () =>
        orm.transaction(
          (tx) => {
            const taken = tx
              .delete(invitations)
              .where(eq(invitations.id, id))
              .returning({ id: invitations.id })
              .get();
            if (!taken) throw unknown('invitation');
            insertMember(tx as unknown as BunSQLiteDatabase, member);
          },
          { behavior: 'immediate' },
        );
      guarded(work);
    },
    async removeInvitation(projectNo, id) {
      const own = and(eq(invitations.projectNo, projectNo), eq(invitations.id, id));
      const removed = guarded(() =>
        orm.delete(invitations).where(own).returning({ id: invitations.id }).get(),
      );
      if (!removed) throw unknown('invitation');
    },
  };
}

function insertMember(orm: Pick<BunSQLiteDatabase, 'insert'>, member: MemberRow): void {
  const { projectNo, userId, role, createdAtMs } = member;
  orm
    .insert(members)
    .values({ projectNo, userId, role, createdAtMs })
    .onConflictDoUpdate({ target: [members.projectNo, members.userId], set: { role } })
    .run();
}

function valuesOf(row: InvitationRow): InvitationRow {
  const { id, hash, projectNo, email, role, createdBy, createdAtMs, expiresAtMs } = row;
  return { id, hash, projectNo, email, role, createdBy, createdAtMs, expiresAtMs };
}

function unknown(what: string): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: `${what}_not_found`,
    message: `There is no such ${what} in this project`,
  });
}
