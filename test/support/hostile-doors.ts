// The way into every public route with a credential that is good, so that a hostile request gets as far as it can.

import { addProject, type CallOptions, type TestHeat } from './test-heat.ts';

export const SHOP = 'https://shop.example';

export type Door = {
  path: () => Promise<string> | string;
  options?: CallOptions;
  body?: () => Promise<object> | object;
};
export type Doors = {
  project: Awaited<ReturnType<typeof addProject>>;
  /** By `METHOD /path` of the route table. */
  byRoute: ReadonlyMap<string, Door>;
};

const SNAPSHOT = {
  v: 1,
  url: `${SHOP}/`,
  title: 'Shop',
  viewport: [390, 800],
  doc: [390, 3000],
  nodes: [
    [-1, 'html', {}],
    [0, 'body', { class: 'a' }],
    [1, 'Hello'],
  ],
  styles: [{ css: 'a{}' }],
  assets: [],
  descriptors: [],
};

/** A project that lets everything in, and a door for each public route. Bodies are those of honest clients. */
export async function openDoors(heat: TestHeat): Promise<Doors> {
  const project = await addProject(heat, 'Hostile');
  const settings = { replay: true, visitorSnapshots: true };
  await heat.rooms.projects.update(project.id, { origins: [SHOP], settings }, 'terminal');
  const key = project.writeKey;
  const origin = { headers: { origin: SHOP, 'content-type': 'application/json' } };
  const replay = () => {
    const atMs = heat.clock.nowMs();
    const meta = (timestamp: number) => ({
      type: 4,
      timestamp,
      data: { href: `${SHOP}/`, width: 10, height: 20 },
    });
    const events = [meta(atMs - 2_000), meta(atMs - 1_000)];
    return { v: 1, session: { id: 's-1' }, recording: 'load-1', index: 0, sentAt: atMs, events };
  };
  const row = await heat.rooms.projects.find(project.id);
  if (!row) throw new Error('the project is there');
  const token = async () => {
    const { url } = await heat.rooms.overlayLinks.create(row, { url: `${SHOP}/`, range: null });
    return /[#&]heat=([\w.-]+)$/.exec(url)?.[1] ?? '';
  };
  const overlay = async () => ({
    token: await token(),
    key,
    url: `${SHOP}/`,
    kind: 'click',
    period: '7d',
    device: 'all',
  });
  const account = { email: 'a@example.com', password: 'a long enough one' };
  const plain = (path: string, body?: object): Door => ({
    path: () => path,
    ...(body ? { body: () => body } : {}),
  });
  const asOrigin = (path: string, body?: Door['body']): Door => ({
    path: () => path,
    options: origin,
    ...(body ? { body } : {}),
  });
  const byRoute = new Map<string, Door>([
    ['POST /ingest', asOrigin(`/ingest?key=${key}`)],
    ['OPTIONS /ingest', asOrigin('/ingest')],
    ['POST /replay', asOrigin(`/replay?key=${key}`, replay)],
    ['OPTIONS /replay', asOrigin('/replay')],
    ['POST /overlay', asOrigin('/overlay', overlay)],
    ['OPTIONS /overlay', asOrigin('/overlay')],
    [
      'POST /snapshots',
      { path: () => '/snapshots', options: { bearer: project.apiKey }, body: () => SNAPSHOT },
    ],
    ['GET /snapshots', plain(`/snapshots?token=x&key=${key}`)],
    [
      'GET /snapshots/wanted',
      asOrigin(`/snapshots/wanted?key=${key}&url=${encodeURIComponent(SHOP)}%2F&width=390`),
    ],
    ['POST /snapshots/masked', asOrigin(`/snapshots/masked?key=${key}`, () => SNAPSHOT)],
    ['GET /api/v1/setup', plain('/api/v1/setup')],
    ['POST /api/v1/setup', plain('/api/v1/setup', { token: 'x' })],
    ['POST /api/v1/auth/sign-up', plain('/api/v1/auth/sign-up', { token: 'x', name: 'A', ...account })],
    ['POST /api/v1/auth/sign-in', plain('/api/v1/auth/sign-in', account)],
    ['POST /api/v1/auth/link', plain('/api/v1/auth/link', { token: 'x' })],
    [
      'POST /api/v1/shared',
      plain('/api/v1/shared', { token: 'x'.repeat(43), password: 'a long enough one' }),
    ],
    ['POST /api/v1/invitations/check', plain('/api/v1/invitations/check', { token: 'x' })],
    ['POST /api/v1/password-links/check', plain('/api/v1/password-links/check', { token: 'x' })],
    [
      'POST /api/v1/password-links/use',
      plain('/api/v1/password-links/use', { token: 'x', password: account.password }),
    ],
    ['GET /health', plain('/health')],
    ['GET /health/ready', plain('/health/ready')],
    ['GET /health/seen', plain('/health/seen')],
    ['GET /demo', plain('/demo')],
    ['GET /demo/*', plain('/demo/')],
    ['GET /*', plain('/nothing')],
  ]);
  return { project, byRoute };
}
