// The users table of the catalog.

import { asc, count, eq, sql } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { HeatError } from '../../lib/errors.ts';
import type { Catalog, UserRow } from '../port-catalog.ts';
import type { Guard } from './catalog-guard.ts';
import { users } from './schema-catalog.ts';

type UserMethods = Pick<
  Catalog,
  | 'countUsers'
  | 'createUser'
  | 'createOwner'
  | 'findUser'
  | 'findUserByEmail'
  | 'listUsers'
  | 'updateUserPassword'
>;

export function catalogUsers(orm: BunSQLiteDatabase, guarded: Guard): UserMethods {
  const byId = orm
    .select()
    .from(users)
    .where(eq(users.id, sql.placeholder('id')))
    .prepare();
  const byEmail = orm
    .select()
    .from(users)
    .where(eq(users.email, sql.placeholder('email')))
    .prepare();
  return {
    async countUsers() {
      return guarded(() => orm.select({ count: count() }).from(users).get()?.count ?? 0);
    },
    async createUser(user) {
      guarded(() => orm.insert(users).values(userValues(user)).run(), emailTaken(user.email));
    },
    async createOwner(user) {
      const work = () =>
        orm.transaction(
          (tx) => {
            if (tx.select({ id: users.id }).from(users).limit(1).get()) throw ownerExists();
            tx.insert(users)
              .values({ ...userValues(user), owner: true })
              .run();
          },
          { behavior: 'immediate' },
        );
      guarded(work, emailTaken(user.email));
    },
    async findUser(id) {
      return guarded(() => byId.get({ id }) ?? null);
    },
    async findUserByEmail(email) {
      return guarded(() => byEmail.get({ email }) ?? null);
    },
    async listUsers() {
      return guarded(() => orm.select().from(users).orderBy(asc(users.createdAtMs), asc(users.id)).all());
    },
    async updateUserPassword(id, passwordHash) {
      const change = { passwordHash, tokenVersion: sql`${users.tokenVersion} + 1` };
      const changed = guarded(() =>
        orm.update(users).set(change).where(eq(users.id, id)).returning({ id: users.id }).get(),
      );
      if (!changed) throw new HeatError({ kind: 'not_found', message: `There is no user "${id}"` });
    },
  };
}

function userValues(user: UserRow): UserRow {
  const { id, email, name, passwordHash, owner, tokenVersion, createdAtMs } = user;
  return { id, email, name, passwordHash, owner, tokenVersion, createdAtMs };
}

function emailTaken(email: string): string {
  return `Cannot create user "${email}": this e-mail address has an account already`;
}

function ownerExists(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'already_set_up',
    message: 'Cannot create the owner: this installation has users already',
  });
}
