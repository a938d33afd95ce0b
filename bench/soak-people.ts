// Those who use the soak's heat beside visitors: dashboards and reports of every kind, live views that come and go, exports
// that are read slowly or left, sign-ins, share links.

import { get } from 'node:http';
import type { Random } from '../src/lib/seeded-random.ts';
import type { Client, Duty } from './soak-client.ts';

/** `key` may read the project; `signIn` is the owner's, who signs in anew each time. */
export type People = {
  client: Client;
  project: string;
  key: string;
  signIn: { email: string; password: string };
  random: Random;
};

const PERIODS = ['1h', '24h', 'today', '7d', '30d', '90d'] as const;
const FILTERS = [
  'browser:is:Firefox',
  'device:is:mobile',
  'country:is:DE',
  'source:contains:google',
  'visitor_type:is:new',
  'duration:min:60',
  'friction:min:20',
  'page:is:/demo/teas.html',
  'page:glob:/demo/tea-*',
  'event:is:purchase',
  'event:is_not:purchase',
  'prop.items:min:2',
  'rage:min:1',
];
const REPORTS = [
  'metrics/dashboard?',
  'overview?compare=previous&',
  'metrics/timeseries?metric=visitors&interval=day&',
  'metrics/timeseries?metric=sessions&split=browser&',
  'metrics/breakdown/country?',
  'metrics/breakdown/page?',
  'metrics/breakdown/event?',
  'metrics/top-events?',
  'metrics/users?',
  'events?',
  'pages?',
  'friction?',
  'journeys?depth=4&',
  'retention?interval=week&',
  'values?dimension=page&',
  'sessions?sort=friction&',
];
const FUNNEL = encodeURIComponent(
  JSON.stringify({
    steps: [
      { type: 'page', match: 'is', value: '/demo/' },
      { type: 'page', match: 'glob', value: '/demo/tea-*' },
      { type: 'event', name: 'purchase' },
    ],
    windowMs: 86_400_000,
    order: 'loose',
    unit: 'visitor',
  }),
);
const MAP_KINDS = ['click', 'move', 'rage', 'dead'] as const;

/** @param chapterMs how long the scheduled things of an hour take in this run. */
export function peopleDuties(people: People, chapterMs: number): Duty[] {
  return [
    { name: 'reports', everyMs: 2_000, run: () => askReport(people) },
    { name: 'maps', everyMs: 5_000, run: () => askMap(people) },
    { name: 'sessions', everyMs: 5_000, run: () => watchSession(people) },
    ...[1, 2, 3, 4].map((n) => ({ name: `live ${n}`, everyMs: 100, run: () => watchLive(people) })),
    { name: 'slow export', everyMs: 15_000, run: () => exportSlowly(people) },
    { name: 'dashboard', everyMs: 30_000, run: () => openDashboard(people) },
    { name: 'share link', everyMs: chapterMs / 4, run: () => shareOverview(people) },
  ];
}

const base = ({ project }: People): string => `/api/v1/projects/${project}`;
const reader = ({ key }: People): Record<string, string> => ({ 'x-api-key': key });

function scope(random: Random): string {
  const filters = Array.from({ length: Math.max(0, random.between(-2, 2)) }, () => random.pick(FILTERS));
  return [
    `period=${random.pick(PERIODS)}`,
    ...filters.map((one) => `filter=${encodeURIComponent(one)}`),
  ].join('&');
}

async function askReport(people: People): Promise<void> {
  const { client, random } = people;
  const report = random.pick([...REPORTS, `funnel-preview?definition=${FUNNEL}&`, 'metrics/realtime']);
  const path = report.endsWith('realtime') ? report : `${report}${scope(random)}`;
  await client.text({ what: 'reports', path: `${base(people)}/${path}`, headers: reader(people) });
}

async function askMap(people: People): Promise<void> {
  const { client, random } = people;
  const headers = reader(people);
  const asked = { what: 'maps', headers };
  const pages = await client.json<{ items: { page: string }[] }>({
    ...asked,
    path: `${base(people)}/pages?period=24h`,
  });
  if (!pages || pages.items.length === 0) return;
  const { page } = random.pick(pages.items);
  const question = `page=${page}&${scope(random)}`;
  const kind = random.pick(MAP_KINDS);
  await client.text({ ...asked, path: `${base(people)}/heatmap?kind=${kind}&${question}` });
  await client.text({ ...asked, path: `${base(people)}/scroll?${question}` });
  await client.text({ ...asked, path: `${base(people)}/elements?${question}` });
  await client.text({ ...asked, path: `${base(people)}/snapshots?page=${page}` });
}

/** A session out of the list: its journey, its ghost replay piece by piece, and what is like it. */
async function watchSession(people: People): Promise<void> {
  const { client, random } = people;
  const asked = { what: 'sessions', headers: reader(people) };
  const question = scope(random);
  const list = await client.json<{ items: { id: string }[] }>({
    ...asked,
    path: `${base(people)}/sessions?${question}`,
  });
  if (!list || list.items.length === 0) return;
  const one = `${base(people)}/sessions/${random.pick(list.items).id}`;
  await client.text({ ...asked, path: one });
  await client.text({ ...asked, path: `${one}/neighbours?${question}` });
  await client.text({ ...asked, path: `${one}/similar?period=24h` });
  await client.text({ ...asked, path: `${one}/chunks` });
  for (let cursor: string | null = ''; cursor !== null; ) {
    const path: string = `${one}/replay${cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`}`;
    const piece: { nextCursor?: string | null } | null = await client.json({ ...asked, path });
    cursor = piece?.nextCursor ?? null;
  }
}

/** Either kind of live connection, for some seconds or minutes; some leave without a word. */
async function watchLive(people: People): Promise<void> {
  const { client, random } = people;
  const filter = random.chance(0.3) ? `&filter=${encodeURIComponent('device:is:mobile')}` : '';
  const address = `${client.url}${base(people)}/live?recent=${random.between(0, 200)}${filter}`;
  const stayMs = random.weighted([
    [random.between(500, 5_000), 3],
    [random.between(10_000, 120_000), 1],
  ] as const);
  const startedAt = performance.now();
  if (random.chance(0.5)) {
    const socket = new WebSocket(address.replace('http', 'ws'), {
      headers: reader(people),
    } as unknown as string[]);
    const opened = Promise.withResolvers<boolean>();
    socket.onopen = () => opened.resolve(true);
    socket.onerror = () => opened.resolve(false);
    const isOpen = await opened.promise;
    client.tally.note(
      'live',
      isOpen ? 101 : 0,
      performance.now() - startedAt,
      [101],
      'the WebSocket was refused',
    );
    await Bun.sleep(stayMs);
    if (random.chance(0.5)) socket.close();
    else socket.terminate();
    return;
  }
  await new Promise<void>((resolve) => {
    const request = get(address, { headers: reader(people) }, (answer) => {
      client.tally.note(
        'live',
        answer.statusCode ?? 0,
        performance.now() - startedAt,
        [200],
        'the stream was refused',
      );
      // Some take nothing: heat lets go of them by itself.
      if (random.chance(0.8)) answer.resume();
      answer.on('error', () => {});
      setTimeout(() => {
        request.destroy();
        resolve();
      }, stayMs);
    });
    request.on('error', (error) => {
      if (!request.destroyed) client.tally.fault('live', String(error));
      resolve();
    });
  });
}

/** A download that waits between its pieces; one in three is left in the middle. */
async function exportSlowly(people: People): Promise<void> {
  const { client, random } = people;
  const [what, format] = [random.pick(['sessions', 'events']), random.pick(['csv', 'ndjson'])];
  const path = `${base(people)}/export/${what}?format=${format}&period=${random.pick(['1h', '24h', '30d'])}`;
  const leavesAfter = random.chance(0.33) ? random.between(1, 8) : Number.POSITIVE_INFINITY;
  const startedAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    const request = get(`${client.url}${path}`, { headers: reader(people) }, (answer) => {
      // 429 is right where two exports of the project are under way.
      client.tally.note(
        'slow export',
        answer.statusCode ?? 0,
        performance.now() - startedAt,
        [200, 429],
        path,
      );
      let pieces = 0;
      answer.on('data', () => {
        pieces += 1;
        answer.pause();
        if (pieces >= leavesAfter) {
          request.destroy();
          return resolve();
        }
        setTimeout(() => answer.resume(), 20);
      });
      answer.on('end', resolve);
      answer.on('error', reject);
    });
    request.on('error', (error) => (request.destroyed ? resolve() : reject(error)));
  });
}

/** As a browser does it: the page with its files, signing in, the first questions by cookie, signing out. */
async function openDashboard(people: People): Promise<void> {
  const { client, signIn } = people;
  const what = 'dashboard';
  const shell = await client.text({ what, path: '/', headers: { accept: 'text/html' } });
  const files = [...(shell?.text.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g) ?? [])].map(
    (found) => found[1] ?? '/',
  );
  for (const path of ['/v1/heat.js', ...files]) await client.text({ what, path });
  const signedIn = await client.text({
    what: 'sign-in',
    method: 'POST',
    path: '/api/v1/auth/sign-in',
    body: signIn,
  });
  const cookie = signedIn?.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) return;
  const headers = { cookie, origin: client.url, 'x-heat': '1' };
  for (const path of [
    'user',
    'projects',
    `projects/${people.project}`,
    `projects/${people.project}/overview?period=7d`,
  ])
    await client.text({ what, path: `/api/v1/${path}`, headers });
  await client.text({ what, method: 'POST', path: '/api/v1/auth/sign-out', headers, wanted: [204] });
}

async function shareOverview(people: People): Promise<void> {
  const { client, signIn } = people;
  const what = 'share link';
  const signedIn = await client.json<{ token: string }>({
    what: 'sign-in',
    method: 'POST',
    path: '/api/v1/auth/sign-in',
    body: signIn,
  });
  if (!signedIn) return;
  const headers = { authorization: `Bearer ${signedIn.token}` };
  const body = { target: { view: 'overview' }, scope: { period: '7d' }, name: 'For the meeting', days: 2 };
  const list = `${base(people)}/shares`;
  const made = await client.json<{ share: { id: string }; url: string }>({
    what,
    method: 'POST',
    path: list,
    headers,
    body,
    wanted: [201],
  });
  if (!made) return;
  const token = made.url.split('#')[1] ?? '';
  const opened = await client.json<{ access: string }>({
    what,
    method: 'POST',
    path: '/api/v1/shared',
    body: { token },
  });
  const asReceiver = { authorization: `Bearer ${opened?.access}` };
  await client.text({ what, path: '/api/v1/shared/overview', headers: asReceiver });
  await client.text({ what, method: 'DELETE', path: `${list}/${made.share.id}`, headers, wanted: [204] });
  await client.text({ what, path: '/api/v1/shared/overview', headers: asReceiver, wanted: [401, 403, 404] });
}
