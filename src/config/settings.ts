// The table of settings: name, environment variable, default and how its text is read. One row per setting.

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
  /** `full`: an answered event survives a power cut. `normal`: it survives a crash of heat, not of the machine. */
  durability: Durability;
  logLevel: LogLevel;
  /** Ingest requests per second that one key and one address prefix may send; 0 is no limit. */
  ingestPerKey: number;
  ingestPerAddress: number;
  /** API requests per second of one address prefix, account and API key; 0 is no limit. */
  apiPerAddress: number;
  apiPerAccount: number;
  apiPerKey: number;
  /** `host` or `host:port` that webhooks may reach without https and at private addresses. */
  webhookHosts: readonly string[];
  /** Overrides the generated secret file; at least 32 bytes. */
  secret: string | null;
};

/** How one setting is read: `read` gives the value, or undefined when the text is not allowed. */
export type Setting<T> = {
  env: string;
  flag: string;
  fallback: T;
  allowed: string;
  /** Its text must not appear in messages. */
  isSecret?: boolean;
  read: (text: string) => T | undefined;
};

const nonEmpty = (text: string): string | undefined => (text === '' ? undefined : text);
const noProxies: AddressSet = { size: 0, has: () => false };

export const SETTINGS: { readonly [K in keyof Config]: Setting<Config[K]> } = {
  port: {
    env: 'HEAT_PORT',
    flag: '--port',
    fallback: 4328,
    allowed: 'a whole number from 0 to 65535',
    read: (text) => (/^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined),
  },
  host: {
    env: 'HEAT_HOST',
    flag: '--host',
    fallback: '0.0.0.0',
    allowed: 'an IP address to listen on (0.0.0.0 for all, 127.0.0.1 for this machine only) or "localhost"',
    read: (text) => (text === 'localhost' || isIP(text) !== 0 ? text : undefined),
  },
  dataDir: {
    env: 'HEAT_DATA',
    flag: '--data',
    fallback: './heat-data',
    allowed: 'a path',
    read: nonEmpty,
  },
  publicUrl: {
    env: 'HEAT_PUBLIC_URL',
    flag: '--public-url',
    fallback: null,
    allowed: 'an address like https://heat.example.com, without a path',
    read: readOrigin,
  },
  trustProxy: {
    env: 'HEAT_TRUST_PROXY',
    flag: '--trust-proxy',
    fallback: noProxies,
    allowed: `addresses and CIDR ranges, or the words ${RANGE_NAMES.join(' and ')}, separated by commas`,
    read: (text) => {
      const read = readAddressSet(text.split(/[\s,]+/).filter((entry) => entry !== ''));
      return 'set' in read ? read.set : undefined;
    },
  },
  countryHeader: {
    env: 'HEAT_COUNTRY_HEADER',
    flag: '--country-header',
    fallback: null,
    allowed: 'a header name like cf-ipcountry',
    read: (text) => (/^[a-zA-Z0-9-]{1,64}$/.test(text) ? text.toLowerCase() : undefined),
  },
  durability: {
    env: 'HEAT_DURABILITY',
    flag: '--durability',
    fallback: 'full',
    allowed: DURABILITIES.join(', '),
    read: (text) => DURABILITIES.find((name) => name === text),
  },
  logLevel: {
    env: 'HEAT_LOG_LEVEL',
    flag: '--log-level',
    fallback: 'info',
    allowed: LOG_LEVELS.join(', '),
    read: (text) => LOG_LEVELS.find((name) => name === text),
  },
  ingestPerKey: {
    env: 'HEAT_INGEST_PER_KEY',
    flag: '--ingest-per-key',
    fallback: LIMITS.ingestPerKeyPerSecond,
    allowed: 'requests per second, 0 for no limit',
    read: readCount,
  },
  ingestPerAddress: {
    env: 'HEAT_INGEST_PER_ADDRESS',
    flag: '--ingest-per-address',
    fallback: LIMITS.ingestPerAddressPerSecond,
    allowed: 'requests per second, 0 for no limit',
    read: readCount,
  },
  apiPerAddress: {
    env: 'HEAT_API_PER_ADDRESS',
    flag: '--api-per-address',
    fallback: LIMITS.apiPerAddressPerSecond,
    allowed: 'requests per second, 0 for no limit',
    read: readCount,
  },
  apiPerAccount: {
    env: 'HEAT_API_PER_ACCOUNT',
    flag: '--api-per-account',
    fallback: LIMITS.apiPerAccountPerSecond,
    allowed: 'requests per second, 0 for no limit',
    read: readCount,
  },
  apiPerKey: {
    env: 'HEAT_API_PER_KEY',
    flag: '--api-per-key',
    fallback: LIMITS.apiPerKeyPerSecond,
    allowed: 'requests per second, 0 for no limit',
    read: readCount,
  },
  webhookHosts: {
    env: 'HEAT_WEBHOOK_HOSTS',
    flag: '--webhook-hosts',
    fallback: [],
    allowed: 'hosts like hooks.internal or 10.0.0.9:8080, separated by commas',
    read: readHosts,
  },
  secret: {
    env: 'HEAT_SECRET',
    flag: '--secret',
    fallback: null,
    allowed: 'at least 32 random bytes, e.g. from: openssl rand -base64 48',
    isSecret: true,
    read: readSecret,
  },
};

function readCount(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function readHosts(text: string): readonly string[] | undefined {
  const hosts = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '');
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
