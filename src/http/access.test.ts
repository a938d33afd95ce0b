// Every route of the table, with every credential that must not open it.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import {
  addKey,
  addProject,
  openTestHeat,
  type SignedUp,
  signUpOwner,
  TEST_SECRET,
  type TestHeat,
} from '../../test/support/test-heat.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import type { RouteDeclaration } from './route.ts';
import { allowedMethods, ROUTES } from './route-table.ts';
import { AUDIENCES } from './tokens.ts';

let heat: TestHeat;
let owner: SignedUp;
let mine: Awaited<ReturnType<typeof addProject>>;
let foreign: Awaited<ReturnType<typeof addProject>>;
const credentials = new Map<string, string>();

beforeAll(async () => {
  heat = await openTestHeat();
  owner = await signUpOwner(heat);
  mine = await addProject(heat, 'Mine');
  foreign = await addProject(heat, 'Foreign');
  const revoked = await addKey(heat, mine.no, 'admin');
  await heat.rooms.accounts.revokeKey({ projectNo: mine.no, keyId: revoked.id }, 'terminal');
  const expiring = await heat.rooms.accounts.createKey(
    { projectNo: mine.no, name: 'short', scope: 'admin', expiresAtMs: heat.clock.nowMs() + 1 },
    'terminal',
  );
  heat.clock.advance(2);
  credentials.set('write key of the page', mine.writeKey);
  credentials.set('write-scoped key', (await addKey(heat, mine.no, 'write')).secret);
  credentials.set('read key', (await addKey(heat, mine.no, 'read')).secret);
  credentials.set('admin key', mine.apiKey);
  credentials.set("another project's key", foreign.apiKey);
  credentials.set('revoked key', revoked.secret);
  credentials.set('expired key', expiring.secret);
  credentials.set('unknown key', `heat_r_${'0'.repeat(20)}_${'a'.repeat(43)}`);
  credentials.set('expired JWT', forged({ payload: { exp: nowSeconds() - 3600 } }));
  credentials.set(
    'JWT with alg none',
    `${forged({ header: { alg: 'none' } })
      .split('.')
      .slice(0, 2)
      .join('.')}.`,
  );
  credentials.set('JWT with HS512', forged({ header: { alg: 'HS512' }, hash: 'sha512' }));
  credentials.set('JWT of another heat', forged({ key: 'z9cJ4fH6dL0pS3gAk3N8vQ2xT7bY5mR1w' }));
  credentials.set('cookie used as a Bearer token', owner.cookie.split('=')[1] ?? '');
  credentials.set('empty Bearer', '');
});
afterAll(() => heat.close());

const nowSeconds = () => Math.floor(heat.clock.nowMs() / 1000);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function forged(options: { header?: object; payload?: object; key?: string; hash?: 'sha512' }): string {
  const real = JSON.parse(Buffer.from(owner.token.split('.')[1] ?? '', 'base64url').toString()) as object;
  const header = encode({ alg: 'HS256', typ: 'JWT', ...options.header });
  const signed = `${header}.${encode({ ...real, aud: AUDIENCES.api, ...options.payload })}`;
  const hasher = new Bun.CryptoHasher(options.hash ?? 'sha256', options.key ?? TEST_SECRET);
  return `${signed}.${hasher.update(signed).digest('base64url')}`;
}

function pathOf(route: RouteDeclaration, projectId: string): string {
  return route.path
    .replace(':id', projectId)
    .replace(':keyId', 'k')
    .replace(':writeKey', 'x')
    .replace(':sid', 's.1')
    .replace(':dimension', 'os')
    .replace(':annotationId', 'x')
    .replace(':snapshotId', 'x')
    .replace(':shareId', 'x')
    .replace(':userId', 'x')
    .replace(':invitationId', 'x')
    .replace(':segmentId', 'x')
    .replace(':signInId', 'x')
    .replace('*', 'x');
}

async function refusal(route: RouteDeclaration, projectId: string, bearer?: string): Promise<string> {
  const options = { ...(route.body ? { json: {} } : {}), ...(bearer === undefined ? {} : { bearer }) };
  const answer = await heat.call(route.method, pathOf(route, projectId), options);
  const body = (await answer.json()) as ErrorBody;
  expect(body.requestId).toBe(answer.headers.get('x-request-id') ?? 'none');
  return `${answer.status} ${body.code}`;
}

const guarded = ROUTES.filter(({ access }) => access !== 'public');
const ofProject = ROUTES.filter(({ access }) => typeof access === 'object');
const withId = ofProject.filter(({ path }) => path.includes(':id'));

describe('the route table', () => {
  test('holds what it must, so that the rows below are not empty', () => {
    expect(ROUTES.length).toBeGreaterThan(30);
    expect(withId.length).toBeGreaterThanOrEqual(14);
    expect(ofSenders.length).toBe(2);
  });

  test('opens to everybody only what is meant for everybody', () => {
    const open = ROUTES.filter(({ access }) => access === 'public').map(
      ({ method, path }) => `${method} ${path}`,
    );
    expect(open.sort()).toEqual([
      'GET /*',
      'GET /api/v1/setup',
      'GET /demo',
      'GET /demo/*',
      'GET /health',
      'GET /health/ready',
      'GET /health/seen',
      'GET /snapshots',
      'GET /snapshots/wanted',
      'OPTIONS /ingest',
      'OPTIONS /overlay',
      'OPTIONS /replay',
      'POST /api/v1/auth/link',
      'POST /api/v1/auth/sign-in',
      'POST /api/v1/auth/sign-up',
      'POST /api/v1/invitations/check',
      'POST /api/v1/password-links/check',
      'POST /api/v1/password-links/use',
      'POST /api/v1/setup',
      'POST /api/v1/shared',
      'POST /ingest',
      'POST /overlay',
      'POST /replay',
      'POST /snapshots',
      'POST /snapshots/masked',
    ]);
  });

  test('lets every path with a project ask for a permission in that project', () => {
    const loose = ROUTES.filter(
      ({ path, access }) => path.includes('/projects/') && typeof access !== 'object',
    );
    expect(loose).toEqual([]);
  });

  test('asks for edit or admin wherever something changes', () => {
    // A ticket gives a reader nothing that he may not have anyway.
    const harmless = '/api/v1/projects/:id/live/tickets';
    const changing = withId.filter(({ method, path }) => method !== 'GET' && path !== harmless);
    expect(
      changing.every(
        ({ access }) => typeof access === 'object' && ['edit', 'admin'].includes(access.project),
      ),
    ).toBe(true);
  });

  test('is exactly what Elysia has mounted', () => {
    const declared = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(heat.server.mounted().sort()).toEqual(declared.sort());
  });

  test('knows the methods of a path', () => {
    expect(allowedMethods('/ingest')).toEqual(['POST', 'OPTIONS']);
    expect(allowedMethods('/api/v1/projects/x')).toEqual(['GET', 'HEAD', 'PATCH', 'DELETE']);
    expect(allowedMethods('/nowhere')).toEqual([]);
  });
});

describe.each(guarded.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  test('refuses a call without a credential', async () => {
    expect(await refusal(route, mine.id)).toBe('401 credential_needed');
  });

  const worthless = [
    'write key of the page',
    'write-scoped key',
    'revoked key',
    'expired key',
    'unknown key',
    'expired JWT',
    'JWT with alg none',
    'JWT with HS512',
    'JWT of another heat',
    'cookie used as a Bearer token',
    'empty Bearer',
  ];
  const isForSenders = typeof route.access === 'object' && route.access.project === 'write';
  test.each(worthless.filter((name) => !isForSenders || name !== 'write-scoped key'))(
    'refuses a %s',
    async (name) => {
      expect(await refusal(route, mine.id, credentials.get(name))).toBe('401 bad_credential');
    },
  );
});

describe.each(withId.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  test('answers the same for a foreign and an unknown project', async () => {
    const bearer = credentials.get("another project's key");
    expect(await refusal(route, mine.id, bearer)).toBe('404 project_not_found');
    expect(await refusal(route, 'no-such-project', bearer)).toBe('404 project_not_found');
    expect(await refusal(route, 'no-such-project', owner.token)).toBe('404 project_not_found');
    const [foreignBody, unknownBody] = await Promise.all(
      [mine.id, 'no-such-project'].map(async (id) => {
        const options = { ...(route.body ? { json: {} } : {}), bearer: bearer ?? '' };
        return {
          ...((await (await heat.call(route.method, pathOf(route, id), options)).json()) as object),
          requestId: '',
        };
      }),
    );
    expect<unknown>(foreignBody).toEqual(unknownBody);
  });
});

describe('a cookie', () => {
  const changing = guarded.filter(({ method }) => method !== 'GET');
  const sites: [from: string, headers: Record<string, string>][] = [
    ['a form of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site with our header', { origin: 'https://evil.example', 'x-heat': '1' }],
    ['our own page without our header', { host: 'localhost', 'sec-fetch-site': 'same-origin' }],
    ['nowhere', { 'x-heat': '1' }],
  ];
  test('changes something on these routes only', () => {
    expect(changing.length).toBeGreaterThanOrEqual(8);
  });
  test.each(
    changing.flatMap((route) =>
      sites.map(([from, headers]) => [`${route.method} ${route.path}`, from, route, headers] as const),
    ),
  )('does not let %s be called from %s', async (_, __, route, headers) => {
    const options = { ...(route.body ? { json: {} } : {}), headers: { ...headers, cookie: owner.cookie } };
    const answer = await heat.call(route.method, pathOf(route, mine.id), options);
    expect([answer.status, ((await answer.json()) as ErrorBody).code]).toEqual([403, 'cross_site']);
  });
});

const ofAdmins = withId.filter(
  ({ access }) => typeof access === 'object' && ['edit', 'admin'].includes(access.project),
);
describe.each(ofAdmins.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s',
  (_, route) => {
    test('refuses a read key', async () => {
      expect(await refusal(route, mine.id, credentials.get('read key'))).toBe('403 forbidden');
    });
  },
);

const ofSenders = ROUTES.filter(({ access }) => typeof access === 'object' && access.project === 'write');
describe.each(ofSenders.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s',
  (_, route) => {
    test('opens to keys that may write, in either header, and to no other credential', async () => {
      for (const name of ['write-scoped key', 'admin key']) {
        expect(await refusal(route, mine.id, credentials.get(name))).toBe('400 empty_body');
        const headers = { 'x-api-key': credentials.get(name) ?? '' };
        expect((await heat.call(route.method, route.path, { headers })).status).toBe(400);
      }
      expect(await refusal(route, mine.id, credentials.get('read key'))).toBe('403 forbidden');
      expect(await refusal(route, mine.id, owner.token)).toBe('403 forbidden');
      for (const secret of [credentials.get('read key') ?? '', mine.writeKey, owner.token, '']) {
        const answer = await heat.call(route.method, route.path, { headers: { 'x-api-key': secret } });
        expect([401, 403]).toContain(answer.status);
      }
    });
  },
);

describe('users', () => {
  const ofUsers = ROUTES.filter(({ access }) => access === 'user' || access === 'owner');
  test.each(ofUsers.map((route): [string, RouteDeclaration] => [`${route.method} ${route.path}`, route]))(
    '%s refuses API keys',
    async (_, route) => {
      expect(await refusal(route, mine.id, credentials.get('admin key'))).toBe('403 forbidden');
    },
  );

  test('who are no owners see no project and make none', async () => {
    await heat.rooms.accounts.addUser(
      { email: 'guest@example.com', password: 'a quite long password', owner: false },
      'terminal',
    );
    const signedIn = await heat.call('POST', '/api/v1/auth/sign-in', {
      json: { email: 'guest@example.com', password: 'a quite long password' },
    });
    const { token } = (await signedIn.json()) as { token: string };
    const list = await heat.call('GET', '/api/v1/projects', { bearer: token });
    expect(await list.json()).toEqual({ items: [], total: 0, nextCursor: null });
    const one = await heat.call('GET', `/api/v1/projects/${mine.id}`, { bearer: token });
    expect(one.status).toBe(404);
    const created = await heat.call('POST', '/api/v1/projects', { bearer: token, json: { name: 'X' } });
    expect(created.status).toBe(403);
  });
});

describe('sign-ins', () => {
  test('end with a changed password, a signed-out one and with time', async () => {
    const answer = await heat.call('POST', '/api/v1/auth/sign-in', {
      json: { email: 'owner@example.com', password: 'correct horse battery staple' },
    });
    const { token } = (await answer.json()) as { token: string };
    const user = (bearer: string) => heat.call('GET', '/api/v1/user', { bearer });
    expect((await user(token)).status).toBe(200);
    expect((await heat.call('POST', '/api/v1/auth/sign-out', { bearer: token })).status).toBe(204);
    expect((await user(token)).status).toBe(401);

    const changed = await heat.call('PATCH', '/api/v1/user/password', {
      bearer: owner.token,
      json: { current: 'correct horse battery staple', next: 'another long enough password' },
    });
    expect(changed.status).toBe(200);
    const next = (await changed.json()) as { token: string };
    expect((await user(owner.token)).status).toBe(401);
    expect((await user(next.token)).status).toBe(200);
    heat.clock.advance(LIMITS.apiTokenMs + 61_000);
    expect((await user(next.token)).status).toBe(401);
  });
});
