import { Database } from 'bun:sqlite';
import { describe, expect, test } from 'bun:test';
import { testCatalog } from '../../test/support/catalog.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { KEY_SCOPES } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import { createKeys } from './keys.ts';

describe('createKeys()', () => {
  for (const scope of KEY_SCOPES) {
    test(`createKey() hands out a ${scope} key once, and checkKey() knows it`, async () => {
      await using data = await arrange();
      const { key, secret } = await data.keys.createKey({ projectNo: 1, name: ' CI ', scope }, 'terminal');
      expect(secret).toMatch(new RegExp(`^heat_${scope[0]}_[0-9a-z]{12}_[A-Za-z0-9_-]{43}$`));
      expect(secret).toStartWith(key.prefix.slice(0, -1));
      expect(key).toMatchObject({
        name: 'CI',
        scope,
        lastUsedAtMs: null,
        revokedAtMs: null,
        expiresAtMs: null,
      });
      expect(await data.keys.checkKey(secret)).toEqual({ keyId: key.id, projectNo: 1, scope });
    });
  }

  test('createKey() stores no secret', async () => {
    await using data = await arrange();
    const { secret } = await data.create();
    const db = new Database(data.path, { readonly: true });
    const rows = JSON.stringify(db.query('select * from api_keys').all());
    db.close();
    expect(rows).not.toContain(secret.slice(-43));
  });

  test('checkKey() answers null for anything that is not exactly the key', async () => {
    await using data = await arrange();
    const { secret } = await data.create();
    const swapped = secret.endsWith('A') ? `${secret.slice(0, -1)}B` : `${secret.slice(0, -1)}A`;
    const wrong = [
      swapped,
      secret.slice(0, -1),
      `${secret}x`,
      ` ${secret}`,
      secret.replace('heat_r_', 'heat_a_'),
    ];
    for (const text of [...wrong, '', 'hw_abc', 'heat_r_', '__proto__', 'x'.repeat(100_000)]) {
      expect(await data.keys.checkKey(text)).toBeNull();
    }
    expect(await data.keys.checkKey(secret)).not.toBeNull();
  });

  test('checkKey() answers null from the moment the key expires', async () => {
    await using data = await arrange();
    const expiresAtMs = data.clock.nowMs() + 1000;
    const request = { projectNo: 1, name: 'k', scope: 'read' as const, expiresAtMs };
    const { secret } = await data.keys.createKey(request, 'terminal');
    data.clock.advance(999);
    expect(await data.keys.checkKey(secret)).not.toBeNull();
    data.clock.advance(1);
    expect(await data.keys.checkKey(secret)).toBeNull();
  });

  test('revokeKey() counts from the next request, also when another process did it', async () => {
    await using data = await arrange();
    for (const keys of [data.keys, data.terminal]) {
      const { key, secret } = await data.create();
      expect(await data.keys.checkKey(secret)).not.toBeNull();
      await keys.revokeKey({ projectNo: 1, keyId: key.id }, 'terminal');
      expect(await data.keys.checkKey(secret)).toBeNull();
    }
    const dates = (await data.keys.listKeys(1)).map(({ revokedAtMs }) => revokedAtMs);
    expect(dates).toEqual([data.clock.nowMs(), data.clock.nowMs()]);
  });

  test('revokeKey() throws not_found for the key of another project', async () => {
    await using data = await arrange();
    const { key, secret } = await data.create();
    const foreign = data.keys.revokeKey({ projectNo: 2, keyId: key.id }, 'key:x');
    await expect(foreign).rejects.toMatchObject({ kind: 'not_found' });
    expect(await data.keys.checkKey(secret)).not.toBeNull();
  });

  test('checkKey() refuses the keys of a removed project', async () => {
    await using data = await arrange();
    const { secret } = await data.create();
    expect(await data.keys.checkKey(secret)).not.toBeNull();
    await data.catalog.removeProject('shop');
    expect(await data.keys.checkKey(secret)).toBeNull();
  });

  test('checkKey() notes the last use at most once a minute', async () => {
    await using data = await arrange();
    const { secret } = await data.create();
    const startMs = data.clock.nowMs();
    const lastUsed = async () => (await data.keys.listKeys(1))[0]?.lastUsedAtMs;
    await data.keys.checkKey(secret);
    expect(await lastUsed()).toBe(startMs);
    data.clock.advance(LIMITS.keyTouchMs - 1);
    const before = await data.catalog.version();
    for (let count = 0; count < 10; count += 1) await data.keys.checkKey(secret);
    expect(await data.catalog.version()).toBe(before);
    expect(await lastUsed()).toBe(startMs);
    data.clock.advance(1);
    await data.keys.checkKey(secret);
    expect(await lastUsed()).toBe(startMs + LIMITS.keyTouchMs);
  });

  const refused: [name: string, change: { name?: string; expiresAtMs?: number }, code: string][] = [
    ['an empty name', { name: ' ' }, 'invalid_name'],
    ['an expiry in the past', { expiresAtMs: 5 }, 'invalid_expiry'],
    ['an expiry that is no instant', { expiresAtMs: Number.NaN }, 'invalid_expiry'],
  ];
  for (const [name, change, code] of refused) {
    test(`createKey() throws ${code} when it gets ${name}`, async () => {
      await using data = await arrange();
      const request = { projectNo: 1, name: 'k', scope: 'read' as const, ...change };
      await expect(data.keys.createKey(request, 'terminal')).rejects.toMatchObject({ faultCode: code });
    });
  }

  test('createKey() counts live keys only against the limit', async () => {
    await using data = await arrange();
    const { key } = await data.create();
    for (let count = 1; count < LIMITS.keysPerProject; count += 1) await data.create();
    await expect(data.create()).rejects.toMatchObject({ kind: 'conflict', faultCode: 'too_many_keys' });
    await data.keys.revokeKey({ projectNo: 1, keyId: key.id }, 'terminal');
    await data.create();
  });
});

async function arrange() {
  const data = await testCatalog();
  const clock = testClock();
  const facts = { name: 'Shop', origins: [], timeZone: 'UTC', writeKey: 'hw_1', createdAtMs: 1 };
  await data.catalog.createProject({ id: 'shop', ...facts });
  const keys = createKeys({ catalog: data.catalog, clock });
  return {
    keys,
    terminal: createKeys({ catalog: data.other, clock }),
    create: () => keys.createKey({ projectNo: 1, name: 'k', scope: 'read' }, 'terminal'),
    catalog: data.catalog,
    clock,
    path: data.path,
    [Symbol.asyncDispose]: () => data[Symbol.asyncDispose](),
  };
}
