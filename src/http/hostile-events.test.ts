// Batches in which one event is honest and the others carry a hostile field each, and batches with a hostile envelope.
// The honest event is always kept; what was let in is applied, and every report, export and journey can be read.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { judge, judgeAll } from '../../test/support/hostile-answers.ts';
import { SHOP } from '../../test/support/hostile-doors.ts';
import { HOSTILE_VALUES, mutations, placesIn, replaced } from '../../test/support/hostile-values.ts';
import { compactBody, compactEvents, heatSdkBody } from '../../test/support/ingest-bodies.ts';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { Page, PageRow, SessionRowView } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import type { IngestAnswer } from '../contract/wire.ts';
import { ROUTES } from './route-table.ts';

let heat: TestHeat;
let project: Awaited<ReturnType<typeof addProject>>;
const REST_MS = 1_000;
const BATCH = 400;

beforeAll(async () => {
  heat = await openTestHeat();
  project = await addProject(heat, 'Hostile');
});
afterAll(() => heat.close());

function send(json: string): Promise<Response> {
  heat.clock.advance(REST_MS);
  const headers = {
    origin: SHOP,
    'content-type': 'text/plain',
    'user-agent': 'Mozilla/5.0 (X11; Linux) Firefox/148.0',
  };
  return heat.call('POST', `/ingest?key=${project.writeKey}`, { body: json, headers });
}
const get = (path: string) => heat.call('GET', path, { bearer: project.apiKey });
const ONE = () => `/api/v1/projects/${project.id}`;
const honest = (i: number) => JSON.stringify({ ...compactEvents.click, i });

/** Events in batches that the door takes whole, each with an honest event in front. */
function batchesOf(events: readonly string[]): string[] {
  const batches: string[] = [];
  let batch: string[] = [];
  let chars = 0;
  const close = () => {
    const now = heat.clock.nowMs();
    const at = { sentAt: now, t0: now - 10_000, ids: `b${batches.length}-`, events: [] };
    const envelope = JSON.stringify(compactBody([], at));
    batches.push(
      envelope.replace('"events":[]', () => `"events":[${[honest(999_999), ...batch].join(',')}]`),
    );
    batch = [];
    chars = 0;
  };
  for (const event of events) {
    if (batch.length >= BATCH || chars + event.length > LIMITS.bodyBytes / 2) close();
    batch.push(event);
    chars += event.length;
  }
  if (batch.length > 0) close();
  return batches;
}

test.each(Object.keys(compactEvents))(
  'each field of %s hostile: the honest events of the batches stay',
  async (type) => {
    const event = compactEvents[type as keyof typeof compactEvents];
    const hostile = mutations(event, () => HOSTILE_VALUES).map(({ json }, at) =>
      // Numbers of their own, so that they are no repeats of each other; `i` itself may be the hostile field.
      json.replace(`{"i":${event.i},`, `{"i":${at},`),
    );
    expect(hostile.length).toBeGreaterThan(500);
    for (const batch of batchesOf(hostile)) {
      const answer = await send(batch);
      expect(answer.status).toBe(200);
      const { accepted, rejected } = (await answer.json()) as IngestAnswer;
      expect(rejected.map(({ index }) => index)).not.toContain(0);
      expect(accepted).toBeGreaterThanOrEqual(1);
    }
    await heat.applyAll();
  },
  60_000,
);

test('each field of the envelope hostile: taken or refused with the one envelope', async () => {
  const now = heat.clock.nowMs();
  const envelopes = [compactBody([compactEvents.click], { sentAt: now, t0: now - 10_000 }), heatSdkBody()];
  const asked = envelopes.flatMap((envelope) =>
    placesIn(envelope).flatMap((place, at) =>
      // A place meets every third value, its neighbours the others: each value still meets a third of all fields.
      HOSTILE_VALUES.filter((_, number) => number % 3 === at % 3).map(({ name, json }) => ({
        name: `${place.join('.')} = ${name}`,
        ask: () => send(withOwnIds(replaced(envelope, place, json), `${at}x${name}`)),
      })),
    ),
  );
  const { count, faults } = await judgeAll(asked);
  expect(faults.slice(0, 20)).toEqual([]);
  expect(count).toBeGreaterThan(5_000);
  await heat.applyAll();
}, 60_000);

test('whatever was let in can be read by every report, export and journey', async () => {
  expect(heat.rooms.journal.stats().lastSeq).toBe(heat.rooms.journal.stats().appliedSeq);
  const range = 'period=7d';
  const { items: pages } = (await (await get(`${ONE()}/pages?${range}&limit=200`)).json()) as Page<PageRow>;
  expect(pages.length).toBeGreaterThan(10);
  const sessions = (await (await get(`${ONE()}/sessions?${range}&limit=200`)).json()) as Page<SessionRowView>;
  expect(sessions.items.length).toBeGreaterThan(10);

  const faults: string[] = [];
  const read = async (path: string) => {
    const fault = await judge(async () => {
      const answer = await get(path);
      if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
      return answer;
    }).catch(String);
    if (fault !== null) faults.push(`${path}: ${fault}`);
  };
  for (const { path, query } of readings()) {
    const known = Object.keys((query?.properties ?? {}) as object);
    const scope = known.includes('from') && known.includes('period') ? `?${range}` : '?';
    const sep = scope === '?' ? '' : '&';
    if (path.endsWith('/values')) await read(`${path}${scope}&dimension=page`);
    else if (path.endsWith('/timeseries') || path.endsWith('/count'))
      await read(`${path}${scope}&metric=events`);
    else if (path.endsWith('/funnel-preview')) continue;
    else if (path.endsWith('/recorded')) await read(`${path}?sessions=${sessions.items[0]?.id}`);
    else if (known.includes('page') && !path.includes('sessions'))
      for (const { page } of pages.slice(0, 25))
        await read(`${path}${scope}${sep}page=${encodeURIComponent(page)}`);
    else await read(`${path}${scope}`);
  }
  for (const { id } of sessions.items.slice(0, 100)) {
    await read(`${ONE()}/sessions/${id}`);
    await read(`${ONE()}/sessions/${id}/replay`);
  }
  expect(faults.slice(0, 20)).toEqual([]);
}, 60_000);

/** Ids of the batch's own, so that its events are no repeats of the batch before. */
function withOwnIds(json: string, unique: string): string {
  const id = unique.replaceAll(/[^a-z0-9]/gi, '').slice(0, 40);
  return json.replace('"ids":"pl4d-"', `"ids":"${id}-"`).replaceAll('"eventId":"e-', `"eventId":"${id}-`);
}

/** Routes a read key may read that need no id of something but the project and, some, a page. */
function readings() {
  return ROUTES.filter(
    ({ method, access, path }) =>
      method === 'GET' &&
      typeof access === 'object' &&
      access.project === 'read' &&
      path.startsWith('/api/v1/projects/:id/'),
  )
    .map((route) => ({
      ...route,
      path: route.path.replace(':id', project.id).replace(':dimension', 'page'),
    }))
    .filter(({ path }) => !path.includes(':') && !path.endsWith('/live'));
}
