// A new password by a one-time link, for who has forgotten his: an owner of the installation makes it and hands it over.
// It lets nobody in by itself: who has used it signs in, with his second factor if he has one.

import type { PasswordLinkFor, UserView } from '../contract/api.ts';
import { HeatError } from '../lib/errors.ts';
import { sha256Hex } from '../lib/hash.ts';
import type { UserRow } from '../storage/port-catalog.ts';
import { checkPassword, normalEmail } from './credentials.ts';
import { badLink, createLink, type NewLink } from './links.ts';
import { checkOwnPassword, type OwnPassword, type SignInDeps } from './sign-in.ts';
import { viewOf } from './user-view.ts';

export type PasswordLinks = {
  /** All accounts, oldest first. */
  listUserViews(): Promise<UserView[]>;
  /**
   * A link for another user's account, valid LIMITS.passwordLinkMs; ends his earlier one. `owner` proves that it is still
   * him: a stolen sign-in must not become other people's accounts. Throws `forbidden` (wrong_password), `not_found`,
   * `conflict` (own_account), `rate_limited`.
   */
  createPasswordLink(request: { userId: string; owner: OwnPassword }): Promise<NewLink>;
  /** For the terminal: for any account, by its address. Throws `not_found`. */
  createPasswordLinkFor(email: string, actor: string): Promise<NewLink>;
  /** Whose password the link sets; it is not used up. Throws `unauthorized` (bad_link). */
  findPasswordLink(token: string): Promise<PasswordLinkFor>;
  /**
   * Sets the password, uses the link up, ends all sign-ins and other links of the user. Throws `invalid` for a password
   * that breaks the rules (the link stays), `unauthorized` (bad_link), `unavailable` (busy).
   */
  usePasswordLink(request: { token: string; password: string }): Promise<void>;
};

export function createPasswordLinks(deps: SignInDeps): PasswordLinks {
  const { catalog, clock, passwords } = deps;
  const record = (act: { actor: string; action: string; userId: string; details: string | null }) => {
    const { actor, action, userId, details } = act;
    return catalog.recordAudit({ atMs: clock.nowMs(), actor, action, target: `user:${userId}`, details });
  };
  async function make(user: UserRow, actor: string): Promise<NewLink> {
    const link = await createLink(deps, { purpose: 'password', userId: user.id });
    await record({ actor, action: 'link.create', userId: user.id, details: 'password' });
    return link;
  }
  async function find(token: string): Promise<UserRow> {
    const link = await catalog.findLink(sha256Hex(token), 'password', clock.nowMs());
    const user = link?.userId ? await catalog.findUser(link.userId) : null;
    if (!user) throw badLink();
    return user;
  }

  return {
    listUserViews: async () => (await catalog.listUsers()).map(viewOf),
    async createPasswordLink({ userId, owner }) {
      if (userId === owner.userId) throw ownAccount();
      await checkOwnPassword(deps, owner, 'Cannot make the link');
      const user = await catalog.findUser(userId);
      if (!user) throw unknownUser(userId);
      return make(user, `user:${owner.userId}`);
    },
    async createPasswordLinkFor(email, actor) {
      const address = normalEmail(email);
      const user = address === null ? null : await catalog.findUserByEmail(address);
      if (!user) throw unknownUser(email);
      return make(user, actor);
    },
    findPasswordLink: async (token) => ({ email: (await find(token)).email }),
    async usePasswordLink({ token, password: text }) {
      const password = checkPassword(text);
      // Looked up first: a hash is dear, and strangers must not make us compute any.
      await find(token);
      const passwordHash = await passwords.hash(password);
      const use = { hash: sha256Hex(token), passwordHash, atMs: clock.nowMs() };
      const user = await catalog.usePasswordLink(use);
      if (!user) throw badLink();
      await record({
        actor: `user:${user.id}`,
        action: 'user.password',
        userId: user.id,
        details: 'by link',
      });
    },
  };
}

function ownAccount(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'own_account',
    message: 'Cannot make a link for your own account: change your password with the current one',
    hint: 'Without the current one: heat user password, in the terminal.',
  });
}

function unknownUser(id: string): HeatError {
  return new HeatError({
    kind: 'not_found',
    code: 'user_not_found',
    message: `There is no user "${id}"`,
    hint: 'Those that there are: heat user list',
  });
}
