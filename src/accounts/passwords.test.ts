import { describe, expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import { createPasswords } from './passwords.ts';

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
    const passwords = createPasswords({ memoryKib: 16_384, passes: 2 });
    const hash = await passwords.hash(PASSWORD);
    const known = await fastest(() => passwords.verify('wrong wrong wrong', hash));
    const unknown = await fastest(() => passwords.verify('wrong wrong wrong', null));
    expect(unknown / known).toBeGreaterThan(0.5);
    expect(unknown / known).toBeLessThan(2);
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

/** The least of several: the machine's other work only ever adds. */
async function fastest(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    await work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}
