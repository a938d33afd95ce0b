// Who may look: the first owner, users, sign-in, one-time links and API keys. HTTP and the terminal call this.
// Tokens and cookies are http/'s; a user's token version, which ends them, is kept here.

import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { randomCode } from '../lib/id.ts';
import { cleanText } from '../lib/text.ts';
import { type Catalog, lastOwner, type UserRow } from '../storage/port-catalog.ts';
import { type Audit, createAudit } from './audit.ts';
import { createCatalogCache } from './catalog-cache.ts';
import { checkEmail, checkName, checkPassword } from './credentials.ts';
import { createKeys, type Keys } from './keys.ts';
import { badLink, createLink, type NewLink, takeLink } from './links.ts';
import { createMembers, type Members } from './members.ts';
import { createPasswordLinks, type PasswordLinks } from './password-links.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import { createSecondFactors, type SecondFactors } from './second-factor.ts';
import { createShares, type Shares } from './shares.ts';
import { changePassword, type PasswordChange, type SignInRequest, signIn } from './sign-in.ts';
import { createSeen, createSignIns, type SignIns } from './sign-ins.ts';
import { createThrottle } from './throttle.ts';
import type { SessionClaims } from './user-view.ts';

export type NewUser = { email: string; password: string; name?: string };
export type AccountsDeps = { catalog: Catalog; clock: Clock; passwords?: Passwords };

export type Accounts = Keys &
  Members &
  PasswordLinks &
  Audit &
  SecondFactors &
  Shares &
  SignIns & {
    /** True until somebody has signed up. */
    needsOwner(): Promise<boolean>;
    /** The first owner's link, valid LIMITS.setupLinkMs; ends earlier ones. Throws `conflict` (already_set_up) when there is a user. */
    createSetupLink(): Promise<NewLink>;
    /** Resolves when the set-up link may still be used, which it is not by this. Throws `unauthorized` (bad_link). */
    checkSetupLink(token: string): Promise<void>;
    /** A link that signs the user in once. Throws `not_found`. */
    createSignInLink(userId: string, actor: string): Promise<NewLink>;
    /**
     * Makes the owner by a set-up link, or a member by an invitation to his address. Throws `invalid`, `unauthorized`
     * (bad_link), `forbidden` for another address, `conflict` (already_set_up, or an account of that address).
     */
    signUp(request: NewUser & { token: string }): Promise<UserRow>;
    /** Throws `unauthorized` (bad_credentials, second_factor_needed, wrong_code), `rate_limited`, `unavailable` (busy). */
    signIn(request: SignInRequest): Promise<UserRow>;
    /** Asks for no second factor: who makes such a link has the machine. Throws `unauthorized` (bad_link). */
    signInByLink(token: string): Promise<UserRow>;
    /** Ends all of the user's sign-ins; the answer has the new token version. Throws `forbidden`, `invalid`, `rate_limited`. */
    changePassword(change: PasswordChange): Promise<UserRow>;
    /** For the terminal: an owner of the installation unless told otherwise. Throws `invalid`, `conflict`. */
    addUser(user: NewUser & { owner?: boolean }, actor: string): Promise<UserRow>;
    /** For the terminal: a new password without the old one; ends all of the user's sign-ins. Throws `not_found`, `invalid`. */
    resetPassword(request: { email: string; password: string }, actor: string): Promise<UserRow>;
    /** For the log of administrative acts: the signing secret was replaced (accounts/secret.ts). */
    noteSecretRotation(how: { endSignIns: boolean }, actor: string): Promise<void>;
    /** What removeUser() would take away; throws as it does. */
    previewRemoval(email: string): Promise<{ user: UserRow; memberships: number }>;
    /** Throws `not_found`, and `conflict` (last_owner) for the only owner. */
    removeUser(email: string, actor: string): Promise<UserRow>;
    listUsers(): Promise<UserRow[]>;
    findUser(id: string): Promise<UserRow | null>;
    /** The user of a token's claims, or null when he is gone or the sign-in was ended. */
    findSignedIn(claims: SessionClaims): Promise<UserRow | null>;
  };

export function createAccounts(deps: AccountsDeps): Accounts {
  const { catalog, clock } = deps;
  const passwords = deps.passwords ?? createPasswords();
  const signInDeps = { catalog, clock, passwords, throttle: createThrottle(clock) };
  const findUser = createCatalogCache(catalog, (id) => catalog.findUser(id));
  const isEnded = createCatalogCache(catalog, (jti) => catalog.isSignInEnded(jti));
  const seen = createSeen(deps);
  const needsOwner = async () => (await catalog.countUsers()) === 0;

  async function createOwner(draft: UserDraft): Promise<UserRow> {
    const user = await completeUser(deps, passwords, { ...draft, owner: true });
    await catalog.createOwner(user);
    return user;
  }

  const members = createMembers(deps);

  async function signUpInvited(draft: UserDraft, invited: string, token: string): Promise<UserRow> {
    if (invited !== draft.email) throw otherAddress();
    if ((await catalog.countUsers()) >= LIMITS.users) throw tooManyUsers();
    const user = await completeUser(deps, passwords, { ...draft, owner: false });
    await catalog.createUser(user);
    await record(deps, { actor: `user:${user.id}`, action: 'user.create', target: `user:${user.id}` });
    await members.accept(user, token);
    return user;
  }

  return {
    ...createKeys(deps),
    ...members,
    ...createAudit(deps),
    ...createPasswordLinks(signInDeps),
    ...createSecondFactors(signInDeps),
    ...createSignIns(deps),
    ...createShares(signInDeps),
    needsOwner,
    async createSetupLink() {
      if (!(await needsOwner())) throw alreadySetUp();
      await catalog.removeLinks('setup');
      return createLink(deps, { purpose: 'setup', userId: null });
    },
    async checkSetupLink(token) {
      await catalog.createLink(await takeLink(deps, { purpose: 'setup', token }));
    },
    async createSignInLink(userId, actor) {
      if (!(await catalog.findUser(userId))) throw unknownUser(userId);
      const link = await createLink(deps, { purpose: 'sign-in', userId });
      await record(deps, { actor, action: 'link.create', target: `user:${userId}` });
      return link;
    },
    async signUp(request) {
      const draft = checkNewUser(request);
      const invitation = (await needsOwner())
        ? null
        : await members.findInvitation(request.token).catch(() => null);
      if (invitation) return signUpInvited(draft, invitation.row.email, request.token);
      const link = await takeLink(deps, { purpose: 'setup', token: request.token });
      const user = await createOwner(draft).catch(async (error) => {
        await catalog.createLink(link);
        throw error;
      });
      await catalog.removeLinks('setup');
      await record(deps, { actor: `user:${user.id}`, action: 'user.create', target: `user:${user.id}` });
      return user;
    },
    signIn: (request) => signIn(signInDeps, request),
    async signInByLink(token) {
      const { userId } = await takeLink(deps, { purpose: 'sign-in', token });
      const user = userId === null ? null : await catalog.findUser(userId);
      if (!user) throw badLink();
      return user;
    },
    changePassword: (change) => changePassword(signInDeps, change),
    async addUser(request, actor) {
      const draft = checkNewUser(request);
      if ((await catalog.countUsers()) >= LIMITS.users) throw tooManyUsers();
      const user = await completeUser(deps, passwords, { ...draft, owner: request.owner ?? true });
      await catalog.createUser(user);
      await record(deps, { actor, action: 'user.create', target: `user:${user.id}` });
      return user;
    },
    async resetPassword({ email, password }, actor) {
      const checked = checkPassword(password);
      const user = await userOf(catalog, email);
      await catalog.updateUserPassword(user.id, await passwords.hash(checked));
      await record(deps, { actor, action: 'user.password', target: `user:${user.id}` });
      return user;
    },
    noteSecretRotation: ({ endSignIns }, actor) =>
      catalog.recordAudit({
        atMs: clock.nowMs(),
        ...{ actor, action: 'secret.rotate', target: 'installation' },
        details: endSignIns ? 'all sign-ins ended' : null,
      }),
    async previewRemoval(email) {
      const user = await userOf(catalog, email);
      const owners = (await catalog.listUsers()).filter(({ owner }) => owner);
      if (user.owner && owners.length === 1) throw lastOwner(user.email);
      return { user, memberships: (await catalog.listMemberships(user.id)).length };
    },
    async removeUser(email, actor) {
      const user = await userOf(catalog, email);
      await catalog.removeUser(user.id);
      await record(deps, { actor, action: 'user.remove', target: `user:${user.id}` });
      return user;
    },
    listUsers: () => catalog.listUsers(),
    findUser,
    async findSignedIn({ sub, tokenVersion, jti }) {
      const user = await findUser(sub);
      if (user?.tokenVersion !== tokenVersion || (await isEnded(jti))) return null;
      await seen(jti);
      return user;
    },
  };
}

type UserDraft = { email: string; name: string; password: string };

/** Checked before a link is used up, so that a weak password does not cost the owner his link. */
function checkNewUser(request: NewUser): UserDraft {
  const email = checkEmail(request.email);
  const name = request.name?.trim() ? checkName(request.name) : (email.split('@')[0] ?? email);
  return { email, name: cleanText(name, LIMITS.displayNameChars), password: checkPassword(request.password) };
}

async function completeUser(
  { clock }: AccountsDeps,
  passwords: Passwords,
  draft: UserDraft & { owner: boolean },
): Promise<UserRow> {
  const { email, name, owner } = draft;
  const passwordHash = await passwords.hash(draft.password);
  return {
    id: randomCode(12),
    email,
    name,
    passwordHash,
    owner,
    tokenVersion: 0,
    createdAtMs: clock.nowMs(),
  };
}

function record(
  { catalog, clock }: AccountsDeps,
  act: { actor: string; action: string; target: string },
): Promise<void> {
  return catalog.recordAudit({ atMs: clock.nowMs(), ...act, details: null });
}

function otherAddress(): HeatError {
  return new HeatError({
    kind: 'forbidden',
    code: 'other_address',
    message: 'Cannot sign up: the invitation is for another e-mail address',
  });
}

function alreadySetUp(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'already_set_up',
    message: 'Cannot set up again: this installation has users already',
    hint: 'Sign in, or make a user with "heat user add".',
  });
}

async function userOf(catalog: Catalog, email: string): Promise<UserRow> {
  const user = await catalog.findUserByEmail(email.trim().toLowerCase());
  if (!user) throw unknownUser(email);
  return user;
}

function unknownUser(id: string): HeatError {
  return new HeatError({
    kind: 'not_found',
    message: `There is no user "${id}"`,
    hint: 'Those that there are: heat user list',
  });
}

function tooManyUsers(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'too_many_users',
    message: `Cannot add a user: there are ${LIMITS.users} already`,
  });
}
