// The log of administrative acts over the API.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import {
  addKey,
  addProject,
  openTestHeat,
  type SignedUp,
  signUpOwner,
  type TestHeat,
} from '../../test/support/test-heat.ts';
import type { Page } from '../contract/api.ts';
import type { AuditEntry } from '../contract/audit.ts';

let heat: TestHeat;
let owner: SignedUp;
beforeAll(async () => {
  heat = await openTestHeat();
  owner = await signUpOwner(heat);
});
afterAll(() => heat.close());

test('GET /audit tells owners who did what to what, newest first, and leads through all of it', async () => {
  const project = await addProject(heat, 'Shop');
  await heat.call('PATCH', `/api/v1/projects/${project.id}`, { bearer: owner.token, json: { name: 'Tea' } });
  await addKey(heat, project.no, 'read');
  const ask = async (query: string) =>
    (await (
      await heat.call('GET', `/api/v1/audit${query}`, { bearer: owner.token })
    ).json()) as Page<AuditEntry>;
  const first = await ask('?limit=2');
  expect(first.items.map(({ actorName, action }) => [actorName, action])).toEqual([
    ['terminal', 'key.create'],
    ['owner@example.com', 'project.update'],
  ]);
  const rest = await ask(`?limit=500&cursor=${first.nextCursor}`);
  expect(first.items.length + rest.items.length).toBe(first.total);
  expect(rest.items.at(-1)).toMatchObject({ action: 'user.create', targetName: 'owner@example.com' });
  expect(rest.nextCursor).toBeNull();
  const csv = await heat.call('GET', '/api/v1/audit/export', { bearer: owner.token });
  expect(csv.headers.get('content-disposition')).toContain('heat-audit.csv');
  expect((await csv.text()).trimEnd().split('\r\n')).toHaveLength(first.total + 1);
});

test.each(['?limit=0', '?limit=501', '?cursor=x', '?cursor=0', '?page=2'])(
  'GET /audit%s is refused',
  async (query) => {
    expect((await heat.call('GET', `/api/v1/audit${query}`, { bearer: owner.token })).status).toBe(400);
  },
);

test('GET /audit is for owners of the installation alone', async () => {
  await heat.rooms.accounts.addUser(
    { email: 'guest@example.com', password: 'a quite long password', owner: false },
    'terminal',
  );
  const answer = await heat.call('POST', '/api/v1/auth/sign-in', {
    json: { email: 'guest@example.com', password: 'a quite long password' },
  });
  const { token } = (await answer.json()) as { token: string };
  for (const path of ['/api/v1/audit', '/api/v1/audit/export'])
    expect((await heat.call('GET', path, { bearer: token })).status).toBe(403);
});
