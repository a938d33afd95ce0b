// Share links over the API: what one opens, that it opens nothing else, and how it ends.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { compactBody, compactEvents } from '../../test/support/ingest-bodies.ts';
import { addKey, addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import { uploadSnapshot } from '../../test/support/upload-snapshot.ts';
import type { HeatmapAnswer, OverviewAnswer, Page, PageRow, SessionRowView } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import type {
  CreatedShare,
  NewShare,
  OpenedShare,
  SharedFunnel,
  SharedOverview,
  SharedTarget,
  ShareView,
} from '../contract/shares.ts';
import type { SnapshotContent } from '../contract/snapshot.ts';
import { ROUTES } from './route-table.ts';

const DAY_MS = 86_400_000;
const PASSWORD = 'twelve letters';
const OPEN = '/api/v1/shared';
const PARTS = ['overview', 'heatmap', 'scroll', 'snapshot', 'funnel', 'sessions', 'session'];

let heat: TestHeat;
let mine: Awaited<ReturnType<typeof addProject>>;
let page: string;
let sid: string;
let funnel: string;

beforeAll(async () => {
  heat = await openTestHeat({ flags: { publicUrl: 'https://heat.test' } });
  mine = await addProject(heat, 'Shop');
  await visit('session-1');
  page = ((await (await read('/pages?bots=1')).json()) as Page<PageRow>).items[0]?.page ?? '';
  sid = ((await (await read('/sessions?bots=1')).json()) as Page<SessionRowView>).items[0]?.id ?? '';
  const steps = [
    { type: 'page', match: 'is', value: '/' },
    { type: 'page', match: 'is', value: '/basket' },
  ];
  const made = await heat.call('POST', api('/funnels'), {
    bearer: mine.apiKey,
    json: { name: 'Buying', steps, windowMs: DAY_MS, order: 'loose', unit: 'session' },
  });
  funnel = ((await made.json()) as { id: string }).id;
  expect([page, sid, funnel]).not.toContain('');
});
afterAll(() => heat.close());

const api = (path: string, id = mine.id) => `/api/v1/projects/${id}${path}`;
const read = (path: string) => heat.call('GET', api(path), { bearer: mine.apiKey });

async function visit(id: string): Promise<void> {
  const now = heat.clock.nowMs();
  const session = { id, startedAt: now - 10_000, lastSeenAt: now };
  const body = compactBody(Object.values(compactEvents), {
    sentAt: now,
    t0: now - 10_000,
    session,
    ids: `${id}-`,
  });
  const sent = await heat.call('POST', `/ingest?key=${mine.writeKey}`, { json: body });
  expect(sent.status).toBe(200);
  await heat.applyAll();
}

const targets = (): Record<SharedTarget['view'], SharedTarget> => ({
  overview: { view: 'overview' },
  heatmap: { view: 'heatmap', page, kind: 'click' },
  funnel: { view: 'funnel', funnel },
  sessions: { view: 'sessions' },
  session: { view: 'session', session: sid },
});

const wanted = (more: Partial<NewShare> = {}): NewShare => ({
  target: { view: 'overview' },
  scope: { period: '7d', bots: '1' },
  name: 'Numbers for the board',
  days: 7,
  ...more,
});
const create = (share: unknown, bearer = mine.apiKey, id = mine.id) =>
  heat.call('POST', api('/shares', id), { bearer, json: share });

async function shared(more: Partial<NewShare> = {}): Promise<{ share: ShareView; token: string }> {
  const answer = await create(wanted(more));
  expect(answer.status).toBe(201);
  const { share, url } = (await answer.json()) as CreatedShare;
  expect(url).toStartWith('https://heat.test/shared#');
  return { share, token: url.split('#')[1] ?? '' };
}

const open = (token: string, password?: string) =>
  heat.call('POST', OPEN, { json: { token, ...(password === undefined ? {} : { password }) } });
const opened = async (token: string) => (await (await open(token)).json()) as OpenedShare;
const part = (name: string, bearer: string) => heat.call('GET', `${OPEN}/${name}`, { bearer });
const remove = (id: string) => heat.call('DELETE', api(`/shares/${id}`), { bearer: mine.apiKey });

/** Status and body of a refusal without its request id. */
async function refusal(answer: Response): Promise<unknown> {
  const { requestId, ...body } = (await answer.json()) as ErrorBody;
  return [answer.status, body];
}
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as ErrorBody).code];

describe('a share link', () => {
  test('says what it shows, and shows the numbers that the project shows', async () => {
    const { token } = await shared();
    const told = await opened(token);
    expect(told).toMatchObject({
      name: 'Numbers for the board',
      projectName: 'Shop',
      target: { view: 'overview' },
      scope: { period: '7d', bots: '1' },
    });
    const answer = (await (await part('overview', told.access)).json()) as SharedOverview;
    const own = (await (await read('/overview?period=7d&bots=1')).json()) as OverviewAnswer;
    expect(answer).toEqual({ now: own, before: null });
    expect(own.totals.pageviews).toBeGreaterThan(0);
  });

  test('compares where the scope does, with the stretch that lines up', async () => {
    const { token } = await shared({ scope: { period: '7d', bots: '1', compare: 'previous' } });
    const { now, before } = (await (
      await part('overview', (await opened(token)).access)
    ).json()) as SharedOverview;
    expect(before?.totals).toEqual(now.previous as NonNullable<typeof now.previous>);
    expect(before?.series.length).toBe(now.series.length);
  });

  test('moves on with a period and stays with a range', async () => {
    const range = { from: String(heat.clock.nowMs() - 7 * DAY_MS), to: String(heat.clock.nowMs() + 900_000) };
    const links = [
      await shared(),
      await shared({ scope: { ...range, bots: '1' } }),
      await shared({ isFixed: true }),
    ];
    const spans = () =>
      Promise.all(
        links.map(async ({ token }) => {
          const answer = await part('overview', (await opened(token)).access);
          return ((await answer.json()) as SharedOverview).now.scope.toMs;
        }),
      );
    const [moving = 0, ...fixed] = await spans();
    heat.clock.advance(2 * DAY_MS);
    expect(await spans()).toEqual([moving + 2 * DAY_MS, ...fixed]);
  });

  test('shows funnels, maps, sessions and one session', async () => {
    const own = targets();
    const ask = async (view: SharedTarget['view'], name: string = view) =>
      part(name, (await opened((await shared({ target: own[view] })).token)).access);
    const counted = (await (await ask('funnel')).json()) as SharedFunnel;
    expect([counted.name, counted.answer.steps[0]?.count]).toEqual(['Buying', 1]);
    const map = (await (await ask('heatmap')).json()) as HeatmapAnswer;
    expect(map.page.page).toBe(page);
    expect(map.meta.total).toBeGreaterThan(0);
    const list = (await (await ask('sessions')).json()) as Page<SessionRowView>;
    expect(list.items.map(({ id }) => id)).toEqual([sid]);
    expect((await ask('session')).status).toBe(200);
    expect(await (await ask('heatmap', 'snapshot')).json()).toEqual({ content: null });
    // The newest is narrow, most clicks are not.
    const url = 'https://shop.example/';
    await uploadSnapshot(heat, mine, { url, widthPx: 1400 });
    heat.clock.advance(1_000);
    await uploadSnapshot(heat, mine, { url, widthPx: 390 });
    const { content } = (await (await ask('heatmap', 'snapshot')).json()) as { content: SnapshotContent };
    expect([map.meta.layout?.name, content.viewport[0]]).toEqual(['wide', 1400]);
  });

  test('shows its own part and no other, whatever is asked for', async () => {
    for (const [view, target] of Object.entries(targets())) {
      const { access } = await opened((await shared({ target })).token);
      for (const name of PARTS) {
        const answer = await part(name, access);
        const isOwn = name === view || (view === 'heatmap' && name === 'snapshot');
        const said = isOwn ? answer.status : (await codeOf(answer)).join(' ');
        expect([view, name, said]).toEqual([view, name, isOwn ? 200 : '404 not_shared']);
      }
    }
    const { access } = await opened((await shared()).token);
    const plain = await (await part('overview', access)).text();
    for (const query of ['period=90d', 'filter=country:is:DE', 'from=1&to=2', 'page=x&device=mobile'])
      expect(await (await part(`overview?${query}`, access)).text()).toBe(plain);
    const list = await opened((await shared({ target: { view: 'sessions' } })).token);
    expect(await codeOf(await part('sessions?search=anna', list.access))).toEqual([400, 'bad_query']);
  });

  const guarded = ROUTES.filter(({ access }) => access !== 'public' && access !== 'share');
  test.each(guarded.map((route) => [`${route.method} ${route.path}`, route] as const))(
    'does not open %s',
    async (_, route) => {
      const { share, token } = await shared();
      const path = route.path.replace(':id', mine.id).replaceAll(/:\w+/g, 'x').replace('*', 'x');
      for (const bearer of [(await opened(token)).access, token]) {
        const answer = await heat.call(route.method, path, { bearer, ...(route.body ? { json: {} } : {}) });
        expect(await codeOf(answer)).toEqual([401, 'bad_credential']);
      }
      await remove(share.id);
    },
  );

  test('is opened by no other credential, and lists nothing that opens it', async () => {
    const { share, token } = await shared();
    for (const bearer of [
      mine.apiKey,
      token,
      `share.${share.id}.9999999999999.${'a'.repeat(43)}`,
      'share.',
      '',
    ])
      expect((await part('overview', bearer)).status).toBe(401);
    const { access } = await opened(token);
    const [, id, until, signature = ''] = access.split('.');
    for (const forged of [
      `share.${id}.${Number(until) + 1}.${signature}`,
      `share.${id}.${until}.${signature.slice(0, -1)}`,
      `share.x${id}.${until}.${signature}`,
    ])
      expect(await codeOf(await part('overview', forged))).toEqual([401, 'bad_credential']);
    const list = (await (await read('/shares')).json()) as Page<ShareView>;
    expect(list.items.map((one) => one.id)).toContain(share.id);
    expect(JSON.stringify(list)).not.toContain(token);
    expect(heat.logged.some((line) => line.includes(token) || line.includes(access))).toBe(false);
  });
});

describe('a link that has ended', () => {
  test('is answered like one that never was: expired, revoked, of a removed project', async () => {
    const never = await refusal(await open('x'.repeat(43)));
    expect(never).toMatchObject([404, { code: 'no_such_share' }]);
    const other = await addProject(heat, 'Gone');
    const gone = (await (await create(wanted(), other.apiKey, other.id)).json()) as CreatedShare;
    const goneToken = gone.url.split('#')[1] ?? '';
    const access = (await opened(goneToken)).access;
    const revoked = await shared({ password: PASSWORD });
    const expired = await shared({ days: 1 });
    const reading = (await opened(expired.token)).access;
    expect((await remove(revoked.share.id)).status).toBe(204);
    await heat.rooms.projects.remove(other.id, 'terminal');
    heat.clock.advance(DAY_MS);
    for (const token of [goneToken, revoked.token, expired.token, '', '\0', 'é'.repeat(500)])
      expect([token, await refusal(await open(token))]).toEqual([token, never]);
    expect(await refusal(await open(revoked.token, PASSWORD))).toEqual(never);
    for (const bearer of [access, reading])
      expect(await codeOf(await part('overview', bearer))).toEqual([401, 'bad_credential']);
  });

  test('ends what it has opened at the next request, and an opened one ends after some hours', async () => {
    const { share, token } = await shared();
    const { access, accessUntilMs } = await opened(token);
    expect(accessUntilMs).toBe(heat.clock.nowMs() + LIMITS.shareAccessMs);
    expect((await part('overview', access)).status).toBe(200);
    heat.clock.advance(LIMITS.shareAccessMs);
    expect((await part('overview', access)).status).toBe(401);
    const again = (await opened(token)).access;
    await remove(share.id);
    expect((await part('overview', again)).status).toBe(401);
    expect(await codeOf(await remove(share.id))).toEqual([404, 'share_not_found']);
  });

  test('stays in the list for a while and then goes', async () => {
    const { share } = await shared({ days: 1, name: 'Short' });
    const ids = async () =>
      ((await (await read('/shares')).json()) as Page<ShareView>).items.map(({ id }) => id);
    heat.clock.advance(DAY_MS + LIMITS.shareEndedKeptMs);
    expect(await ids()).toContain(share.id);
    heat.clock.advance(1);
    await shared();
    expect(await ids()).not.toContain(share.id);
  });
});

test('a password is asked for, checked, and guessed slowly', async () => {
  const { token } = await shared({ password: PASSWORD });
  expect(await codeOf(await open(token))).toEqual([401, 'password_needed']);
  for (let attempt = 0; attempt < LIMITS.signInFree; attempt += 1)
    expect(await codeOf(await open(token, 'a wrong password'))).toEqual([401, 'wrong_password']);
  const refused = await open(token, PASSWORD);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  heat.clock.advance(1_000);
  const answer = await open(token, PASSWORD);
  expect(answer.status).toBe(200);
  expect(JSON.stringify(await answer.json())).not.toContain('argon2');
  const stored = await heat.rooms.accounts.listShares(mine.no);
  expect(stored.some(({ hasPassword }) => hasPassword)).toBe(true);
  expect(JSON.stringify(stored)).not.toContain('argon2');
});

test('a project that keeps to sums shows no single people, by old links either', async () => {
  const links = new Map<string, string>();
  for (const view of ['overview', 'sessions', 'session'] as const)
    links.set(view, (await opened((await shared({ target: targets()[view] })).token)).access);
  const keepToSums = (aggregateOnly: boolean) =>
    heat.rooms.projects.update(mine.id, { settings: { aggregateOnly } }, 'terminal');
  await keepToSums(true);
  for (const view of ['sessions', 'session'] as const) {
    expect([view, (await part(view, links.get(view) ?? '')).status]).toEqual([view, 403]);
    expect([view, (await create(wanted({ target: targets()[view] }))).status]).toEqual([view, 403]);
  }
  expect((await part('overview', links.get('overview') ?? '')).status).toBe(200);
  await keepToSums(false);
});

describe('making one', () => {
  const bad: [what: string, share: () => Record<string, unknown>, code: string][] = [
    ['no name', () => ({ ...wanted(), name: ' ' }), 'invalid_name'],
    ['no day', () => ({ ...wanted(), days: 0 }), 'bad_share'],
    ['too many days', () => ({ ...wanted(), days: LIMITS.shareDaysMax + 1 }), 'bad_share'],
    ['half a day', () => ({ ...wanted(), days: 0.5 }), 'bad_share'],
    ['a short password', () => ({ ...wanted(), password: 'short' }), 'password_too_short'],
    ['an unknown view', () => ({ ...wanted(), target: { view: 'settings' } }), 'bad_body'],
    ['an unknown field', () => ({ ...wanted(), owner: true }), 'bad_body'],
    ['an unknown period', () => ({ ...wanted(), scope: { period: 'always' } }), 'invalid'],
    ['an unknown filter', () => ({ ...wanted(), scope: { filter: ['x:is:y'] } }), 'invalid'],
    ['an unknown page', () => ({ ...wanted(), target: { view: 'heatmap', page: 'zzz' } }), 'not_found'],
    ['an unknown funnel', () => ({ ...wanted(), target: { view: 'funnel', funnel: 'x' } }), 'not_found'],
    ['an unknown session', () => ({ ...wanted(), target: { view: 'session', session: 'x.1' } }), 'not_found'],
    ['an unknown segment', () => ({ ...wanted(), scope: { segment: 'x' } }), 'unknown_segment'],
  ];
  test.each(bad)('is refused with %s', async (_, share, code) => {
    const answer = await create(share());
    const body = (await answer.json()) as ErrorBody;
    expect([
      answer.status < 500,
      [body.code, body.error as string].includes(code) ? code : body.code,
    ]).toEqual([true, code]);
  });

  test('is written down with who did it, and so is ending it', async () => {
    const { share } = await shared();
    await remove(share.id);
    const { items } = await heat.rooms.accounts.listAudit({ beforeId: null, limit: 2 });
    expect(items.map(({ action, target, details }) => [action, target, details])).toEqual([
      ['share.remove', `share:${share.id}`, null],
      ['share.create', `share:${share.id}`, 'overview'],
    ]);
    expect(items.every(({ actor }) => actor.startsWith('key:'))).toBe(true);
  });

  test('needs somebody who keeps things in the project, and for single people an owner', async () => {
    const reader = (await addKey(heat, mine.no, 'read')).secret;
    expect(await codeOf(await create(wanted(), reader))).toEqual([403, 'forbidden']);
    expect(await codeOf(await heat.call('GET', api('/shares'), { bearer: reader }))).toEqual([
      403,
      'forbidden',
    ]);
    const { invitation, token } = await heat.rooms.accounts.invite(
      { projectNo: mine.no, email: 'editor@example.com', role: 'editor' },
      'terminal',
    );
    expect(invitation.role).toBe('editor');
    const link = await heat.rooms.accounts.createSetupLink();
    const sign = (secret: string, email: string) =>
      heat.call('POST', '/api/v1/auth/sign-up', { json: { token: secret, email, password: PASSWORD } });
    expect((await sign(link.token, 'owner@example.com')).status).toBe(201);
    const editor = ((await (await sign(token, 'editor@example.com')).json()) as { token: string }).token;
    expect((await create(wanted(), editor)).status).toBe(201);
    for (const view of ['sessions', 'session'] as const)
      expect(await codeOf(await create(wanted({ target: targets()[view] }), editor))).toEqual([
        403,
        'forbidden',
      ]);
  });

  test('ends at a number', async () => {
    const crowded = await addProject(heat, 'Crowded');
    const fill = { ...wanted(), target: { view: 'overview' as const } };
    for (let made = 0; made < LIMITS.sharesPerProject; made += 1)
      await heat.rooms.accounts.createShare(crowded.no, fill, 'terminal');
    expect(await codeOf(await create(wanted(), crowded.apiKey, crowded.id))).toEqual([
      409,
      'too_many_shares',
    ]);
  });
});
