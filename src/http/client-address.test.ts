import { describe, expect, test } from 'bun:test';
import { readAddressSet } from '../lib/address-set.ts';
import { clientOf, isLocal } from './client-address.ts';

const read = readAddressSet(['127.0.0.1', '10.0.0.0/8']);
if (!('set' in read)) throw new Error('refused a good list');
const trusted = read.set;
const request = (headers: Record<string, string> = {}) => new Request('http://localhost/', { headers });

describe('clientOf()', () => {
  const cases: [name: string, peer: string | null, forwarded: string | null, expected: string | null][] = [
    ['a peer that is no proxy', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['a trusted peer', '127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['a trusted peer on a dual-stack socket', '::ffff:127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['a chain with a forged left end', '127.0.0.1', '1.1.1.1, 198.51.100.1, 10.2.3.4', '198.51.100.1'],
    ['a chain of proxies only', '127.0.0.1', '10.0.0.9, 10.0.0.8', '10.0.0.9'],
    ['junk', '127.0.0.1', 'unknown', '127.0.0.1'],
    ['junk on the right', '127.0.0.1', '198.51.100.1, <script>', '127.0.0.1'],
    ['an empty header', '127.0.0.1', '', '127.0.0.1'],
    ['no header', '127.0.0.1', null, '127.0.0.1'],
    ['no peer', null, '198.51.100.1', null],
    ['IPv6', '10.1.1.1', '2001:db8::7', '2001:db8::7'],
  ];
  test.each(cases)('names the client behind %s', (_, peer, forwarded, expected) => {
    const headers = forwarded === null ? undefined : { 'x-forwarded-for': forwarded };
    expect(clientOf(request(headers), peer, trusted).address).toBe(expected);
  });

  test('believes x-forwarded-proto from a trusted proxy only', () => {
    const headers = { 'x-forwarded-proto': 'https' };
    expect(clientOf(request(headers), '127.0.0.1', trusted).isHttps).toBe(true);
    expect(clientOf(request(headers), '203.0.113.9', trusted).isHttps).toBe(false);
  });
});

describe('isLocal()', () => {
  const local = (headers: Record<string, string> = {}) => request({ host: 'localhost:4328', ...headers });
  test.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('is true for %s', (peer) => {
    expect(isLocal(local(), peer)).toBe(true);
  });
  test.each(['localhost', '127.0.0.1:4328', '[::1]:4328'])('is true when it asks for %s', (host) => {
    expect(isLocal(local({ host }), '127.0.0.1')).toBe(true);
  });
  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1', ''])(
    'is false when it asks for %p',
    (host) => {
      expect(isLocal(local({ host }), '127.0.0.1')).toBe(false);
    },
  );
  test.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])(
    'is false when %s names somebody else',
    (name) => {
      expect(isLocal(local({ [name]: '198.51.100.1' }), '127.0.0.1')).toBe(false);
    },
  );
  test('is false without a peer and for others', () => {
    expect(isLocal(local(), null)).toBe(false);
    expect(isLocal(local(), '10.0.0.1')).toBe(false);
  });
});
