// Facts of an installation with which nothing is wrong, for tests that change one thing of it.

import type { InstallationState, IpDatabaseState } from '../../src/contract/installation.ts';
import type {
  AddressFacts,
  Answer,
  BackupFacts,
  DataFacts,
  FileFacts,
  ServerFacts,
  SiteFacts,
  SiteTag,
} from '../../src/doctor/facts.ts';

export const NOW_MS = Date.UTC(2026, 10, 21, 12);
const HOUR_MS = 3_600_000;
const FILES = ['catalog', 'journal', 'events', 'snapshots', 'replays'];

export const answered = (text = '', headers: Record<string, string> = {}, status = 200): Answer => ({
  ...{ status, headers, text, bytes: Buffer.byteLength(text), certificateEndsMs: NOW_MS + 60 * 24 * HOUR_MS },
});

export const wellData = (): DataFacts => ({
  ...{ path: '/var/lib/heat', state: 'there', reason: null, isOwn: true, openToOthers: [], fileSystem: null },
  ...{
    freeBytes: 100e9,
    freeFiles: 1e6,
    syncMs: 1,
    hasReserve: true,
    saltDay: '2026-11-21',
  },
});

export const wellFiles = (): FileFacts => ({
  versions: FILES.map((file) => ({ file, exists: true, pending: [], problem: null })),
  checks: FILES.map((file) => ({ file, state: 'sound', problem: null })),
  sizes: [{ name: 'events.db', bytes: 1e9, isLog: false }],
  isRestoring: false,
  leftovers: [],
  stored: {
    waiting: { batches: 0, bytes: 0 },
    setAside: { batches: 0, events: 0 },
    lastEvents: [{ projectNo: 1, receivedAtMs: NOW_MS - 60_000 }],
    events: { all: 10_000_000, recent: 700_000 },
    skew: { sessions: 100, medianMs: 40 },
  },
  strangers: 0,
});

export const wellBackups = (): BackupFacts => ({
  ...{
    path: '/mnt/backups',
    newest: { atMs: NOW_MS - 9 * HOUR_MS, path: '/mnt/backups/x' },
    count: 14,
    isSameDisk: false,
  },
});

export const wellState = (): InstallationState => ({
  ...{ version: '1.0.0', nowMs: NOW_MS, startedAtMs: NOW_MS - 50 * HOUR_MS, probe: 'p' },
  ...{ publicUrl: 'https://heat.example', host: '127.0.0.1', trustsProxies: true, countryHeader: null },
  ipDatabase: null,
  ...{ durability: 'full', memoryBytes: 100e6, memoryMostBytes: 2e9, openFiles: 60, openFilesMost: 65_536 },
  unhandledRejections: 0,
  recent: { sinceMs: NOW_MS - 23 * HOUR_MS, all: 1000, tooMany: 0, unavailable: 0, failed: 0, unheard: 3 },
  refusals: [],
});

export const wellIpDatabase = (): IpDatabaseState => ({
  ...{ file: '/var/lib/heat/countries.mmdb', kind: 'DBIP-Country-Lite', bytes: 8e6 },
  ...{ builtAtMs: NOW_MS - 20 * 24 * HOUR_MS, addresses: 'IPv4 and IPv6' as const },
});

export const wellServer = (): ServerFacts => ({
  ...{
    state: 'held',
    url: 'http://127.0.0.1:4328',
    stateProblem: null,
    runs: '1.0.0',
    script: answered('heat()'),
    hasOwner: true,
    told: wellState(),
  },
  ...{ health: answered('{"status":"ok"}'), ready: answered('{"status":"ready"}') },
});

const SCRIPT = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=3600' };
const ANY = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };
export const openDoor = (): Answer =>
  answered(
    '',
    { 'access-control-allow-methods': 'POST, OPTIONS', 'access-control-allow-origin': 'https://x.example' },
    204,
  );

export const wellAddress = (): AddressFacts => ({
  url: 'https://heat.example',
  health: answered('{"status":"ok","version":"1.0.0"}'),
  seen: { proxy: 'trusted', isForwarded: true, from: 'public', isHttps: true, hasCountry: null },
  hasProbe: true,
  script: answered('heat()', { ...SCRIPT, ...ANY }),
  scriptCompressed: answered('x', { ...SCRIPT, ...ANY, 'content-encoding': 'br' }),
  scriptOfServer: 'heat()',
  preflight: openDoor(),
  metrics: answered('', {}, 404),
  plain: answered('', { location: 'https://heat.example/health' }, 301),
});

export const wellTag = (): SiteTag => ({
  src: 'https://heat.example/heat.js',
  attributes: { src: 'https://heat.example/heat.js', 'data-project': 'hw_key', defer: '' },
  owner: { project: 'shop', key: 'current' },
  script: answered('heat()', SCRIPT),
  integrity: 'sha384-right',
  ingestUrl: 'https://heat.example/ingest',
  ingest: openDoor(),
});

export const wellSite = (): SiteFacts => ({
  ...{
    url: 'https://shop.example/',
    before: null,
    finalUrl: 'https://shop.example/',
    clockMs: 200,
    policies: [],
    mentionsHeat: true,
    ownOrigins: ['https://heat.example'],
  },
  page: answered('<html>', { 'content-type': 'text/html; charset=utf-8' }),
  tags: [wellTag()],
});
