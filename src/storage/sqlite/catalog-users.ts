// The users table of the catalog.

import { asc, count, eq, sql } from 'drizzle-orm';
import type { BunSQLiteDatabase } from 'drizzle-orm/bun-sqlite';
import { HeatError } from '../../lib/errors.ts';
import { type Catalog, lastOwner, type UserRow } from '../port-catalog.ts';
import type { Guard } from './catalog-guard.ts';
import { links, signIns, users } from './schema-catalog.ts';

type UserMethods = Pick<
  Catalog,
  | 'countUsers'
  | 'createUser'
  | 'createOwner'
  | 'findUser'
  | 'findUserByEmail'
  | 'listUsers'
  | 'updateUserPassword'
  | 'removeUser'
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
      const work = () =>
        orm.transaction(
          (tx) => {
            if (!setPassword(tx, id, passwordHash)) throw unknownUser(id);
          },
          { behavior: 'immediate' },
        );
      guarded(work);
    },
    async removeUser(id) {
      const work = () =>
        orm.transaction(
          (tx) => {
            const user = tx.select().from(users).where(eq(users.id, id)).get();
            if (!user) throw unknownUser(id);
            const owners = tx.select({ count: count() }).from(users).where(eq(users.owner, true)).get();
            if (user.owner && owners?.count === 1) throw lastOwner(user.email);
            tx.delete(links).where(eq(links.userId, id)).run();
            tx.delete(users).where(eq(users.id, id)).run();
          },
          { behavior: 'immediate' },
        );
      guarded(work);
    },
  };
}

/** Ends what the old password opened: sign-ins by the token version, and links that were made before. Null for nobody. */
export function setPassword(
  tx: Pick<BunSQLiteDatabase, 'update' | 'delete'>,
  id: string,
  passwordHash: string,
): UserRow | null {
  const change = { passwordHash, tokenVersion: sql`${users.tokenVersion} + 1` };
  const changed = tx.update(users).set(change).where(eq(users.id, id)).returning().get();
  if (!changed) return null;
  tx.delete(signIns).where(eq(signIns.userId, id)).run();
  tx.delete(links).where(eq(links.userId, id)).run();
  return changed;
}

function userValues(user: UserRow): UserRow {
  const { id, email, name, passwordHash, owner, tokenVersion, createdAtMs } = user;
  return { id, email, name, passwordHash, owner, tokenVersion, createdAtMs };
}

function emailTaken(email: string): string {
  return `Cannot create user "${email}": this e-mail address has an account already`;
}

export function unknownUser(id: string): HeatError {
  return new HeatError({
    kind: 'not_found',
    message: `There is no user "${id}"`,
    hint: 'Those that there are: heat user list',
  });
}

function ownerExists(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'already_set_up',
    message: 'Cannot create the owner: this installation has users already',
  });
}
