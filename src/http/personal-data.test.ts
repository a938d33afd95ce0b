// GET …/person: what is stored of somebody beside sessions of his own, and that nobody is somebody with nothing.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { SubjectSummary } from '../contract/personal-data.ts';

let heat: TestHeat;
let project: Awaited<ReturnType<typeof addProject>>;

beforeAll(async () => {
  heat = await openTestHeat();
  project = await addProject(heat, 'Shop');
  await browse('first-');
  const told = { name: 'invited', userId: 'jane', sessionId: 'bobs' };
  const track = await heat.call('POST', '/api/v1/events/track', { json: told, bearer: project.apiKey });
  expect(track.status).toBe(200);
  // A session is the user's who was told of last.
  heat.clock.advance(60_000);
  await browse('then-');
  await heat.applyAll();
});
afterAll(() => heat.close());

/** A pageview in the session of bob. */
async function browse(ids: string): Promise<void> {
  const nowMs = heat.clock.nowMs();
  const answer = await heat.call('POST', '/ingest', {
    json: {
      ...{ v: 1, key: project.writeKey, sdk: { name: 't', version: '1' }, sentAt: nowMs, ids, t0: nowMs },
      ...{ visitorId: 'of-bob', session: { id: 'bobs', startedAt: nowMs, lastSeenAt: nowMs } },
      ...{ user: { id: 'bob' }, pages: [{ url: 'https://shop.example/' }], views: [[1440, 900, 1]] },
      events: [{ i: 0, t: 0, p: 0, type: 'pageview' }],
    },
  });
  expect(answer.status).toBe(200);
}

test.each([
  ['bob', { sessions: 1, namings: 0 }],
  ['jane', { sessions: 0, namings: 1 }],
  ['Bob', { sessions: 0, namings: 0 }],
])('GET /person of the user %p', async (id, stored) => {
  const path = `/api/v1/projects/${project.id}/person?kind=user&id=${id}`;
  const answer = await heat.call('GET', path, { bearer: project.apiKey });
  expect((await answer.json()) as SubjectSummary).toMatchObject({ ...stored, keptBatches: 0 });
});
