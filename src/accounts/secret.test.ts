import { describe, expect, test } from 'bun:test';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tempDir } from '../../test/support/temp-dir.ts';
import { loadSecret } from './secret.ts';

describe('loadSecret()', () => {
  test('loadSecret() makes a private secret once', async () => {
    using dir = tempDir();
    const [first, second] = await Promise.all([loadSecret(dir.path), loadSecret(dir.path)]);
    expect(second).toBe(first);
    expect(Buffer.from(first, 'base64url')).toHaveLength(32);
    expect(await loadSecret(dir.path)).toBe(first);
    expect(readFileSync(dir.join('secret'), 'utf8').trim()).toBe(first);
    expect(readdirSync(dir.path)).toEqual(['secret']);
    expect(statSync(dir.join('secret')).mode & 0o777).toBe(0o600);
  });

  test('loadSecret() closes a secret that others could read', async () => {
    using dir = tempDir();
    await loadSecret(dir.path);
    chmodSync(dir.join('secret'), 0o644);
    await loadSecret(dir.path);
    expect(statSync(dir.join('secret')).mode & 0o777).toBe(0o600);
  });

  test('loadSecret() takes the override and writes nothing', async () => {
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
    test(`loadSecret() refuses "${secret.slice(0, 24)}" from the environment and from the file`, async () => {
      using dir = tempDir();
      const refusal = { kind: 'invalid', faultCode: 'weak_secret' };
      await expect(loadSecret(dir.path, secret)).rejects.toMatchObject(refusal);
      writeFileSync(dir.join('secret'), secret);
      await expect(loadSecret(dir.path)).rejects.toMatchObject(refusal);
      expect(readFileSync(dir.join('secret'), 'utf8')).toBe(secret);
    });
  }

  test('loadSecret() refuses an empty file', async () => {
    using dir = tempDir();
    writeFileSync(dir.join('secret'), '');
    await expect(loadSecret(dir.path)).rejects.toMatchObject({ faultCode: 'weak_secret' });
  });

  test('loadSecret() never tells the secret in its message', async () => {
    using dir = tempDir();
    const error = await loadSecret(dir.path, 'hunter2hunter2').catch(String);
    expect(error).not.toContain('hunter2');
  });
});
