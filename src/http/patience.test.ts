// Readers that stop reading cost nothing, and no connection may idle for ever. What becomes of those that send slowly is
// told by test/slow-clients.test.ts, beside what else holds connections.

import { expect, test } from 'bun:test';
import { compactBody, compactEvents, NOW_MS } from '../../test/support/ingest-bodies.ts';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import { LIMITS } from '../contract/limits.ts';

test('the idle time of a connection is bounded', () => {
  expect(LIMITS.idleTimeoutSeconds).toBeGreaterThan(0);
  expect(LIMITS.idleTimeoutSeconds).toBeLessThanOrEqual(30);
  // A report that waited and ran as long as it may still comes to its error.
  expect(LIMITS.answerIdleSeconds * 1000).toBeGreaterThan(2 * LIMITS.queryMs + 10_000);
});

test('an export asks for no more rows while its reader does not read', async () => {
  const heat = await openTestHeat();
  const { id, writeKey, apiKey } = await addProject(heat, 'Shop');
  await sendSessions(heat, writeKey, 3 * LIMITS.exportRows);
  const ask = heat.rooms.reports.sessions;
  let questions = 0;
  heat.rooms.reports.sessions = (...args) => {
    questions += 1;
    return ask(...args);
  };
  const answer = await heat.call('GET', `/api/v1/projects/${id}/export/sessions?period=24h`, {
    bearer: apiKey,
  });
  const reader = answer.body!.getReader();
  await reader.read();
  // Whatever would be asked without being pulled is asked by the next turns.
  for (let turn = 0; turn < 50; turn += 1) await Bun.sleep(1);
  expect(questions).toBeLessThanOrEqual(2);
  let pieces = 1;
  while (!(await reader.read()).done) pieces += 1;
  expect([pieces, questions]).toEqual([4, 3]);
  await heat.close();
});

async function sendSessions(heat: TestHeat, key: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const session = { id: `session-${n}`, startedAt: NOW_MS, lastSeenAt: NOW_MS };
    const json = compactBody([compactEvents.pageview], { key, session });
    expect((await heat.call('POST', '/ingest', { json })).status).toBe(200);
    // The limiter of an address must not run dry.
    heat.clock.advance(2);
  }
  await heat.applyAll();
}
