// GET /setup, the first question of a dashboard: it answers everybody, and never with a refusal.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { openTestHeat, signUpOwner, type TestHeat } from '../../test/support/test-heat.ts';
import type { SetupState } from '../contract/api.ts';

let heat: TestHeat;
beforeAll(async () => {
  heat = await openTestHeat();
});
afterAll(() => heat.close());

async function ask(headers: Record<string, string> = {}): Promise<SetupState> {
  const answer = await heat.call('GET', '/api/v1/setup', { headers });
  expect(answer.status).toBe(200);
  return (await answer.json()) as SetupState;
}

test('GET /setup says whether an owner is needed, and whom the cookie has signed in', async () => {
  expect(await ask()).toMatchObject({ needsOwner: true, user: null });
  const { cookie } = await signUpOwner(heat);
  expect(await ask()).toMatchObject({ needsOwner: false, user: null });
  const { user } = await ask({ cookie });
  expect(user).toMatchObject({ owner: true, email: expect.stringContaining('@') });
  // The same as the signed-in user's own address tells.
  const own = await heat.call('GET', '/api/v1/user', { headers: { cookie } });
  expect(user).toEqual((await own.json()) as SetupState['user']);

  // Of a cookie that is no more it says nobody: the page asks to sign in, and its console stays empty.
  const [name = ''] = cookie.split('=');
  expect((await ask({ cookie: `${name}=nonsense` })).user).toBeNull();
  const out = await heat.call('POST', '/api/v1/auth/sign-out', {
    headers: { cookie, 'x-heat': '1', 'sec-fetch-site': 'same-origin' },
  });
  expect(out.status).toBe(204);
  expect((await ask({ cookie })).user).toBeNull();
});
