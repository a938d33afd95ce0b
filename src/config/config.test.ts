import { describe, expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import { type Config, type Flags, readConfig } from './config.ts';

const read = (flags: Flags, env: Record<string, string> = {}): Config => readConfig({ flags, env });
const LONG_SECRET = 'k3N8vQ2xT7bY5mR1wZ9cJ4fH6dL0pS3gA';

function refusal(work: () => unknown): HeatError {
  try {
    work();
  } catch (error) {
    if (error instanceof HeatError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('readConfig()', () => {
  test('gives the defaults when nothing is set', () => {
    const { trustProxy, ...rest } = read({});
    expect(rest).toEqual({
      port: 4328,
      host: '0.0.0.0',
      dataDir: './heat-data',
      publicUrl: null,
      countryHeader: null,
      durability: 'full',
      logLevel: 'info',
      ingestPerKey: LIMITS.ingestPerKeyPerSecond,
      ingestPerAddress: LIMITS.ingestPerAddressPerSecond,
      apiPerAddress: LIMITS.apiPerAddressPerSecond,
      apiPerAccount: LIMITS.apiPerAccountPerSecond,
      apiPerKey: LIMITS.apiPerKeyPerSecond,
      webhookHosts: [],
      secret: null,
    });
    expect(trustProxy.has('127.0.0.1')).toBe(false);
  });

  test('prefers flags over the environment over defaults', () => {
    expect(read({ port: 1 }, { HEAT_PORT: '2' }).port).toBe(1);
    expect(read({}, { HEAT_PORT: '2' }).port).toBe(2);
    expect(read({}, { HEAT_PORT: '' }).port).toBe(4328);
    expect(read({}, { PATH: '/bin' }).port).toBe(4328);
  });

  const good: [name: keyof Config, text: string, expected: unknown][] = [
    ['port', '0', 0],
    ['host', '::', '::'],
    ['host', 'localhost', 'localhost'],
    ['publicUrl', 'https://heat.example.com/', 'https://heat.example.com'],
    ['publicUrl', 'http://192.0.2.1:8080', 'http://192.0.2.1:8080'],
    ['countryHeader', 'CF-IPCountry', 'cf-ipcountry'],
    ['durability', 'normal', 'normal'],
    ['logLevel', 'silent', 'silent'],
    ['ingestPerKey', '0', 0],
    ['ingestPerAddress', '250', 250],
    ['webhookHosts', 'Hooks.internal, 10.0.0.9:8080', ['hooks.internal', '10.0.0.9:8080']],
    ['secret', LONG_SECRET, LONG_SECRET],
  ];
  test.each(good)('reads %s %j', (name, text, expected) => {
    expect(read({ [name]: text })[name]).toEqual(expected as never);
  });

  test('reads proxies as a list of ranges', () => {
    const { trustProxy } = read({ trustProxy: 'loopback, 10.0.0.0/8 192.0.2.1' });
    expect(['127.0.0.1', '10.1.1.1', '192.0.2.1', '192.0.2.2'].map(trustProxy.has)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  const bad: [name: keyof Config, text: string, hint: RegExp][] = [
    ['port', '65536', /0 to 65535/],
    ['port', '4328x', /whole number/],
    ['port', '-1', /whole number/],
    ['host', 'example.com', /IP address/],
    ['dataDir', '', /path/],
    ['publicUrl', 'heat.example.com', /https:/],
    ['publicUrl', 'https://heat.example.com/sub', /without a path/],
    ['publicUrl', 'javascript:alert(1)', /https:/],
    ['trustProxy', '10.0.0.0/99', /CIDR/],
    ['countryHeader', 'x y', /header name/],
    ['durability', 'off', /full, normal/],
    ['logLevel', 'loud', /debug, info, warn, error, silent/],
    ['ingestPerKey', '-1', /0 for no limit/],
    ['webhookHosts', 'https://hooks.internal', /hosts like/],
    ['webhookHosts', 'a/b', /hosts like/],
    ['secret', 'short', /32/],
    ['secret', 'a'.repeat(64), /32/],
    ['secret', `please-change-me-${LONG_SECRET}`, /32/],
  ];
  test.each(bad)('refuses %s %j and names what is allowed', (name, text, hint) => {
    const error = refusal(() => read({ [name]: text }));
    expect(error.kind).toBe('invalid');
    expect(error.hint).toMatch(hint);
  });

  test('never repeats a secret', () => {
    expect(refusal(() => read({ secret: 'hunter2' })).message).not.toContain('hunter2');
  });

  test('refuses an unknown variable and names the known ones', () => {
    const error = refusal(() => read({}, { HEAT_PROT: '1' }));
    expect(error.message).toContain('HEAT_PROT');
    expect(error.hint).toContain('HEAT_PORT');
  });
});
