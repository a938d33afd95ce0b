// The table of settings, one row each: flags, variables, heat.toml, `heat config`, its example file and README's table
// all follow from it.

import { isIP } from 'node:net';
import { LIMITS } from '../contract/limits.ts';
import { type AddressSet, RANGE_NAMES, readAddressSet } from '../lib/address-set.ts';
import type { LogLevel } from '../lib/log.ts';

const DURABILITIES = ['full', 'normal'] as const;
export type Durability = (typeof DURABILITIES)[number];
const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const satisfies readonly LogLevel[];

export type Config = {
  /** TCP port, 0 for any free one. */
  port: number;
  /** Address to listen on. The default 0.0.0.0 answers everybody, so that a rented server works at once. */
  host: string;
  dataDir: string;
  /** Origin that links and snippets name, without a trailing slash; null: taken from what the server listens on. */
  publicUrl: string | null;
  /** Proxies whose X-Forwarded-For and -Proto count. */
  trustProxy: AddressSet;
  /** Lower-case name of the header in which a trusted proxy tells the visitor's country, or null. */
  countryHeader: string | null;
  /** File in MaxMind's DB format, by which countries are looked up, or null. */
  ipDatabase: string | null;
  /** `full`: an answered event survives a power cut. `normal`: it survives a crash of heat, not of the machine. */
  durability: Durability;
  /** Ingest requests per second that one key and one address prefix may send; 0 is no limit. */
  ingestPerKey: number;
  ingestPerAddress: number;
  /** API requests per second of one address prefix, account and API key; 0 is no limit. */
  apiPerAddress: number;
  apiPerAccount: number;
  apiPerKey: number;
  /** `host` or `host:port` that webhooks may reach without https and at private addresses. */
  webhookHosts: readonly string[];
  logLevel: LogLevel;
  /** Overrides the generated secret file; at least 32 bytes. */
  secret: string | null;
};

/** How one setting is named, told and read: `read` gives the value, or undefined when the text is not allowed. */
export type Setting<T> = {
  /** Its key in heat.toml; flagOf() and variableOf() make the other two names of it. */
  name: string;
  /** What it is, for README, --help and the example file. */
  means: string;
  /** What stands for its value in --help. */
  takes: string;
  /** How heat.toml writes it. A list may be one text, its parts separated by commas, as everywhere else. */
  form: 'number' | 'text' | 'list';
  fallback: T;
  /** What holds when nothing is set, where the fallback does not say it. */
  unset?: string;
  allowed: string;
  /** All values, where they can be counted. */
  choices?: readonly string[];
  /** As heat.toml may say it, where the fallback cannot be written. */
  example?: string;
  /** A relative one of heat.toml begins in the folder of the file. */
  isPath?: boolean;
  /** Its text must not appear in messages, and heat.toml does not take it. */
  isSecret?: boolean;
  read: (text: string) => T | undefined;
};

export type SettingName = keyof Config;

export const flagOf = ({ name }: { name: string }): string => `--${name}`;
export const variableOf = ({ name }: { name: string }): string =>
  `HEAT_${name.toUpperCase().replaceAll('-', '_')}`;

/** The default in words. */
export const defaultOf = ({ fallback, unset }: Setting<unknown>): string => unset ?? String(fallback);

/** The parts of a list, however it separates them. */
export const partsOf = (text: string): string[] => text.split(/[\s,]+/).filter((part) => part !== '');

const noProxies: AddressSet = { size: 0, has: () => false };

export const SETTINGS: { readonly [K in SettingName]: Setting<Config[K]> } = {
  port: {
    name: 'port',
    means: 'port to listen on, 0 for any free one',
    takes: '<number>',
    form: 'number',
    fallback: 4328,
    allowed: 'a whole number from 0 to 65535',
    read: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined),
  },
  host: {
    name: 'host',
    means: 'address to listen on',
    takes: '<address>',
    form: 'text',
    fallback: '0.0.0.0',
    allowed: 'an IP address to listen on (0.0.0.0 for all, 127.0.0.1 for this machine only) or "localhost"',
    read: (text) => (text === 'localhost' || isIP(text) !== 0 ? text : undefined),
  },
  dataDir: {
    name: 'data',
    means: 'data directory, made with mode 0700',
    takes: '<dir>',
    form: 'text',
    fallback: './heat-data',
    allowed: 'a path, the home directory written out (only shells know "~")',
    isPath: true,
    read: readPath,
  },
  publicUrl: {
    name: 'public-url',
    means: 'address that visitors and links use',
    takes: '<url>',
    form: 'text',
    fallback: null,
    unset: 'what it listens on',
    allowed: 'an address like https://heat.example.com, without a path',
    example: '"https://heat.example.com"',
    read: readOrigin,
  },
  trustProxy: {
    name: 'trust-proxy',
    means: 'proxies whose X-Forwarded-For and -Proto count',
    takes: '<list>',
    form: 'list',
    fallback: noProxies,
    unset: 'none',
    allowed: `addresses and CIDR ranges, or the words ${RANGE_NAMES.join(' and ')}, separated by commas`,
    example: '["loopback", "10.0.0.0/8"]',
    read: (text) => {
      const read = readAddressSet(partsOf(text));
      return 'set' in read ? read.set : undefined;
    },
  },
  countryHeader: {
    name: 'country-header',
    means: "header in which a trusted proxy tells the visitor's country",
    takes: '<name>',
    form: 'text',
    fallback: null,
    unset: 'none',
    allowed: 'a header name like cf-ipcountry',
    example: '"cf-ipcountry"',
    read: (text) => (/^[a-zA-Z0-9-]{1,64}$/.test(text) ? text.toLowerCase() : undefined),
  },
  ipDatabase: {
    name: 'ip-database',
    means: 'file (.mmdb) that tells the country of an address',
    takes: '<file>',
    form: 'text',
    fallback: null,
    unset: 'none',
    allowed: 'a path to a database in the MaxMind DB format, the home directory written out',
    example: '"/var/lib/heat/dbip-country-lite.mmdb"',
    isPath: true,
    read: readPath,
  },
  durability: {
    name: 'durability',
    means: 'sync the disk at every commit, or leave it to the system',
    takes: '<mode>',
    form: 'text',
    fallback: 'full',
    allowed: DURABILITIES.join(', '),
    choices: DURABILITIES,
    read: (text) => DURABILITIES.find((name) => name === text),
  },
  ingestPerKey: {
    ...rate('ingest-per-key', 'ingest requests a second with one key'),
    fallback: LIMITS.ingestPerKeyPerSecond,
  },
  ingestPerAddress: {
    ...rate('ingest-per-address', 'ingest requests a second from one address'),
    fallback: LIMITS.ingestPerAddressPerSecond,
  },
  apiPerAddress: {
    ...rate('api-per-address', 'API requests a second from one address'),
    fallback: LIMITS.apiPerAddressPerSecond,
  },
  apiPerAccount: {
    ...rate('api-per-account', 'API requests a second of one account'),
    fallback: LIMITS.apiPerAccountPerSecond,
  },
  apiPerKey: {
    ...rate('api-per-key', 'API requests a second of one API key without a limit of its own'),
    fallback: LIMITS.apiPerKeyPerSecond,
  },
  webhookHosts: {
    name: 'webhook-hosts',
    means: 'hosts that webhooks may reach without https and in private networks',
    takes: '<list>',
    form: 'list',
    fallback: [],
    unset: 'none',
    allowed: 'hosts like hooks.internal or 10.0.0.9:8080, separated by commas',
    example: '["hooks.internal", "10.0.0.9:8080"]',
    read: readHosts,
  },
  logLevel: {
    name: 'log-level',
    means: 'lowest level that is logged',
    takes: '<level>',
    form: 'text',
    fallback: 'info',
    allowed: LOG_LEVELS.join(', '),
    choices: LOG_LEVELS,
    read: (text) => LOG_LEVELS.find((name) => name === text),
  },
  secret: {
    name: 'secret',
    means: 'signs sign-ins and links',
    takes: '<text>',
    form: 'text',
    fallback: null,
    unset: 'made in the data directory at the first start',
    allowed: 'at least 32 random bytes, e.g. from: openssl rand -base64 48',
    isSecret: true,
    read: readSecret,
  },
};

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** The row of one rate; 0 is no limit. */
function rate(name: string, means: string): Omit<Setting<number>, 'fallback'> {
  return {
    ...{ name, means: `${means}, 0 for any`, takes: '<number>', form: 'number' as const },
    allowed: 'a whole number, 0 for no limit',
    read: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined),
  };
}

function readPath(text: string): string | undefined {
  return text === '' || /^~(\/|$)/.test(text) ? undefined : text;
}

function readHosts(text: string): readonly string[] | undefined {
  const hosts = partsOf(text.toLowerCase());
  const isHost = (host: string) => URL.parse(`https://${host}/`)?.host === host.replace(/:443$/, '');
  return hosts.every(isHost) ? hosts : undefined;
}

function readOrigin(text: string): string | undefined {
  const url = text.length <= LIMITS.pathChars ? URL.parse(text) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  const isBare = (url.pathname === '/' || url.pathname === '') && !url.search && !url.hash && !url.username;
  return isBare ? url.origin : undefined;
}

// A secret that came from an example or a repeated character protects nothing.
function readSecret(text: string): string | undefined {
  const isPlaceholder = /change.?me|replace|example|your.?secret|placeholder|heat.?secret/i.test(text);
  const isVaried = new Set(text).size >= 10;
  return Buffer.byteLength(text) >= 32 && isVaried && !isPlaceholder ? text : undefined;
}
