import { describe, expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import { createPasswords, type HashEngine } from './passwords.ts';

const CHEAP = { memoryKib: 8, passes: 1 };
const PASSWORD = 'correct horse battery';

describe('createPasswords()', () => {
  test('hash() makes argon2id with the stated cost, salted anew each time', async () => {
    const passwords = createPasswords();
    const hash = await passwords.hash(PASSWORD);
    expect(hash).toStartWith('$argon2id$v=19$m=65536,t=2,p=1$');
    expect(await passwords.verify(PASSWORD, hash)).toBe(true);
    const cheap = createPasswords(CHEAP);
    expect(await cheap.hash(PASSWORD)).not.toBe(await cheap.hash(PASSWORD));
  });

  const wrong: [name: string, password: string, hash: string | null][] = [
    ['another password', `${PASSWORD}!`, '(real)'],
    ['an empty password', '', '(real)'],
    ['an unknown account', PASSWORD, null],
    ['an unknown hash form', PASSWORD, '$md5$abc'],
    ['a bcrypt hash', PASSWORD, '$2b$04$abcdefghijklmnopqrstuuWAtQGl5o0J7sEO4VpWB5Vxk1ZzQXq2K'],
    ['an empty hash', PASSWORD, ''],
  ];
  for (const [name, password, hash] of wrong) {
    test(`verify() answers false when it gets ${name}`, async () => {
      const passwords = createPasswords(CHEAP);
      const stored = hash === '(real)' ? await passwords.hash(PASSWORD) : hash;
      expect(await passwords.verify(password, stored)).toBe(false);
    });
  }

  test('verify() costs as much for an unknown account as for a wrong password', async () => {
    const { engine, costs } = counted();
    const passwords = createPasswords(CHEAP, engine);
    const hash = await passwords.hash(PASSWORD);
    await passwords.verify('wrong wrong wrong', hash);
    await passwords.verify('wrong wrong wrong', null);
    await passwords.verify('wrong wrong wrong', '$md5$abc');
    // One computation each, of the same algorithm with the same memory, passes and lanes.
    expect(costs).toEqual(Array(3).fill('$argon2id$v=19$m=8,t=1,p=1'));
  });

  test('hash() refuses with unavailable when too many wait, and goes on afterwards', async () => {
    const passwords = createPasswords(CHEAP);
    const most = LIMITS.passwordHashes + LIMITS.passwordHashesWaiting;
    const results = await Promise.allSettled(
      Array.from({ length: most + 3 }, () => passwords.hash(PASSWORD)),
    );
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(3);
    for (const { reason } of refused) {
      expect(reason).toMatchObject({ kind: 'unavailable', faultCode: 'busy', retryAfterSeconds: 2 });
    }
    expect(await passwords.verify(PASSWORD, await passwords.hash(PASSWORD))).toBe(true);
  });
});

/** Bun's own engine, and what each check cost: the hash's parameters, which say how much is computed. */
function counted(): { engine: HashEngine; costs: string[] } {
  const costs: string[] = [];
  return {
    costs,
    engine: {
      hash: Bun.password.hash,
      verify(password, hash, algorithm) {
        costs.push(String(hash).split('$').slice(0, 4).join('$'));
        return Bun.password.verify(password, hash, algorithm);
      },
    },
  };
}
