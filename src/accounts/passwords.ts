// Hashes and checks passwords with argon2id, a few at a time: each one takes 64 MiB and a fifth of a second.
// Knows no accounts; who may try how often is throttle.ts.

import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';

export type Passwords = {
  /** Hash to store. Throws `unavailable` (busy) when too many wait already. */
  hash(password: string): Promise<string>;
  /** Whether the password belongs to the hash; null stands for an unknown account and takes just as long. */
  verify(password: string, hash: string | null): Promise<boolean>;
};

/** Cost of one hash: memory in KiB and passes. Tests choose a cheap one. */
export type PasswordCost = { memoryKib: number; passes: number };

/** What computes the hashes: Bun's own, or that and a counter beside it. */
export type HashEngine = Pick<typeof Bun.password, 'hash' | 'verify'>;

const COST: PasswordCost = { memoryKib: 65_536, passes: 2 };
/** Salt and digest of no password at all; checking against it costs what a real check costs. */
const NOBODY = 'aGVhdGhlYXRoZWF0aGVhdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

export function createPasswords(cost: PasswordCost = COST, engine: HashEngine = Bun.password): Passwords {
  const { memoryKib, passes } = cost;
  const dummy = `$argon2id$v=19$m=${memoryKib},t=${passes},p=1$${NOBODY}`;
  const inTurn = createTurns();
  return {
    hash(password) {
      const options = { algorithm: 'argon2id', memoryCost: memoryKib, timeCost: passes } as const;
      return inTurn(() => engine.hash(password, options));
    },
    async verify(password, hash) {
      // Bun throws for an empty password and for a hash form it does not know.
      if (password === '') return false;
      const isKnownForm = hash?.startsWith('$argon2id$') ?? false;
      const matches = await inTurn(() => engine.verify(password, isKnownForm && hash ? hash : dummy));
      return matches && isKnownForm;
    },
  };
}

/** Lets a few run at once, a few more wait in order, and refuses the rest. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= LIMITS.passwordHashes) {
      if (waiting.length >= LIMITS.passwordHashesWaiting) throw tooBusy();
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

function tooBusy(): HeatError {
  return new HeatError({
    kind: 'unavailable',
    code: 'busy',
    message: 'Cannot check the password now: too many sign-ins at once',
    retryAfterSeconds: LIMITS.retryAfterSeconds,
  });
}
