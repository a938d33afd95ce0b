// Why requests with events were refused, in words, and which part of the settings lets them in. Pure.

import { LIMITS } from '../../src/contract/limits.ts';

export type RefusalWords = {
  why: string;
  todo: string;
  /** Id of that part of the settings. */
  part?: 'origins' | 'snippet' | 'keys' | 'tokens';
};

const TOO_LARGE: RefusalWords = {
  why: 'They are too large',
  todo: `Send smaller batches: at most ${LIMITS.bodyBytes / 1e6} MB and ${LIMITS.batchEvents} events.`,
};
const TOKENS: RefusalWords = {
  why: 'This project asks for a token of your sign-in, and theirs is none that counts',
  todo: 'Compare issuer, audience and keys with what your sign-in gives out.',
  part: 'tokens',
};

const WORDS: ReadonlyMap<string, RefusalWords> = new Map<string, RefusalWords>([
  [
    'wrong_origin',
    { why: 'Their origin is not allowed', todo: 'If these pages are yours, allow it.', part: 'origins' },
  ],
  [
    'replaced_key',
    {
      why: 'Their write key was replaced and has ended',
      todo: 'Paste today’s snippet into the pages that still have the old one.',
      part: 'snippet',
    },
  ],
  ['wrong_scope', { why: 'Their API key may only read', todo: 'Use one that may write.', part: 'keys' }],
  ['rate_limited', { why: 'Too many came at once', todo: 'If they were wanted, heat serve can allow more.' }],
  ['body_too_large', TOO_LARGE],
  ['too_many_events', TOO_LARGE],
  [
    'session_full',
    {
      why: 'Their session has as many events as one may have',
      todo: 'Give each visit an id of its own; servers send by API key.',
    },
  ],
  ['token_needed', TOKENS],
  ['bad_token', TOKENS],
  ['expired_token', TOKENS],
  [
    'keys_unavailable',
    {
      why: 'The public keys of your sign-in cannot be fetched',
      todo: 'See that their address answers.',
      part: 'tokens',
    },
  ],
]);

/** `code` as the API tells it; `hasHost` when the requests named where they come from. */
export function refusalWords(code: string, hasHost: boolean): RefusalWords {
  if (code === 'wrong_origin' && !hasHost)
    return {
      why: 'Their origin is not allowed; the last one named none, as programs do',
      todo: 'Programs need an API key that may write.',
      part: 'keys',
    };
  if (code === 'overloaded' || code.startsWith('storage_'))
    return { why: 'heat could not store them', todo: 'Trackers send them again. heat doctor says why.' };
  return (
    WORDS.get(code) ?? {
      why: 'They cannot be read as events',
      todo: 'If a program of yours sends them, its answers say what is wrong.',
    }
  );
}
