import { describe, expect, test } from 'bun:test';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import { type Config, type Flags, readConfig, readSettings } from './config.ts';
import { exampleFile } from './example-file.ts';
import { flagOf, SETTING_NAMES, SETTINGS, type SettingName, variableOf } from './settings.ts';
import type { SettingsFile } from './sources.ts';
import { readTomlEntries } from './toml-entries.ts';

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
      ipDatabase: null,
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
    ['ipDatabase', 'countries.mmdb', 'countries.mmdb'],
    ['durability', 'normal', 'normal'],
    ['logLevel', 'silent', 'silent'],
    ['ingestPerKey', '0', 0],
    ['ingestPerAddress', '250', 250],
    ['webhookHosts', 'Hooks.internal, 10.0.0.9:8080', ['hooks.internal', '10.0.0.9:8080']],
    ['secret', LONG_SECRET, LONG_SECRET],
  ];
  test.each(good)('reads %s %j', (name, text, expected) => {
    expect(read({ trustProxy: 'loopback', [name]: text })[name]).toEqual(expected as never);
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
    ['dataDir', '~/heat', /written out/],
    ['publicUrl', 'heat.example.com', /https:/],
    ['publicUrl', 'https://heat.example.com/sub', /without a path/],
    ['publicUrl', 'javascript:alert(1)', /https:/],
    ['trustProxy', '10.0.0.0/99', /CIDR/],
    ['countryHeader', 'x y', /header name/],
    ['ipDatabase', '', /path/],
    ['ipDatabase', '~/countries.mmdb', /written out/],
    ['durability', 'off', /full, normal/],
    ['logLevel', 'loud', /debug, info, warn, error, silent/],
    ['ingestPerKey', '-1', /0 for no limit/],
    ['ingestPerKey', '1.5', /whole number/],
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

  test('refuses an unknown variable, with the nearest known one and all others', () => {
    const error = refusal(() => read({}, { HEAT_PROT: '1' }));
    expect(error.message).toContain('HEAT_PROT');
    expect(error.hint).toContain('Did you mean HEAT_PORT? Known: HEAT_PORT, HEAT_HOST');
    expect(error.hint).toContain('HEAT_CONFIG');
  });
});

/** heat.toml of the folder /srv/heat, read. */
function fileOf(text: string): SettingsFile {
  const read = readTomlEntries(text);
  if ('fault' in read) throw new Error(read.fault.message);
  return { path: '/srv/heat/heat.toml', namedBy: 'flag', entries: read.entries };
}
const fromFile = (text: string, flags: Flags = {}, env: Record<string, string> = {}) =>
  readSettings({ flags, env, file: fileOf(text) });

describe('readConfig() with a settings file', () => {
  test('prefers flags over the environment over the file over defaults, and knows who said what', () => {
    const text = 'port = 3\nhost = "::1"\nlog-level = "warn"';
    const { config, effective, faults } = fromFile(text, { port: 1 }, { HEAT_PORT: '2', HEAT_HOST: '::2' });
    expect(faults).toEqual([]);
    expect([config.port, config.host, config.logLevel, config.durability]).toEqual([
      1,
      '::2',
      'warn',
      'full',
    ]);
    const sourceOf = (asked: SettingName) => effective.find(({ name }) => name === asked)?.source;
    expect(sourceOf('port')).toEqual({ kind: 'flag', name: '--port' });
    expect(sourceOf('host')).toEqual({ kind: 'variable', name: 'HEAT_HOST' });
    expect(sourceOf('logLevel')).toEqual({ kind: 'file', path: '/srv/heat/heat.toml', line: 3 });
    expect(sourceOf('durability')).toEqual({ kind: 'default' });
  });

  const written: [name: SettingName, toml: string, expected: unknown][] = [
    ['port', 'port = 0', 0],
    ['port', 'port = 0x10', 16],
    ['dataDir', 'data = "data"', '/srv/heat/data'],
    ['dataDir', 'data = "../d"', '/srv/d'],
    ['dataDir', 'data = "/var/lib/heat"', '/var/lib/heat'],
    ['webhookHosts', 'webhook-hosts = "a.internal, b.internal"', ['a.internal', 'b.internal']],
    ['webhookHosts', 'webhook-hosts = ["a.internal",\n "b.internal"]', ['a.internal', 'b.internal']],
    ['webhookHosts', 'webhook-hosts = []', []],
    ['publicUrl', '"public-url" = \'https://heat.example/\'', 'https://heat.example'],
  ];
  test.each(written)('reads %s of %j', (name, toml, expected) => {
    const { config, faults } = fromFile(toml);
    expect(faults).toEqual([]);
    expect(config[name]).toEqual(expected as never);
  });

  const refused: [toml: string, message: string, hint: string][] = [
    ['port = 99999', 'Cannot use port "99999" (/srv/heat/heat.toml, line 1)', '0 to 65535'],
    [
      '\n# x\nport = "4328"',
      'Cannot use port "4328" (/srv/heat/heat.toml, line 3)',
      'a number without quotes',
    ],
    ['port = 4328.5', 'Cannot use port "4328.5"', 'a whole number'],
    ['port = inf', 'Cannot use port "Infinity"', 'a whole number'],
    ['port = 2026-11-22', 'Cannot use port as a table or date', 'a whole number'],
    ['data = 7', 'Cannot use data 7', 'in quotes'],
    ['data = "~/heat"', 'Cannot use data "~/heat"', 'written out'],
    ['durability = true', 'Cannot use durability true', 'full, normal'],
    ['trust-proxy = [1]', 'Cannot use trust-proxy [1]', 'a list of texts'],
    ['trust-proxy = ["10.0.0.0/99"]', 'Cannot use trust-proxy "10.0.0.0/99"', 'CIDR'],
    [
      'public_url = "x"',
      'heat knows no setting public_url (/srv/heat/heat.toml, line 1)',
      'mean public-url?',
    ],
    ['theme = "dark"', 'heat knows no setting theme', 'Known: port, host, data'],
    ['[server]\nport = 1', 'Cannot use [server] (/srv/heat/heat.toml, line 1)', 'port = 4328'],
    ['public.url = "x"', 'Cannot use [public]', 'one below another'],
    ['__proto__ = 1', 'heat knows no setting __proto__', 'Known'],
    [
      'country-header = "cf-ipcountry"',
      'Cannot use country-header (/srv/heat/heat.toml, line 1)',
      'trust-proxy',
    ],
  ];
  test.each(refused)('refuses %j with its place and what is allowed', (toml, message, hint) => {
    const { faults } = fromFile(toml);
    expect(faults.map((fault) => fault.message)).toEqual([expect.stringContaining(message)]);
    expect(faults[0]?.hint).toContain(hint);
    expect(refusal(() => readConfig({ flags: {}, env: {}, file: fileOf(toml) })).kind).toBe('invalid');
  });

  test('takes no secret from a file, also when a variable sets it, and never repeats it', () => {
    const toml = `secret = "${LONG_SECRET}"`;
    for (const env of [{}, { HEAT_SECRET: LONG_SECRET }]) {
      const error = refusal(() => readConfig({ flags: {}, env, file: fileOf(toml) }));
      expect(error.message).toBe('Cannot take secret from a settings file (/srv/heat/heat.toml, line 1)');
      expect(error.hint).toContain('HEAT_SECRET');
      expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain(LONG_SECRET);
    }
    expect(
      JSON.stringify(readSettings({ flags: {}, env: { HEAT_SECRET: LONG_SECRET } }).effective),
    ).not.toContain(LONG_SECRET);
  });

  test('tells all that is wrong at once, in the order of the file', () => {
    const error = refusal(() =>
      readConfig({
        flags: {},
        env: { HEAT_HOST: 'x' },
        file: fileOf('log-level = "loud"\nprot = 1\nport = -1'),
      }),
    );
    const lines = error.message.split('\n');
    expect(lines[0]).toBe('4 settings cannot be used:');
    for (const [at, word] of ['HEAT_HOST', 'log-level', 'prot', 'port'].entries())
      expect(lines[at + 1]).toContain(word);
    expect((error.details as { faults: unknown[] }).faults).toHaveLength(4);
  });

  test('a header of the country is fine where a proxy is trusted, whoever says so', () => {
    expect(fromFile('country-header = "x-country"', { trustProxy: 'loopback' }).faults).toEqual([]);
  });
});

describe('SETTINGS', () => {
  const example = exampleFile();
  const uncommented = fileOf(example.replaceAll(/^#(?=[a-z-]+ = )/gm, ''));

  test('the example changes nothing as it is', () => {
    expect(fileOf(example).entries).toEqual([]);
  });

  test('the example without its # names every setting but secrets and is a good file', () => {
    const { config, effective, faults } = readSettings({ flags: {}, env: {}, file: uncommented });
    expect(faults).toEqual([]);
    const fromElsewhere = effective.filter(({ source }) => source.kind !== 'file').map(({ name }) => name);
    expect(fromElsewhere).toEqual(SETTING_NAMES.filter((name) => SETTINGS[name].isSecret));
    for (const name of SETTING_NAMES) {
      const { fallback, example: own, isPath } = SETTINGS[name];
      if (own === undefined && !isPath) expect(config[name]).toEqual(fallback);
    }
  });

  /** A value of each that is not its default, as a flag says it. */
  const samples: Record<SettingName, string> = {
    port: '8080',
    host: '127.0.0.1',
    dataDir: '/var/lib/heat',
    publicUrl: 'https://heat.example',
    trustProxy: 'loopback,10.0.0.0/8',
    countryHeader: 'x-country',
    ipDatabase: '/var/lib/heat/countries.mmdb',
    durability: 'normal',
    ingestPerKey: '1',
    ingestPerAddress: '2',
    apiPerAddress: '3',
    apiPerAccount: '4',
    apiPerKey: '5',
    webhookHosts: 'hooks.internal',
    logLevel: 'debug',
    secret: LONG_SECRET,
  };
  test.each(SETTING_NAMES)('%s is the same by flag, variable and file, and no default', (name) => {
    const setting = SETTINGS[name];
    const of = (sources: Partial<Parameters<typeof readSettings>[0]>) => {
      const { trustProxy, ...rest } = readSettings({ flags: {}, env: {}, ...sources }).config;
      return { ...rest, trustProxy: trustProxy.size };
    };
    const byFlag = of({ flags: { [name]: samples[name] } });
    expect(byFlag).not.toEqual(of({}));
    expect(of({ env: { [variableOf(setting)]: samples[name] } })).toEqual(byFlag);
    const written = setting.form === 'number' ? samples[name] : JSON.stringify(samples[name]);
    if (!setting.isSecret) expect(of({ file: fileOf(`${setting.name} = ${written}`) })).toEqual(byFlag);
    expect(example).toContain(variableOf(setting));
    if (!setting.isSecret) expect(example).toContain(flagOf(setting));
  });
});
