import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import { addProject, openTestHeat, signUpOwner, type TestHeat } from '../../test/support/test-heat.ts';
import { type InstallationState, PROBE_HEADER, type SeenRequest } from '../contract/installation.ts';

let heat: TestHeat;
let key: string;
afterEach(() => heat.close());

async function open(flags: Parameters<typeof openTestHeat>[0] = {}): Promise<void> {
  heat = await openTestHeat(flags);
  key = (await addProject(heat, 'Shop')).apiKey;
}
async function state(bearer = key): Promise<InstallationState> {
  const answer = await heat.call('GET', '/api/v1/installation', { bearer });
  expect(answer.status).toBe(200);
  return (await answer.json()) as InstallationState;
}

describe('GET /api/v1/installation', () => {
  beforeEach(() =>
    open({
      flags: { publicUrl: 'https://heat.example', countryHeader: 'cf-ipcountry', trustProxy: '10.0.0.1' },
    }),
  );

  test('tells settings, bounds and how the last 24 hours went', async () => {
    await heat.call('GET', '/api/v1/projects/none', {
      bearer: key,
      headers: { 'x-forwarded-for': '9.9.9.9' },
    });
    heat.applying.trouble = 'storage_full';
    expect((await heat.call('GET', '/health/ready')).status).toBe(503);
    const told = await state();
    expect(told).toMatchObject({
      publicUrl: 'https://heat.example',
      host: '127.0.0.1',
      trustsProxies: true,
      countryHeader: 'cf-ipcountry',
      durability: 'full',
      recent: { all: 2, tooMany: 0, unavailable: 1, failed: 0, unheard: 1 },
      refusals: [],
    });
    expect(told.memoryBytes).toBeGreaterThan(1e6);
    expect(told.memoryMostBytes ?? Number.POSITIVE_INFINITY).toBeGreaterThan(told.memoryBytes);
    heat.clock.advance(25 * 3_600_000);
    expect((await state()).recent).toMatchObject({ all: 0, unavailable: 0, unheard: 0 });
  });

  test('tells what the door refused, with project, reason and host', async () => {
    await heat.rooms.projects.update('shop', { origins: ['https://shop.example'] }, 'terminal');
    const project = await heat.rooms.projects.find('shop');
    const send = (writeKey: string, origin: string) =>
      heat.call('POST', '/ingest', { json: {}, headers: { 'x-project-key': writeKey, origin } });
    await send(project?.writeKey ?? '', 'https://www.shop.example');
    await send(project?.writeKey ?? '', 'https://www.shop.example');
    await send('hw_unknown', 'https://old.example');
    const { token } = await signUpOwner(heat);
    expect((await state(token)).refusals).toEqual([
      {
        project: 'shop',
        code: 'wrong_origin',
        count: 2,
        lastAtMs: heat.clock.nowMs(),
        lastHost: 'www.shop.example',
      },
      { project: '', code: 'unknown_key', count: 1, lastAtMs: heat.clock.nowMs(), lastHost: 'old.example' },
    ]);
    // A key of one project hears nothing of the hosts of another's.
    expect((await state()).refusals.map(({ code }) => code)).toEqual(['wrong_origin']);
    const { apiKey } = await addProject(heat, 'Blog');
    expect((await state(apiKey)).refusals).toEqual([]);
  });
});

describe('GET /health/seen', () => {
  test('is not there for whoever brings no probe of this process, or another one', async () => {
    await open();
    const { probe } = await state();
    expect(probe.length).toBeGreaterThanOrEqual(43);
    for (const given of [undefined, '', 'x'.repeat(probe.length), `${probe}x`]) {
      const headers: Record<string, string> = given === undefined ? {} : { [PROBE_HEADER]: given };
      expect((await heat.call('GET', '/health/seen', { headers })).status).toBe(404);
    }
    expect((await heat.call('GET', '/health/seen', { headers: { [PROBE_HEADER]: probe } })).status).toBe(200);
  });

  test('tells that a proxy spoke which is not trusted', async () => {
    await open({ flags: { countryHeader: 'cf-ipcountry', trustProxy: '10.0.0.1' } });
    const { probe } = await state();
    const see = async (headers: Record<string, string>) =>
      (await (
        await heat.call('GET', '/health/seen', { headers: { [PROBE_HEADER]: probe, ...headers } })
      ).json()) as SeenRequest;
    expect(await see({})).toEqual({
      ...{ proxy: 'none', isForwarded: false, from: 'unknown', isHttps: false, hasCountry: false },
    });
    expect(
      await see({ 'x-forwarded-for': '9.9.9.9', 'x-forwarded-proto': 'https', 'cf-ipcountry': 'AT' }),
    ).toEqual({
      ...{ proxy: 'unheard', isForwarded: true, from: 'unknown', isHttps: false, hasCountry: false },
    });
  });
});
