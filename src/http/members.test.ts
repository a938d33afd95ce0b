// Members over the API: invited, joined by a link, and what each role may do on every route of a project.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import {
  addProject,
  openTestHeat,
  type SignedUp,
  signUpOwner,
  type TestHeat,
} from '../../test/support/test-heat.ts';
import type { Page, ProjectView } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import type { InvitationCreated, InvitationFor, MembersAnswer, Role } from '../contract/members.ts';
import { ROLES } from '../contract/members.ts';
import { ROUTES } from './route-table.ts';

const PASSWORD = 'a quite long password';
let heat: TestHeat;
let owner: SignedUp;
let mine: Awaited<ReturnType<typeof addProject>>;
let foreign: Awaited<ReturnType<typeof addProject>>;
const tokens = new Map<Role, string>();

beforeAll(async () => {
  heat = await openTestHeat({ flags: { publicUrl: 'https://heat.test' } });
  owner = await signUpOwner(heat);
  mine = await addProject(heat, 'Mine');
  foreign = await addProject(heat, 'Foreign');
  for (const role of ROLES) {
    const link = await invite(`${role}.role@example.com`, role);
    tokens.set(role, await join(`${role}.role@example.com`, link));
  }
});
afterAll(() => heat.close());

const api = (path: string, project = mine.id) => `/api/v1/projects/${project}${path}`;

async function invite(email: string, role: Role): Promise<string> {
  const answer = await heat.call('POST', api('/invitations'), { bearer: owner.token, json: { email, role } });
  expect(answer.status).toBe(201);
  const { url } = (await answer.json()) as InvitationCreated;
  expect(url).toStartWith('https://heat.test/invitation#');
  return url.split('#')[1] ?? '';
}

async function join(email: string, token: string): Promise<string> {
  const answer = await heat.call('POST', '/api/v1/auth/sign-up', {
    json: { token, email, password: PASSWORD },
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { token: string }).token;
}

const codeOf = async (answer: Response) => ((await answer.json()) as ErrorBody).code;
const members = async () =>
  (await (await heat.call('GET', api('/members'), { bearer: owner.token })).json()) as MembersAnswer;

describe('an invitation', () => {
  test('says what it is for without being used up', async () => {
    const token = await invite('new@example.com', 'viewer');
    for (let round = 0; round < 2; round += 1) {
      const answer = await heat.call('POST', '/api/v1/invitations/check', { json: { token } });
      const expected: InvitationFor = {
        email: 'new@example.com',
        role: 'viewer',
        projectName: 'Mine',
        hasAccount: false,
      };
      expect(await answer.json()).toEqual(expected);
    }
  });

  test('opens the project to nobody but its address, and only once', async () => {
    const token = await invite('once@example.com', 'viewer');
    const other = await heat.call('POST', '/api/v1/auth/sign-up', {
      json: { token, email: 'else@example.com', password: PASSWORD },
    });
    expect([other.status, await codeOf(other)]).toEqual([403, 'other_address']);
    const taken = await heat.call('POST', '/api/v1/invitations/accept', {
      bearer: tokens.get('viewer') ?? '',
      json: { token },
    });
    expect([taken.status, await codeOf(taken)]).toEqual([403, 'other_address']);
    await join('once@example.com', token);
    const again = await heat.call('POST', '/api/v1/invitations/check', { json: { token } });
    expect([again.status, await codeOf(again)]).toEqual([401, 'bad_link']);
  });

  test('is accepted by who has an account already', async () => {
    await heat.rooms.accounts.addUser(
      { email: 'known@example.com', password: PASSWORD, owner: false },
      'terminal',
    );
    const token = await invite('known@example.com', 'editor');
    const signedIn = await heat.call('POST', '/api/v1/auth/sign-in', {
      json: { email: 'known@example.com', password: PASSWORD },
    });
    const bearer = ((await signedIn.json()) as { token: string }).token;
    expect((await heat.call('GET', api(''), { bearer })).status).toBe(404);
    expect((await heat.call('POST', '/api/v1/invitations/accept', { bearer, json: { token } })).status).toBe(
      204,
    );
    expect(((await (await heat.call('GET', api(''), { bearer })).json()) as ProjectView).role).toBe('editor');
  });

  test('ends when it is withdrawn, replaced or old', async () => {
    const replaced = await invite('late@example.com', 'viewer');
    const withdrawn = await invite('late@example.com', 'viewer');
    const open = (await members()).invitations.filter(({ email }) => email === 'late@example.com');
    expect(open).toHaveLength(1);
    expect(
      (await heat.call('DELETE', api(`/invitations/${open[0]?.id}`), { bearer: owner.token })).status,
    ).toBe(204);
    const old = await invite('late@example.com', 'viewer');
    heat.clock.advance(LIMITS.invitationMs);
    for (const token of [replaced, withdrawn, old, 'guess', '']) {
      const answer = await heat.call('POST', '/api/v1/invitations/check', { json: { token } });
      expect([answer.status, await codeOf(answer)]).toEqual([401, 'bad_link']);
    }
    heat.clock.advance(-LIMITS.invitationMs);
  });

  test.each([
    ['a member', { email: 'viewer.role@example.com', role: 'owner' }, 409],
    ['an owner of the installation', { email: 'owner@example.com', role: 'viewer' }, 409],
    ['no address', { email: 'nobody', role: 'viewer' }, 400],
    ['an unknown role', { email: 'x@example.com', role: 'admin' }, 400],
  ])('is not made for %s', async (_, json, status) => {
    expect((await heat.call('POST', api('/invitations'), { bearer: owner.token, json })).status).toBe(status);
  });
});

describe('a role', () => {
  const ofProject = ROUTES.filter(({ access, path }) => typeof access === 'object' && path.includes(':id'));
  const MAY: Record<Role, readonly string[]> = {
    viewer: ['read'],
    editor: ['read', 'edit'],
    owner: ['read', 'edit', 'admin', 'write'],
  };

  test.each(ROLES)('%s opens exactly the routes that it should, and no other project', async (role) => {
    const bearer = tokens.get(role) ?? '';
    for (const route of ofProject) {
      if (route.method === 'DELETE' && route.path.endsWith('/projects/:id')) continue;
      const need = typeof route.access === 'object' ? route.access.project : '';
      const path = route.path.replace(':id', mine.id).replaceAll(/:\w+/g, 'x');
      const options = { bearer, ...(route.body ? { json: {} } : {}) };
      const answer = await heat.call(route.method, path, options);
      const code = answer.status === 403 ? await codeOf(answer) : '';
      if (!answer.bodyUsed) await answer.body?.cancel();
      const isOpen = answer.status !== 401 && code !== 'forbidden';
      expect({ route: `${route.method} ${route.path}`, isOpen }).toEqual({
        route: `${route.method} ${route.path}`,
        isOpen: MAY[role].includes(need),
      });
      const elsewhere = await heat.call(
        route.method,
        route.path.replace(':id', foreign.id).replaceAll(/:\w+/g, 'x'),
        options,
      );
      expect(elsewhere.status).toBe(404);
    }
  });

  test('is told with the project, and the write key only to its owner', async () => {
    for (const role of ROLES) {
      const list = await heat.call('GET', '/api/v1/projects', { bearer: tokens.get(role) ?? '' });
      const { items } = (await list.json()) as Page<ProjectView>;
      expect(items.map((project) => [project.id, project.role, project.writeKey !== ''])).toEqual([
        [mine.id, role, role === 'owner'],
      ]);
    }
  });

  test('counts from the next request on when it is changed or taken away', async () => {
    const user = (await members()).items.find(({ email }) => email === 'editor.role@example.com');
    const bearer = tokens.get('editor') ?? '';
    const roleNow = async () => {
      const answer = await heat.call('GET', api(''), { bearer });
      return answer.status === 200 ? ((await answer.json()) as ProjectView).role : answer.status;
    };
    expect(await roleNow()).toBe('editor');
    const changed = await heat.call('PATCH', api(`/members/${user?.userId}`), {
      bearer: owner.token,
      json: { role: 'viewer' },
    });
    expect(changed.status).toBe(204);
    expect(await roleNow()).toBe('viewer');
    expect((await heat.call('DELETE', api(`/members/${user?.userId}`), { bearer: owner.token })).status).toBe(
      204,
    );
    expect(await roleNow()).toBe(404);
  });
});
