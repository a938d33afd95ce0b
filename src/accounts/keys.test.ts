import { Database } from 'bun:sqlite';
import { describe, expect, test } from 'bun:test';
import { testCatalog } from '../../test/support/catalog.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { KEY_SCOPES } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import type { NamedRate } from '../lib/token-bucket.ts';
import { createKeys, type KeyChange } from './keys.ts';

const ANYWHERE = { address: '203.0.113.7' };

describe('createKeys()', () => {
  for (const scope of KEY_SCOPES) {
    test(`createKey() hands out a ${scope} key once, and useKey() knows it`, async () => {
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
      expect(await data.keys.useKey(secret, ANYWHERE)).toEqual({
        keyId: key.id,
        projectNo: 1,
        scope,
        rate: null,
      });
      expect(await data.keys.checkKey(secret, null)).toEqual({ keyId: key.id, projectNo: 1, scope });
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

  test('useKey() answers null for anything that is not exactly the key', async () => {
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
      expect(await data.keys.useKey(text, ANYWHERE)).toBeNull();
    }
    expect(await data.keys.useKey(secret, ANYWHERE)).not.toBeNull();
  });

  test('useKey() answers null from the moment the key expires', async () => {
    await using data = await arrange();
    const expiresAtMs = data.clock.nowMs() + 1000;
    const request = { projectNo: 1, name: 'k', scope: 'read' as const, expiresAtMs };
    const { secret } = await data.keys.createKey(request, 'terminal');
    data.clock.advance(999);
    expect(await data.keys.useKey(secret, ANYWHERE)).not.toBeNull();
    data.clock.advance(1);
    expect(await data.keys.useKey(secret, ANYWHERE)).toBeNull();
  });

  test('revokeKey() counts from the next request, also when another process did it', async () => {
    await using data = await arrange();
    for (const keys of [data.keys, data.terminal]) {
      const { key, secret } = await data.create();
      expect(await data.keys.useKey(secret, ANYWHERE)).not.toBeNull();
      await keys.revokeKey({ projectNo: 1, keyId: key.id }, 'terminal');
      expect(await data.keys.useKey(secret, ANYWHERE)).toBeNull();
    }
    const dates = (await data.keys.listKeys(1)).map(({ revokedAtMs }) => revokedAtMs);
    expect(dates).toEqual([data.clock.nowMs(), data.clock.nowMs()]);
  });

  test('removeKey() counts from the next request, leaves the list, and says in the log what the key was for', async () => {
    await using data = await arrange();
    const { key, secret } = await data.create();
    const named = { keyId: key.id, for: 'a piece of work' };
    const foreign = data.keys.removeKey({ ...named, projectNo: 2 }, 'terminal');
    await expect(foreign).rejects.toMatchObject({ kind: 'not_found' });
    expect(await data.keys.useKey(secret, ANYWHERE)).not.toBeNull();
    await data.terminal.removeKey({ ...named, projectNo: 1 }, 'terminal');
    expect(await data.keys.useKey(secret, ANYWHERE)).toBeNull();
    await data.keys.noteKeyUsage();
    expect(await data.keys.listKeys(1)).toEqual([]);
    expect((await data.catalog.listAudit({ beforeId: null, limit: 1 })).rows[0]).toMatchObject({
      ...{ actor: 'terminal', action: 'key.remove', target: `key:${key.id}`, details: 'a piece of work' },
    });
  });

  test('revokeKey() throws not_found for the key of another project', async () => {
    await using data = await arrange();
    const { key, secret } = await data.create();
    const foreign = data.keys.revokeKey({ projectNo: 2, keyId: key.id }, 'key:x');
    await expect(foreign).rejects.toMatchObject({ kind: 'not_found' });
    expect(await data.keys.useKey(secret, ANYWHERE)).not.toBeNull();
  });

  test('rotateKey() gives another secret the same rights, and ends the old one at once or in time', async () => {
    await using data = await arrange();
    const { keys, clock } = data;
    const expiresAtMs = clock.nowMs() + 90 * 3_600_000;
    const rules = { addresses: ['203.0.113.0/24'], perMinute: 30, expiresAtMs };
    const first = await keys.createKey({ projectNo: 1, name: 'CI', scope: 'admin', ...rules }, 'terminal');
    const works = async (secret: string) => (await keys.useKey(secret, ANYWHERE)) !== null;
    const rotate = (keyId: string, hours: number) =>
      keys.rotateKey({ projectNo: 1, keyId }, hours, 'terminal');

    const second = await rotate(first.key.id, 0);
    expect(second.key).toMatchObject({ name: 'CI', scope: 'admin', ...rules, lastUsedAtMs: null });
    expect(second.secret).not.toBe(first.secret);
    expect([await works(first.secret), await works(second.secret)]).toEqual([false, true]);

    const third = await rotate(second.key.id, 2);
    clock.advance(2 * 3_600_000 - 1);
    expect([await works(second.secret), await works(third.secret)]).toEqual([true, true]);
    clock.advance(1);
    expect([await works(second.secret), await works(third.secret)]).toEqual([false, true]);

    // Nothing makes a key live longer than it was given.
    await rotate(third.key.id, 24 * 7);
    const listed = await keys.listKeys(1);
    expect(listed.find(({ id }) => id === third.key.id)?.expiresAtMs).toBe(expiresAtMs);
    for (const hours of [-1, 1.5, Number.NaN, LIMITS.oldKeyHours + 1])
      await expect(rotate(third.key.id, hours)).rejects.toMatchObject({ faultCode: 'invalid_overlap' });
    await expect(rotate(second.key.id, 0)).rejects.toMatchObject({
      kind: 'conflict',
      faultCode: 'key_ended',
    });
    await expect(rotate('nothing', 0)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(keys.rotateKey({ projectNo: 2, keyId: third.key.id }, 0, 'terminal')).rejects.toMatchObject({
      kind: 'not_found',
    });
  });

  test('rotateKey() finds room for one key more only where the old one goes', async () => {
    await using data = await arrange();
    const made = await Promise.all(Array.from({ length: LIMITS.keysPerProject }, data.create));
    const key = { projectNo: 1, keyId: made[0]?.key.id ?? '' };
    await expect(data.keys.rotateKey(key, 1, 'terminal')).rejects.toMatchObject({
      faultCode: 'too_many_keys',
    });
    expect((await data.keys.rotateKey(key, 0, 'terminal')).secret).toStartWith('heat_r_');
  });

  test('useKey() refuses the keys of a removed project', async () => {
    await using data = await arrange();
    const { secret } = await data.create();
    expect(await data.keys.useKey(secret, ANYWHERE)).not.toBeNull();
    await data.catalog.removeProject('shop');
    expect(await data.keys.useKey(secret, ANYWHERE)).toBeNull();
  });

  test('useKey() notes the last use at most once a minute', async () => {
    await using data = await arrange();
    const { secret } = await data.create();
    const startMs = data.clock.nowMs();
    const lastUsed = async () => (await data.keys.listKeys(1))[0]?.lastUsedAtMs;
    await data.keys.useKey(secret, ANYWHERE);
    expect(await lastUsed()).toBe(startMs);
    data.clock.advance(LIMITS.keyTouchMs - 1);
    const before = await data.catalog.version();
    for (let count = 0; count < 10; count += 1) await data.keys.useKey(secret, ANYWHERE);
    expect(await data.catalog.version()).toBe(before);
    expect(await lastUsed()).toBe(startMs);
    data.clock.advance(1);
    await data.keys.useKey(secret, ANYWHERE);
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

  test('useKey() refuses a key from an address that it is not made for, and says no more than of an unknown one', async () => {
    await using data = await arrange();
    const addresses = ['192.0.2.7', '10.0.0.0/8 ', '2001:DB8::/32'];
    const request = { projectNo: 1, name: 'k', scope: 'read' as const, addresses };
    const { key, secret } = await data.keys.createKey(request, 'terminal');
    expect(key.addresses).toEqual(['192.0.2.7', '10.0.0.0/8', '2001:db8::/32']);
    for (const address of ['192.0.2.7', '10.255.0.1', '2001:db8:1::5']) {
      expect(await data.keys.useKey(secret, { address })).not.toBeNull();
      expect(await data.keys.checkKey(secret, address)).not.toBeNull();
    }
    for (const address of ['192.0.2.8', '11.0.0.1', '2001:db9::1', '', null]) {
      expect(await data.keys.useKey(secret, { address })).toBeNull();
      expect(await data.keys.checkKey(secret, address)).toBeNull();
    }
    await data.terminal.updateKey({ projectNo: 1, keyId: key.id }, { addresses: [] }, 'terminal');
    expect(await data.keys.useKey(secret, { address: '192.0.2.8' })).not.toBeNull();
  });

  test('useKey() keeps to the own limit of a key, whatever comes over other keys', async () => {
    await using data = await arrange();
    const request = { projectNo: 1, name: 'k', scope: 'read' as const, perMinute: 3 };
    const { secret } = await data.keys.createKey(request, 'terminal');
    const other = await data.create();
    const left: (number | undefined)[] = [];
    for (let count = 0; count < 3; count += 1)
      left.push((await data.keys.useKey(secret, ANYWHERE))?.rate?.remaining);
    expect(left).toEqual([2, 1, 0]);
    const told: NamedRate[] = [];
    const refused = data.keys.useKey(secret, { address: null, onRate: (rate) => told.push(rate) });
    await expect(refused).rejects.toMatchObject({ kind: 'rate_limited', retryAfterSeconds: 20 });
    expect(told).toEqual([{ name: 'key', limit: 3, windowSeconds: 60, remaining: 0, resetSeconds: 60 }]);
    expect(await data.keys.useKey(other.secret, ANYWHERE)).not.toBeNull();
    data.clock.advance(20_000);
    expect(await data.keys.useKey(secret, ANYWHERE)).not.toBeNull();
  });

  test('listKeyUsage() tells requests by day, refused ones too, and forgets them in time', async () => {
    await using data = await arrange();
    const { key, secret } = await data.create();
    const narrow = await data.keys.createKey(
      { projectNo: 1, name: 'n', scope: 'read', addresses: ['::1'], perMinute: 1 },
      'terminal',
    );
    for (let count = 0; count < 3; count += 1) await data.keys.useKey(secret, ANYWHERE);
    await data.keys.useKey(narrow.secret, ANYWHERE);
    await data.keys.useKey(narrow.secret, { address: '::1' });
    await data.keys.useKey(narrow.secret, { address: '::1' }).catch(() => {});
    await data.keys.checkKey(secret, null);
    await data.keys.useKey(`heat_r_${'0'.repeat(12)}_${'a'.repeat(43)}`, ANYWHERE);
    const today = new Date(data.clock.nowMs()).toISOString().slice(0, 10);
    const usage = async (days: number) =>
      (await data.keys.listKeyUsage(1, days)).sort(
        (a, b) => b.requests - a.requests || a.refused - b.refused,
      );
    const first = [
      { keyId: key.id, day: today, requests: 3, refused: 0 },
      { keyId: narrow.key.id, day: today, requests: 3, refused: 2 },
    ];
    expect(await usage(1)).toEqual(first);
    data.clock.advance(86_400_000);
    expect(await usage(1)).toEqual([]);
    await data.keys.useKey(secret, ANYWHERE);
    expect((await usage(2)).length).toBe(3);
    data.clock.advance(LIMITS.keyUsageDays * 86_400_000);
    await data.keys.useKey(secret, ANYWHERE);
    await data.keys.noteKeyUsage();
    expect(await data.catalog.listKeyUsage(1, 0)).toHaveLength(1);
  });

  test('noteKeyUsage() loses nothing when the disk refuses', async () => {
    await using data = await arrange();
    const { secret } = await data.create();
    await data.keys.useKey(secret, ANYWHERE);
    const add = data.catalog.addKeyUsage;
    data.catalog.addKeyUsage = () => Promise.reject(new Error('full'));
    await expect(data.keys.noteKeyUsage()).rejects.toThrow('full');
    data.catalog.addKeyUsage = add;
    await data.keys.useKey(secret, ANYWHERE);
    expect((await data.keys.listKeyUsage(1, 1))[0]?.requests).toBe(2);
  });

  test('updateKey() checks what it is given, and changes no key of another project', async () => {
    await using data = await arrange();
    const { key } = await data.create();
    const own = { projectNo: 1, keyId: key.id };
    const bad: [change: KeyChange, code: string][] = [
      [{ addresses: ['300.1.1.1'] }, 'invalid_address'],
      [{ addresses: ['10.0.0.0/33'] }, 'invalid_address'],
      [{ addresses: ['example.com'] }, 'invalid_address'],
      [
        { addresses: Array.from({ length: LIMITS.keyAddresses + 1 }, (_, n) => `10.0.0.${n}`) },
        'invalid_address',
      ],
      [{ perMinute: 0 }, 'invalid_limit'],
      [{ perMinute: 1.5 }, 'invalid_limit'],
      [{ perMinute: LIMITS.keyPerMinuteMost + 1 }, 'invalid_limit'],
      [{ expiresAtMs: 5 }, 'invalid_expiry'],
      [{ name: '' }, 'invalid_name'],
    ];
    for (const [change, faultCode] of bad)
      await expect(data.keys.updateKey(own, change, 'terminal')).rejects.toMatchObject({ faultCode });
    const foreign = data.keys.updateKey({ ...own, projectNo: 2 }, { name: 'mine' }, 'terminal');
    await expect(foreign).rejects.toMatchObject({ kind: 'not_found' });
    expect(await data.keys.listKeys(1)).toEqual([key]);
    const changed = await data.keys.updateKey(own, { name: 'CI', perMinute: 60 }, 'terminal');
    expect(changed).toEqual({ ...key, name: 'CI', perMinute: 60 });
  });

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
