// Who may do what: every route of the table × every kind of credential, against what the table says of the route. The
// handlers are taken out, so that nothing is done and each answer is the decision alone; what they refuse by themselves
// (rows of another project) is tried at the end with the real ones.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { type Credential, everyCredential, type Project, type Who } from '../../test/support/credentials.ts';
import { compactBody, compactEvents } from '../../test/support/ingest-bodies.ts';
import { openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import { readConfig } from '../config/config.ts';
import type { Page, SessionRowView, SnapshotTaken } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import type { Need, RouteDeclaration } from './route.ts';
import { paramNames } from './route.ts';
import { ROUTES } from './route-table.ts';
import { createHttpServer, type HttpServer } from './server.ts';

const REACHED = '200 reached';
let heat: TestHeat;
/** The same rooms behind the same table, with handlers that only say that they were reached. */
let doors: HttpServer;
let mine: Project;
let foreign: Project;
let all: Credential[];

beforeAll(async () => {
  heat = await openTestHeat({ flags: { publicUrl: 'http://localhost' } });
  ({ all, mine, foreign } = await everyCredential(heat));
  const flags = { port: 0, host: '127.0.0.1', apiPerAddress: 0, apiPerAccount: 0, apiPerKey: 0 };
  const bare = ROUTES.map((route) => ({
    ...route,
    body: null,
    query: null,
    status: 200 as const,
    handle: () => ({ code: 'reached' }),
  }));
  doors = createHttpServer(heat.rooms, readConfig({ flags, env: {} }), bare);
});
afterAll(() => heat.close());

const addressOf = ({ path }: RouteDeclaration, projectId: string): string =>
  path.replace(':id', projectId).replace(/:\w+/g, 'x').replace('*', 'x');

/** Status and code, and the whole body without its request id. */
async function ask(route: RouteDeclaration, { headers }: Pick<Credential, 'headers'>, projectId = mine.id) {
  const request = new Request(`http://localhost${addressOf(route, projectId)}`, {
    method: route.method,
    headers,
  });
  const answer = await doors.handle(request);
  const { requestId: _, ...body } = (await answer.json()) as Partial<ErrorBody>;
  return { decision: `${answer.status} ${body.code}`, body };
}

const MAY: Record<Need, { scopes: readonly string[]; roles: readonly string[] }> = {
  read: { scopes: ['read', 'admin'], roles: ['viewer', 'editor', 'owner'] },
  edit: { scopes: ['admin'], roles: ['editor', 'owner'] },
  admin: { scopes: ['admin'], roles: ['owner'] },
  write: { scopes: ['write', 'admin'], roles: ['owner'] },
};
const NEEDED = '401 credential_needed';
const BAD = '401 bad_credential';
const FORBIDDEN = '403 forbidden';
const NO_PROJECT = '404 project_not_found';

/** What the table promises, written down a second time. */
function promised({ access, method, path }: RouteDeclaration, who: Who): string {
  if (access === 'public') return REACHED;
  if (access === 'share') return who.is === 'share' ? REACHED : NO_HEADER.has(who.is) ? NEEDED : BAD;
  if (who.is === 'nobody') return NEEDED;
  if (who.is === 'invalid' || who.is === 'share') return BAD;
  if (who.is === 'forged by a page') {
    if (method !== 'GET') return '403 cross_site';
    return promised({ access, method, path } as RouteDeclaration, { ...who, is: 'user' });
  }
  if (
    who.is === 'key' &&
    who.scope === 'write' &&
    !(typeof access === 'object' && access.project === 'write')
  )
    return BAD;
  if (access === 'caller') return REACHED;
  if (access === 'user') return who.is === 'user' ? REACHED : FORBIDDEN;
  if (access === 'owner') return who.is === 'user' && who.owns ? REACHED : FORBIDDEN;
  if (access === 'operator')
    return (who.is === 'user' ? who.owns : who.scope === 'admin') ? REACHED : FORBIDDEN;
  const { scopes, roles } = MAY[access.project];
  if (!path.includes(':id')) {
    if (who.is === 'user') return FORBIDDEN;
    return scopes.includes(who.scope) ? REACHED : FORBIDDEN;
  }
  if (who.is === 'key') {
    if (who.of === 'foreign') return NO_PROJECT;
    return scopes.includes(who.scope) ? REACHED : FORBIDDEN;
  }
  if (who.owns) return REACHED;
  if (who.role === null) return NO_PROJECT;
  return roles.includes(who.role) ? REACHED : FORBIDDEN;
}
/** Share links are asked for by header alone: a cookie is not looked at. */
const NO_HEADER = new Set<Who['is']>(['nobody']);

const isByHeader = ({ headers }: Credential) => 'authorization' in headers;

describe.each(ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_, route) => {
  test('answers every credential as the table says', async () => {
    const decisions = await Promise.all(all.map((credential) => ask(route, credential)));
    const wanted = all.map((credential) =>
      route.access === 'share' && !isByHeader(credential) ? NEEDED : promised(route, credential.who),
    );
    expect(all.map(({ name }, at) => [name, decisions[at]?.decision])).toEqual(
      all.map(({ name }, at) => [name, wanted[at]]),
    );
  });
});

test('no refusal tells whether the project exists', async () => {
  const ofProjects = ROUTES.filter(({ path }) => path.includes(':id'));
  expect(ofProjects.length).toBeGreaterThan(60);
  const strangers = all.filter(({ who }) =>
    who.is !== 'user' && who.is !== 'forged by a page' ? true : !who.owns,
  );
  for (const route of ofProjects) {
    for (const credential of strangers) {
      // One that the credential does not belong to, and one that nobody has.
      const there = credential.who.is === 'key' && credential.who.of === 'foreign' ? mine.id : foreign.id;
      if (credential.name === 'an owner of another project') continue;
      const [known, unknown] = await Promise.all([
        ask(route, credential, there),
        ask(route, credential, 'no-such-project'),
      ]);
      expect([credential.name, known]).toEqual([credential.name, unknown]);
    }
  }
});

test('no route lets another origin read with credentials, and none of the API lets it read at all', async () => {
  const origin = 'https://evil.example';
  for (const route of ROUTES) {
    for (const headers of [{ origin }, { origin, ...all[1]?.headers }, { origin: 'null' }]) {
      const request = new Request(`http://localhost${addressOf(route, mine.id)}`, {
        method: route.method,
        headers,
      });
      const answer = await doors.handle(request);
      expect([route.path, answer.headers.get('access-control-allow-credentials')]).toEqual([
        route.path,
        null,
      ]);
      const isDoor = route.headersFor !== null && !route.path.startsWith('/api/');
      const allowed = answer.headers.get('access-control-allow-origin');
      expect([route.path, allowed]).toEqual([route.path, isDoor ? headers.origin : null]);
    }
  }
});

describe('things within a project', () => {
  /** Makes one in another project and gives its id; for every name that stands in a path. */
  type Make = () => Promise<string> | string;
  const post = async (path: string, json: unknown, pick: (body: never) => string): Promise<string> => {
    const answer = await heat.call('POST', `/api/v1/projects/${foreign.id}/${path}`, {
      bearer: foreign.apiKey,
      json,
    });
    expect([path, answer.status]).toEqual([path, 201]);
    return pick((await answer.json()) as never);
  };
  const steps = ['/', '/basket'].map((value) => ({ type: 'page', match: 'is', value }));
  const makers: Record<string, Make> = {
    keyId: () => post('keys', { name: 'k', scope: 'read' }, (body: { key: { id: string } }) => body.key.id),
    segmentId: () =>
      post('segments', { name: 's', filters: ['country:is:DE'] }, (body: { id: string }) => body.id),
    funnelId: () =>
      post(
        'funnels',
        { name: 'f', steps, windowMs: 60_000, order: 'loose', unit: 'session' },
        (body: { id: string }) => body.id,
      ),
    goalId: () => post('goals', { name: 'g', filters: ['event:is:sale'] }, (body: { id: string }) => body.id),
    annotationId: () =>
      post('annotations', { text: 'a', atMs: heat.clock.nowMs() }, (body: { id: string }) => body.id),
    shareId: () =>
      post(
        'shares',
        { target: { view: 'overview' }, scope: { period: '7d' }, name: 'n', days: 1 },
        (body: { share: { id: string } }) => body.share.id,
      ),
    invitationId: () =>
      post(
        'invitations',
        { email: 'new@example.com', role: 'viewer' },
        (body: { invitation: { id: string } }) => body.invitation.id,
      ),
    userId: async () => {
      const { items } = await heat.rooms.accounts.listMembers(foreign.no);
      return items[0]?.userId ?? '';
    },
    alertId: () =>
      post(
        'alerts',
        {
          ...{ name: 'a', metric: 'sessions', comparison: 'below', threshold: 5, window: '15m' },
          ...{ cooldownMinutes: 60, url: 'https://hooks.example/heat' },
        },
        (body: { alert: { id: string } }) => body.alert.id,
      ),
    snapshotId: async () => {
      const content = {
        ...{ v: 1, url: 'https://shop.example/', title: 'Shop', viewport: [390, 800], doc: [390, 3000] },
        ...{
          nodes: [
            [-1, 'html', {}],
            [0, 'body', {}],
          ],
          styles: [],
          assets: [],
          descriptors: [],
        },
      };
      const sent = await heat.call('POST', '/snapshots', { bearer: foreign.apiKey, json: content });
      return ((await sent.json()) as SnapshotTaken).snapshot.id;
    },
    sid: async () => {
      const now = heat.clock.nowMs();
      const session = { id: 'theirs', startedAt: now, lastSeenAt: now };
      const json = compactBody([compactEvents.custom], { sentAt: now, t0: now, session });
      await heat.call('POST', `/ingest?key=${(await heat.rooms.projects.find(foreign.id))?.writeKey}`, {
        json,
      });
      await heat.applyAll();
      const list = await heat.call('GET', `/api/v1/projects/${foreign.id}/sessions?bots=1`, {
        bearer: foreign.apiKey,
      });
      return ((await list.json()) as Page<SessionRowView>).items[0]?.id ?? '';
    },
    writeKey: async () => {
      await heat.rooms.projects.rotateWriteKey(foreign.id, 24, 'terminal');
      return foreign.writeKey;
    },
  };
  /** Names that are no ids of rows of a project. */
  const elsewhere = new Set(['signInId', 'templateId', 'dimension', 'element', 'kind']);

  test('have one to try for every name in a path', () => {
    const names = new Set(ROUTES.flatMap(({ path }) => paramNames(path)).filter((name) => name !== 'id'));
    expect([...names].filter((name) => !(name in makers) && !elsewhere.has(name))).toEqual([]);
  });

  test.each(Object.keys(makers))(
    '%s of another project is answered like one that is not there',
    async (name) => {
      const id = (await makers[name]?.()) ?? '';
      expect(id).not.toBe('');
      const routes = ROUTES.filter(({ path }) => path.includes(':id') && path.includes(`:${name}`));
      expect(routes.length).toBeGreaterThan(0);
      for (const route of routes) {
        const at = async (child: string) => {
          const path = route.path.replace(':id', mine.id).replace(`:${name}`, child);
          const answer = await heat.call(route.method, path, {
            bearer: mine.apiKey,
            ...(route.body ? { json: bodyOf(route) } : {}),
          });
          const { requestId: _, ...body } = (await answer.json()) as ErrorBody;
          return JSON.stringify([answer.status, body]).replaceAll(child, '…');
        };
        const nobodys = name === 'sid' ? 'zzzz.1' : '0'.repeat(id.length);
        const [known, unknown] = [await at(id), await at(nobodys)];
        expect([route.method, route.path, known]).toEqual([route.method, route.path, unknown]);
        // Nothing was recorded of a session that is not there, as of one that nobody recorded.
        const isList = route.path.endsWith('/chunks');
        expect([route.path, known.slice(0, 4)]).toEqual([route.path, isList ? '[200' : '[404']);
      }
    },
  );
});

/** Good enough to get as far as the row. */
function bodyOf({ path }: RouteDeclaration): object {
  if (path.endsWith('/members/:userId')) return { role: 'viewer' };
  return { name: 'other' };
}
