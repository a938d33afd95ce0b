// Which country visitors get, over a real connection: by header, by database, by neither.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { writeFileSync } from 'node:fs';
import { findInFolder } from '../../test/support/find-bytes.ts';
import { compactBody } from '../../test/support/ingest-bodies.ts';
import { ipDatabaseFile } from '../../test/support/ip-database-file.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { InstallationState } from '../contract/installation.ts';
import { HeatError } from '../lib/errors.ts';

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const dir = tempDir();
const file = dir.join('countries.mmdb');
const open: TestHeat[] = [];
beforeAll(() => {
  const networks = [
    ['81.2.69.0/24', { country: { iso_code: 'GB' } }],
    ['2a02:810d::/32', { country: { iso_code: 'DE' } }],
  ] as const;
  writeFileSync(file, ipDatabaseFile({ networks, kind: 'Test-Country' }));
});
afterAll(async () => {
  for (const heat of open) await heat.close();
  dir[Symbol.dispose]();
});

async function openHeat(flags: Record<string, string>): Promise<TestHeat> {
  const heat = await openTestHeat({ flags });
  open.push(heat);
  return heat;
}

/** The country that each sender's session has, as the list of sessions tells it. */
async function countriesOf(
  heat: TestHeat,
  senders: readonly Record<string, string>[],
): Promise<(string | null)[]> {
  const { writeKey, apiKey } = await addProject(heat, 'Shop');
  const { url } = await heat.server.start();
  const nowMs = heat.clock.nowMs();
  for (const [index, headers] of senders.entries()) {
    const session = { id: `s${index}`, startedAt: nowMs, lastSeenAt: nowMs };
    const body = compactBody(undefined, {
      session,
      sentAt: nowMs,
      t0: nowMs - 60_000,
      visitorId: `v${index}`,
    });
    const answer = await fetch(`${url}/ingest`, {
      method: 'POST',
      headers: { 'user-agent': AGENT, 'x-project-key': writeKey, ...headers },
      body: JSON.stringify(body),
    });
    expect(await answer.json()).toMatchObject({ accepted: 1 });
  }
  await heat.applyAll();
  const answer = await heat.call('GET', '/api/v1/projects/shop/sessions?period=24h&limit=100', {
    bearer: apiKey,
  });
  const { items } = (await answer.json()) as { items: { clientSessionId: string; country: string | null }[] };
  expect(items.length).toBe(senders.length);
  const countries = new Map(items.map(({ clientSessionId, country }) => [clientSessionId, country]));
  return senders.map((_, index) => countries.get(`s${index}`) ?? null);
}

describe('countryOf()', () => {
  const HEADER = 'cf-ipcountry';
  const cases: [what: string, headers: Record<string, string>, expected: string | null][] = [
    ['the address', { 'x-forwarded-for': '81.2.69.160' }, 'GB'],
    ['a newer address', { 'x-forwarded-for': '2a02:810d::1' }, 'DE'],
    ['an older address in a newer one', { 'x-forwarded-for': '::ffff:81.2.69.160' }, 'GB'],
    ['an address that the database does not have', { 'x-forwarded-for': '81.2.70.1' }, null],
    ['an address behind a forged one', { 'x-forwarded-for': '2a02:810d::1, 81.2.69.160' }, 'GB'],
    ['a private address', { 'x-forwarded-for': '10.0.0.9' }, null],
    ['the proxy itself', {}, null],
    [
      'the header, though the database says otherwise',
      { 'x-forwarded-for': '81.2.69.160', [HEADER]: 'fr' },
      'FR',
    ],
    ['the header alone', { [HEADER]: 'FR' }, 'FR'],
    ['a header that names no country', { 'x-forwarded-for': '81.2.69.160', [HEADER]: 'XX' }, 'GB'],
    ['a header of junk', { 'x-forwarded-for': '81.2.69.160', [HEADER]: 'Great Britain' }, 'GB'],
    ['Tor, where the address is that of an exit', { 'x-forwarded-for': '81.2.69.160', [HEADER]: 'T1' }, null],
  ];
  test('gives what the trusted proxy names, else what the database has for the address', async () => {
    const heat = await openHeat({ trustProxy: 'loopback', countryHeader: HEADER, ipDatabase: file });
    const found = await countriesOf(
      heat,
      cases.map(([, headers]) => headers),
    );
    expect(cases.map(([what], index) => [what, found[index]])).toEqual(
      cases.map(([what, , to]) => [what, to]),
    );
    expect(findInFolder(heat.dataDir, ['81.2.69.160', '2a02:810d::1', '81.2.70.1'])).toEqual([]);
  });

  test('believes nobody where no proxy is trusted', async () => {
    const heat = await openHeat({ ipDatabase: file });
    expect(await countriesOf(heat, [{ 'x-forwarded-for': '81.2.69.160', [HEADER]: 'FR' }])).toEqual([null]);
  });
});

describe('createHttpServer()', () => {
  test('tells the operator of its database', async () => {
    const heat = await openHeat({ ipDatabase: file });
    const { apiKey } = await addProject(heat, 'Shop');
    const told = await heat.call('GET', '/api/v1/installation', { bearer: apiKey });
    expect(((await told.json()) as InstallationState).ipDatabase).toMatchObject({
      file,
      kind: 'Test-Country',
    });
  });

  test('does not start with one that cannot be used', async () => {
    const error = await openTestHeat({ flags: { ipDatabase: dir.join('none.mmdb') } }).catch(
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(HeatError);
    expect(error.message).toContain('there is no such file');
  });
});
