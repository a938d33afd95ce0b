import { expect, test } from 'bun:test';
import { refusalWords } from './refusal-words.ts';

test.each<[code: string, hasHost: boolean, why: RegExp, part: string | undefined]>([
  ['wrong_origin', true, /origin is not allowed/, 'origins'],
  ['wrong_origin', false, /as programs do/, 'keys'],
  ['replaced_key', true, /replaced and has ended/, 'snippet'],
  ['wrong_scope', false, /only read/, 'keys'],
  ['too_many_events', true, /too large/, undefined],
  ['expired_token', true, /token/, 'tokens'],
  ['storage_full', true, /could not store/, undefined],
  ['overloaded', true, /could not store/, undefined],
  ['no_valid_events', true, /cannot be read/, undefined],
  ['__proto__', true, /cannot be read/, undefined],
])('refusalWords(%p, %p) says why, and which part of the settings mends it', (code, hasHost, why, part) => {
  const words = refusalWords(code, hasHost);
  expect(words.why).toMatch(why);
  expect(words.part).toBe(part as 'keys');
});
