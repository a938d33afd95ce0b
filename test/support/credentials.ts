// Every kind of credential that a request can bring, good and bad, made the way they come about: over the API and by
// what ends them. For the matrix of who may do what.

import { LIMITS } from '../../src/contract/limits.ts';
import type { Role } from '../../src/contract/members.ts';
import type { CreatedShare, OpenedShare } from '../../src/contract/shares.ts';
import { AUDIENCES } from '../../src/http/tokens.ts';
import { addKey, addProject, cookieOf, OWNER, signUpOwner, type TestHeat } from './test-heat.ts';

export type Project = Awaited<ReturnType<typeof addProject>>;

/** What a credential is good for, said without the code that decides it. */
export type Who =
  | { is: 'nobody' }
  /** Something that is not valid, or no longer. */
  | { is: 'invalid' }
  | { is: 'key'; of: 'mine' | 'foreign'; scope: 'read' | 'write' | 'admin' }
  /** `role` in the project of the matrix; owners of the installation have every right. */
  | { is: 'user'; role: Role | null; owns: boolean }
  /** A good cookie in a request that another site could have made. */
  | { is: 'forged by a page'; role: Role | null; owns: boolean }
  | { is: 'share' };
export type Credential = { name: string; headers: Record<string, string>; who: Who };

const PASSWORD = 'a quite long password';

/** All of them, for `mine`. Replaces the signing secret twice. */
export async function everyCredential(
  heat: TestHeat,
): Promise<{ all: Credential[]; mine: Project; foreign: Project }> {
  const { token: beforeRotation } = await signUpOwner(heat);
  await replaceSecret(heat, true);
  const mine = await addProject(heat, 'Mine');
  const foreign = await addProject(heat, 'Foreign');
  const owner = await signIn(heat, OWNER.email, OWNER.password);
  const people = await addPeople(heat, mine, foreign);
  await replaceSecret(heat, false);
  const fresh = await signIn(heat, 'viewer@example.com');

  const bearer = (name: string, secret: string, who: Who): Credential => ({
    name,
    who,
    headers: { authorization: `Bearer ${secret}` },
  });
  const bad = (name: string, secret: string) => bearer(name, secret, { is: 'invalid' });
  const user = (role: Role | null, owns = false): Who => ({ is: 'user', role, owns });
  const own = { 'x-heat': '1', 'sec-fetch-site': 'same-origin' };
  const cookie = (name: string, headers: Record<string, string>, who: Who): Credential => ({
    name,
    who,
    headers: { cookie: owner.cookie, ...headers },
  });
  const forged: Who = { is: 'forged by a page', role: null, owns: true };

  const all: Credential[] = [
    { name: 'none', headers: {}, who: { is: 'nobody' } },
    bearer("an owner's token, of the replaced secret", owner.token, user(null, true)),
    bearer("a viewer's token, of the new secret", fresh.token, user('viewer')),
    ...people.map(({ name, token, who }) => bearer(name, token, who)),
    ...(await keys(heat, { mine, foreign })),
    cookie("an owner's cookie from our page", own, user(null, true)),
    cookie('a cookie without our header', { 'sec-fetch-site': 'same-origin' }, forged),
    cookie(
      'a cookie from a form of another site',
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      forged,
    ),
    cookie(
      'a cookie with our header from another origin',
      { origin: 'https://evil.example', 'x-heat': '1' },
      forged,
    ),
    cookie('a cookie from nowhere', { 'x-heat': '1' }, forged),
    bearer('the access of a share link', await shareAccess(heat, mine), { is: 'share' }),
    bad('a token of a secret that was ended', beforeRotation),
    bad('a cookie as a token', owner.cookie.split('=')[1] ?? ''),
    {
      name: 'a token as a cookie',
      who: { is: 'invalid' },
      headers: { cookie: `heat=${owner.token}`, ...own },
    },
    ...tampered(heat, owner.token).map(([name, secret]) => bad(name, secret)),
    bad('an empty bearer', ''),
    { name: 'a password', who: { is: 'invalid' }, headers: { authorization: 'Basic b3duZXI6eA==' } },
    {
      name: 'an unknown key beside a good cookie',
      who: { is: 'invalid' },
      headers: { cookie: owner.cookie, ...own, 'x-api-key': unknownKey },
    },
  ];
  return { all, mine, foreign };
}

const unknownKey = `heat_a_${'0'.repeat(12)}_${'a'.repeat(43)}`;

async function keys(
  heat: TestHeat,
  { mine, foreign }: { mine: Project; foreign: Project },
): Promise<Credential[]> {
  const made: Credential[] = [];
  const add = (name: string, secret: string, who: Who) => {
    made.push({ name, who, headers: { authorization: `Bearer ${secret}` } });
    if (who.is === 'key') made.push({ name: `${name}, as x-api-key`, who, headers: { 'x-api-key': secret } });
  };
  for (const scope of ['read', 'write', 'admin'] as const) {
    add(`a ${scope} key`, (await addKey(heat, mine.no, scope)).secret, { is: 'key', of: 'mine', scope });
    const other = (await addKey(heat, foreign.no, scope)).secret;
    add(`a ${scope} key of another project`, other, { is: 'key', of: 'foreign', scope });
  }
  const { accounts, projects } = heat.rooms;
  const admin = { projectNo: mine.no, name: 'k', scope: 'admin' as const };
  const revoked = await accounts.createKey(admin, 'terminal');
  await accounts.revokeKey({ projectNo: mine.no, keyId: revoked.key.id }, 'terminal');
  const expiring = await accounts.createKey({ ...admin, expiresAtMs: heat.clock.nowMs() + 1 }, 'terminal');
  heat.clock.advance(2);
  const elsewhere = await accounts.createKey({ ...admin, addresses: ['192.0.2.7'] }, 'terminal');
  const gone = await addProject(heat, 'Gone');
  await projects.remove(gone.id, 'terminal');
  const invalid: Who = { is: 'invalid' };
  add('a revoked key', revoked.secret, invalid);
  add('an expired key', expiring.secret, invalid);
  add('a key for another address', elsewhere.secret, invalid);
  add('a key of a removed project', gone.apiKey, invalid);
  add('an unknown key', unknownKey, invalid);
  add(
    'a key whose scope was rewritten',
    (await addKey(heat, mine.no, 'read')).secret.replace('heat_r_', 'heat_a_'),
    invalid,
  );
  add('the write key of the page', mine.writeKey, invalid);
  const rotated = await projects.rotateWriteKey(mine.id, 24, 'terminal');
  add('the new write key of the page', rotated.writeKey, invalid);
  return made;
}

async function addPeople(heat: TestHeat, mine: Project, foreign: Project) {
  const { accounts } = heat.rooms;
  const join = async (who: string, project: Project, role: Role) => {
    const email = `${who}@example.com`;
    const { token } = await accounts.invite({ projectNo: project.no, email, role }, 'terminal');
    const user = (await accounts.listUsers()).find((one) => one.email === email);
    if (user) await accounts.accept(user, token);
  };
  const add = async (who: string) => {
    await accounts.addUser({ email: `${who}@example.com`, password: PASSWORD, owner: false }, 'terminal');
  };
  for (const who of [
    'viewer',
    'editor',
    'keeper',
    'stranger',
    'guest',
    'former',
    'removed',
    'changed',
    'left',
  ])
    await add(who);
  await join('viewer', mine, 'viewer');
  await join('editor', mine, 'editor');
  await join('keeper', mine, 'owner');
  await join('stranger', foreign, 'owner');
  for (const who of ['former', 'removed', 'changed', 'left']) await join(who, mine, 'owner');

  const signedIn = new Map<string, string>();
  for (const who of [
    'viewer',
    'editor',
    'keeper',
    'stranger',
    'guest',
    'former',
    'removed',
    'changed',
    'left',
  ])
    signedIn.set(who, (await signIn(heat, `${who}@example.com`)).token);
  const of = (who: string) => signedIn.get(who) ?? '';
  const idOf = async (who: string) =>
    (await accounts.listUsers()).find(({ email }) => email === `${who}@example.com`)?.id ?? '';
  await accounts.removeMember({ projectNo: mine.no, userId: await idOf('former') }, 'terminal');
  await accounts.removeUser('removed@example.com', 'terminal');
  await accounts.resetPassword({ email: 'changed@example.com', password: `${PASSWORD}!` }, 'terminal');
  await heat.call('POST', '/api/v1/auth/sign-out', { bearer: of('left') });

  const member = (role: Role | null): Who => ({ is: 'user', role, owns: false });
  const invalid: Who = { is: 'invalid' };
  return [
    { name: 'a viewer', token: of('viewer'), who: member('viewer') },
    { name: 'an editor', token: of('editor'), who: member('editor') },
    { name: 'an owner of the project', token: of('keeper'), who: member('owner') },
    { name: 'an owner of another project', token: of('stranger'), who: member(null) },
    { name: 'a user of no project', token: of('guest'), who: member(null) },
    { name: 'a former member', token: of('former'), who: member(null) },
    { name: 'a removed user', token: of('removed'), who: invalid },
    { name: 'a token from before a new password', token: of('changed'), who: invalid },
    { name: 'a token that was signed out', token: of('left'), who: invalid },
  ];
}

/** A real token with one thing wrong about it, signed with the real secret wherever a signature helps. */
function tampered(heat: TestHeat, token: string): [name: string, token: string][] {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const [head = '', body = '', signature = ''] = token.split('.');
  const real = JSON.parse(Buffer.from(body, 'base64url').toString()) as { exp: number; sub: string };
  const [secret] = heat.rooms.secrets();
  const sign = (header: object, claims: object, hash: 'sha256' | 'sha512' = 'sha256', key = secret) => {
    const signed = `${encode({ alg: 'HS256', typ: 'JWT', ...header })}.${encode({ ...real, ...claims })}`;
    return `${signed}.${new Bun.CryptoHasher(hash, key).update(signed).digest('base64url')}`;
  };
  return [
    ['a token with another user in it', `${head}.${encode({ ...real, sub: 'x' })}.${signature}`],
    ['a token without a signature', `${head}.${body}.`],
    ['a token with alg none', `${encode({ alg: 'none', typ: 'JWT' })}.${body}.`],
    ['a token with HS512', sign({ alg: 'HS512' }, {}, 'sha512')],
    ['a token that says RS256', sign({ alg: 'RS256' }, {})],
    ['a token of another heat', sign({}, {}, 'sha256', 'z9cJ4fH6dL0pS3gAk3N8vQ2xT7bY5mR1w')],
    ['an expired token', sign({}, { exp: real.exp - LIMITS.apiTokenMs / 1000 - 3600 })],
    ['a token without an expiry', sign({}, { exp: undefined })],
    ['a token for the dashboard', sign({}, { aud: AUDIENCES.dashboard })],
    ['a token of an unknown user', sign({}, { sub: 'nobody' })],
  ];
}

async function signIn(
  heat: TestHeat,
  email: string,
  password = PASSWORD,
): Promise<{ token: string; cookie: string }> {
  const answer = await heat.call('POST', '/api/v1/auth/sign-in', { json: { email, password } });
  const { token } = (await answer.json()) as { token: string };
  return { token, cookie: cookieOf(answer) };
}

/** As another process would; the server looks a moment later. */
async function replaceSecret(heat: TestHeat, endSignIns: boolean): Promise<void> {
  await heat.rooms.secretRotation.rotate({ endSignIns });
  heat.clock.advance(LIMITS.secretCheckMs);
}

async function shareAccess(heat: TestHeat, { id, apiKey }: Project): Promise<string> {
  const share = { target: { view: 'overview' }, scope: { period: '7d' }, name: 'Board', days: 7 };
  const made = await heat.call('POST', `/api/v1/projects/${id}/shares`, { bearer: apiKey, json: share });
  const { url } = (await made.json()) as CreatedShare;
  const opened = await heat.call('POST', '/api/v1/shared', { json: { token: url.split('#')[1] ?? '' } });
  return ((await opened.json()) as OpenedShare).access;
}
