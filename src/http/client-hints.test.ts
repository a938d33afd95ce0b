// Browser, system and class of a session, from the headers of its requests to the list of sessions and back out of an
// export.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { compactBody } from '../../test/support/ingest-bodies.ts';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import { exportRecorded } from '../reports/export-recorded.ts';
import { resolveScope } from '../reports/scope.ts';

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0';
const AGENTS = {
  windows: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36`,
  linux: `Mozilla/5.0 (X11; Linux x86_64) ${CHROME} Safari/537.36`,
  chromebook: `Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROME} Safari/537.36`,
  phone: `Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Mobile Safari/537.36`,
  edge: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36 Edg/141.0.0.0`,
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
};
const brands = (name: string) => `"${name}";v="141", "Not?A_Brand";v="8", "Chromium";v="141"`;
const hinted = (name: string, platform: string, mobile = '?0') => ({
  'sec-ch-ua': brands(name),
  'sec-ch-ua-mobile': mobile,
  'sec-ch-ua-platform': `"${platform}"`,
});

type Session = { clientSessionId: string; browser: string; os: string; device: string };
type Sent = { id: string; headers: Record<string, string>; atMs?: number; device?: object };

let heat: TestHeat;
beforeAll(async () => {
  heat = await openTestHeat();
});
afterAll(() => heat.close());

async function send(writeKey: string, { id, headers, atMs = 0, device }: Sent): Promise<void> {
  const t0 = heat.clock.nowMs() - 600_000 + atMs;
  const session = { id, startedAt: t0, lastSeenAt: t0 };
  const json = compactBody(undefined, {
    session,
    sentAt: heat.clock.nowMs(),
    t0,
    visitorId: id,
    ids: `${id}-${atMs}-`,
    ...(device && { device }),
  });
  const answer = await heat.call('POST', '/ingest', {
    json,
    headers: { 'x-project-key': writeKey, ...headers },
  });
  expect(await answer.json()).toMatchObject({ accepted: 1 });
  await heat.applyAll();
}

async function sessionsOf({ id, apiKey }: { id: string; apiKey: string }): Promise<Session[]> {
  const answer = await heat.call('GET', `/api/v1/projects/${id}/sessions?period=24h&limit=100`, {
    bearer: apiKey,
  });
  return ((await answer.json()) as { items: Session[] }).items;
}
const wordsOf = ({ browser, os, device }: Session) => [browser, os, device].join(', ');

describe('POST /ingest with client hints', () => {
  const cases: [what: string, headers: Record<string, string>, expected: string][] = [
    ['Brave', { 'user-agent': AGENTS.windows, ...hinted('Brave', 'Windows') }, 'Brave, Windows, desktop'],
    [
      'Chrome',
      { 'user-agent': AGENTS.windows, ...hinted('Google Chrome', 'Windows') },
      'Chrome, Windows, desktop',
    ],
    [
      'Edge',
      { 'user-agent': AGENTS.edge, ...hinted('Microsoft Edge', 'Windows') },
      'Microsoft Edge, Windows, desktop',
    ],
    [
      'a phone',
      { 'user-agent': AGENTS.phone, ...hinted('Brave', 'Android', '?1') },
      'Brave, Android, mobile',
    ],
    [
      'a Chromebook',
      { 'user-agent': AGENTS.chromebook, ...hinted('Google Chrome', 'Chrome OS') },
      'Chrome, Chrome OS, desktop',
    ],
    // Its page is laid out for a desktop, and its agent says so.
    [
      'a phone that asks for the desktop',
      { 'user-agent': AGENTS.linux, ...hinted('Brave', 'Android', '?1') },
      'Brave, Android, desktop',
    ],
    ['no hints', { 'user-agent': AGENTS.windows }, 'Chrome, Windows, desktop'],
    [
      'an agent with a name of its own',
      { 'user-agent': AGENTS.edge, ...hinted('Brave', 'Windows') },
      'Microsoft Edge, Windows, desktop',
    ],
    ['another engine', { 'user-agent': AGENTS.firefox }, 'Firefox, Linux, desktop'],
    [
      'junk',
      { 'user-agent': AGENTS.windows, 'sec-ch-ua': 'Brave', 'sec-ch-ua-platform': 'x'.repeat(9_000) },
      'Chrome, Windows, desktop',
    ],
  ];
  test('knows browsers that go by the agent of another one', async () => {
    const project = await addProject(heat, 'Shop');
    for (const [index, [, headers]] of cases.entries())
      await send(project.writeKey, { id: `s${index}`, headers, device: { screenW: 800, screenH: 1280 } });
    const sessions = new Map((await sessionsOf(project)).map((one) => [one.clientSessionId, wordsOf(one)]));
    const found = cases.map(([what], index) => [what, sessions.get(`s${index}`)]);
    expect(found).toEqual(cases.map(([what, , expected]) => [what, expected]));

    // Out and in again: what the agent alone does not say travels beside it.
    const scope = resolveScope(
      { period: '24h' },
      { projectNo: project.no, timeZone: 'UTC' },
      heat.clock.nowMs(),
    );
    const lines = await Array.fromAsync(exportRecorded(heat.rooms.reports, { scope }));
    const copy = await addProject(heat, 'Copy');
    const imported = await heat.call('POST', `/api/v1/projects/${copy.id}/import`, {
      json: lines
        .join('')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
      bearer: copy.apiKey,
    });
    expect(await imported.json()).toMatchObject({ accepted: cases.length });
    await heat.applyAll();
    const copied = new Map((await sessionsOf(copy)).map((one) => [one.clientSessionId, wordsOf(one)]));
    expect(copied).toEqual(sessions);
  });

  const [with_, without] = [hinted('Brave', 'Chrome OS'), {}];
  test.each([
    ['first', with_, without, 'Brave, Chrome OS, desktop'],
    ['later', without, with_, 'Chrome, Chrome OS, desktop'],
  ])(
    'leaves a session whole whose hints come %s, and keeps to how it began',
    async (name, early, late, expected) => {
      const project = await addProject(heat, `Hints ${name}`);
      const requests = [early, late].map((headers, index) => ({
        ...{ id: 's', atMs: index * 60_000, device: { screenW: 1366, screenH: 768 } },
        headers: { 'user-agent': AGENTS.chromebook, ...headers },
      }));
      // The later one arrives first.
      for (const request of requests.reverse()) await send(project.writeKey, request);
      expect((await sessionsOf(project)).map(wordsOf)).toEqual([expected]);
    },
  );

  test('takes hints for nobody but the browser that sent them', async () => {
    const project = await addProject(heat, 'Passed on');
    const headers = { 'user-agent': AGENTS.windows, ...hinted('Brave', 'Windows') };
    await send(project.writeKey, { id: 's', headers, device: { ua: AGENTS.linux } });
    expect((await sessionsOf(project)).map(wordsOf)).toEqual(['Chrome, Linux, desktop']);
  });
});
