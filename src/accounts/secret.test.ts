import { describe, expect, test } from 'bun:test';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tempDir } from '../../test/support/temp-dir.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { LIMITS } from '../contract/limits.ts';
import { type Alone, openSecrets, previousSecrets, rotateSecret } from './secret.ts';

/** Nobody else is there. */
const alone: Alone = async (work) => work();

const loadSecret = async (dataDir: string, override?: string) =>
  (await openSecrets({ dataDir, override, clock: testClock() }))()[0];

describe('openSecrets()', () => {
  test('openSecrets() makes a private secret once', async () => {
    using dir = tempDir();
    const [first, second] = await Promise.all([loadSecret(dir.path), loadSecret(dir.path)]);
    expect(second).toBe(first);
    expect(Buffer.from(first, 'base64url')).toHaveLength(32);
    expect(await loadSecret(dir.path)).toBe(first);
    expect(readFileSync(dir.join('secret'), 'utf8').trim()).toBe(first);
    expect(readdirSync(dir.path)).toEqual(['secret']);
    expect(statSync(dir.join('secret')).mode & 0o777).toBe(0o600);
  });

  test('openSecrets() closes a secret that others could read', async () => {
    using dir = tempDir();
    await loadSecret(dir.path);
    chmodSync(dir.join('secret'), 0o644);
    await loadSecret(dir.path);
    expect(statSync(dir.join('secret')).mode & 0o777).toBe(0o600);
  });

  test('openSecrets() takes the override and writes nothing', async () => {
    using dir = tempDir();
    const override = '0f8a2b7c9d1e3f4a5b6c7d8e9f0a1b2c';
    expect(await loadSecret(dir.path, override)).toBe(override);
    expect(readdirSync(dir.path)).toEqual([]);
  });

  const weak = [
    'short',
    'a'.repeat(64),
    '0123'.repeat(16),
    'change-me-change-me-change-me-1234567890',
    'your-super-secret-jwt-token-with-at-least-32-characters-long',
    'replace-me-with-a-random-string-of-32',
    'ThisIsTheDefaultSecretOfSomeDocumentation',
  ];
  for (const secret of weak) {
    test(`openSecrets() refuses "${secret.slice(0, 24)}" from the environment and from the file`, async () => {
      using dir = tempDir();
      const refusal = { kind: 'invalid', faultCode: 'weak_secret' };
      await expect(loadSecret(dir.path, secret)).rejects.toMatchObject(refusal);
      writeFileSync(dir.join('secret'), secret);
      await expect(loadSecret(dir.path)).rejects.toMatchObject(refusal);
      expect(readFileSync(dir.join('secret'), 'utf8')).toBe(secret);
    });
  }

  test('openSecrets() refuses an empty file', async () => {
    using dir = tempDir();
    writeFileSync(dir.join('secret'), '');
    await expect(loadSecret(dir.path)).rejects.toMatchObject({ faultCode: 'weak_secret' });
  });

  test('openSecrets() never tells the secret in its message', async () => {
    using dir = tempDir();
    const error = await loadSecret(dir.path, 'hunter2hunter2').catch(String);
    expect(error).not.toContain('hunter2');
  });
});

describe('rotateSecret()', () => {
  test('signs with another one, and accepts the old one until its longest token has ended', async () => {
    using dir = tempDir();
    const place = { dataDir: dir.path, clock: testClock() };
    const secrets = await openSecrets(place);
    const [first] = secrets();
    // Another process does it.
    const { previousUntilMs } = await rotateSecret(
      { ...place, clock: testClock() },
      { endSignIns: false, alone },
    );
    expect(previousUntilMs).toBe(place.clock.nowMs() + LIMITS.signInMs + LIMITS.tokenLeewayMs);
    expect(secrets()).toEqual([first]);
    place.clock.advance(LIMITS.secretCheckMs);
    const [second, ...previous] = secrets();
    expect(second).not.toBe(first);
    expect(previous).toEqual([first]);
    expect(statSync(dir.join('secret')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir.path)).toEqual(['secret']);
    expect(previousSecrets(place)).toEqual([{ untilMs: previousUntilMs ?? 0 }]);
    // The same after a restart.
    expect((await openSecrets(place))()).toEqual([second, first]);
    place.clock.advance(LIMITS.signInMs + LIMITS.tokenLeewayMs - LIMITS.secretCheckMs - 1);
    expect(secrets()).toEqual([second, first]);
    place.clock.advance(1);
    expect(secrets()).toEqual([second]);
    expect(previousSecrets(place)).toEqual([]);
  });

  test('keeps a few of them, and none when all sign-ins are to end', async () => {
    using dir = tempDir();
    const place = { dataDir: dir.path, clock: testClock() };
    const secrets = await openSecrets(place);
    for (let count = 0; count < LIMITS.previousSecrets + 3; count += 1)
      await rotateSecret(place, { endSignIns: false, alone });
    place.clock.advance(LIMITS.secretCheckMs);
    expect(new Set(secrets()).size).toBe(LIMITS.previousSecrets + 1);
    expect(await rotateSecret(place, { endSignIns: true, alone })).toEqual({ previousUntilMs: null });
    place.clock.advance(LIMITS.secretCheckMs);
    expect(secrets()).toHaveLength(1);
  });

  test('leaves what is known while the file cannot be read, and refuses what was given', async () => {
    using dir = tempDir();
    const place = { dataDir: dir.path, clock: testClock() };
    const secrets = await openSecrets(place);
    const [first] = secrets();
    writeFileSync(dir.join('secret'), 'short');
    place.clock.advance(LIMITS.secretCheckMs);
    expect(secrets()).toEqual([first]);
    const override = '0f8a2b7c9d1e3f4a5b6c7d8e9f0a1b2c';
    const given = rotateSecret({ ...place, override }, { endSignIns: false, alone });
    await expect(given).rejects.toMatchObject({ kind: 'conflict', faultCode: 'secret_given' });
  });
});
