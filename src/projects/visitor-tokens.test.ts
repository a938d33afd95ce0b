import { expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import type { VisitorTokens } from '../contract/visitor-tokens.ts';
import { HeatError } from '../lib/errors.ts';
import { checkVisitorTokens } from './visitor-tokens.ts';

const ec = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43), kid: 'a' };
const rsa = { kty: 'RSA', n: 'n'.repeat(342), e: 'AQAB' };
const set = (...keys: unknown[]) => JSON.stringify({ keys });
const good: VisitorTokens = {
  mode: 'jwt',
  issuer: ' https://id.example ',
  audience: 'heat',
  jwks: 'https://id.example/.well-known/jwks.json',
};
const check = (change: Partial<VisitorTokens>, allowedHosts: string[] = []) =>
  checkVisitorTokens({ ...good, ...change }, { allowedHosts });

test('checkVisitorTokens() trims, and keeps of a set what can be used', () => {
  expect(check({}).issuer).toBe('https://id.example');
  expect(JSON.parse(check({ jwks: ` ${set(ec, rsa, { kty: 'EC', crv: 'P-384' }, 7)}` }).jwks)).toEqual({
    keys: [ec, rsa],
  });
  expect(check({ mode: 'key', issuer: '', audience: '', jwks: '' })).toEqual({
    mode: 'key',
    issuer: '',
    audience: '',
    jwks: '',
  });
  expect(check({ jwks: 'http://localhost:9/keys' }, ['localhost:9']).jwks).toBe('http://localhost:9/keys');
});

const bad: [what: string, change: Partial<VisitorTokens>, code: string][] = [
  ['another mode', { mode: 'none' as 'key' }, 'bad_visitor_tokens'],
  ['no issuer', { issuer: ' ' }, 'bad_visitor_tokens'],
  ['no audience', { audience: '' }, 'bad_visitor_tokens'],
  ['a long issuer', { issuer: 'x'.repeat(LIMITS.textChars + 1) }, 'bad_visitor_tokens'],
  ['no keys', { jwks: '' }, 'bad_visitor_tokens'],
  ['an address without https', { jwks: 'http://id.example/keys' }, 'bad_key_set'],
  ['an address of this machine', { jwks: 'https://localhost/keys' }, 'bad_key_set'],
  ['an address in a private network', { jwks: 'https://10.0.0.1/keys' }, 'bad_key_set'],
  ['the address of cloud metadata', { jwks: 'https://169.254.169.254/' }, 'bad_key_set'],
  ['an address with a password', { jwks: 'https://a:b@id.example/keys' }, 'bad_key_set'],
  ['another scheme', { jwks: 'file:///etc/passwd' }, 'bad_key_set'],
  ['half a set', { jwks: '{"keys": [' }, 'bad_key_set'],
  ['an empty set', { jwks: set() }, 'bad_key_set'],
  ['a shared secret', { jwks: set({ kty: 'oct', k: 'abc' }, ec) }, 'bad_key_set'],
  ['a private key', { jwks: set({ ...ec, d: 'abc' }) }, 'bad_key_set'],
  ['a short RSA key', { jwks: set({ ...rsa, n: 'n'.repeat(171) }) }, 'bad_key_set'],
  ['a key for encryption', { jwks: set({ ...rsa, use: 'enc' }) }, 'bad_key_set'],
  ['a huge set', { jwks: set(ec, 'x'.repeat(LIMITS.keySetBytes)) }, 'bad_key_set'],
];
test.each(bad)('checkVisitorTokens() refuses %s', (_, change, code) => {
  try {
    check(change);
  } catch (error) {
    expect(error).toBeInstanceOf(HeatError);
    expect([(error as HeatError).kind, (error as HeatError).faultCode]).toEqual(['invalid', code]);
    return;
  }
  throw new Error('was taken');
});
