import { describe, expect, test } from 'bun:test';
import {
  answered,
  NOW_MS,
  openDoor,
  wellAddress,
  wellServer,
  wellState,
} from '../../../test/support/doctor-facts.ts';
import type { InstallationRefusal, InstallationState, SeenRequest } from '../../contract/installation.ts';
import type { AddressFacts, ProjectFacts, ServerFacts } from '../facts.ts';
import type { Finding } from '../finding.ts';
import { checkAddress } from './address.ts';
import { checkProjects } from './projects.ts';
import { checkRefusals } from './refusals.ts';
import { checkServer } from './server.ts';

const trouble = (findings: readonly Finding[]) =>
  findings.filter(({ level }) => level !== 'ok').map(({ level, check }) => `${level} ${check}`);
const todoOf = (findings: readonly Finding[]) => findings.find(({ level }) => level !== 'ok')?.todo;

describe('checkServer()', () => {
  const check = (change: Partial<ServerFacts>) =>
    checkServer({ server: { ...wellServer(), ...change }, version: '1.0.0', nowMs: NOW_MS });
  const told = (change: Partial<InstallationState>) => ({ told: { ...wellState(), ...change } });
  const day = (change: Partial<InstallationState['recent']>) =>
    told({ recent: { ...wellState().recent, ...change } });

  test('has nothing to say where all is well', () => {
    expect(trouble(check({}))).toEqual([]);
  });

  test.each<[string, Partial<ServerFacts>, string, RegExp]>([
    ['none runs', { state: 'free' }, 'note server.running', /heat serve/],
    [
      'the last one was killed',
      { state: 'unclean' },
      'note server.running',
      /nothing that was answered is lost/,
    ],
    [
      'it does not answer',
      { health: { problem: 'not reached (ECONNREFUSED)' } },
      'fault server.running',
      /log/,
    ],
    [
      'the disk is full',
      { ready: answered('{"error":"heat is not ready","code":"storage_full"}', {}, 503) },
      'fault server.ready',
      /disk space/,
    ],
    ['it has no tracker', { script: answered('', {}, 404) }, 'fault server.script', /build/],
    ['nobody owns it', { hasOwner: false }, 'warning server.owner', /set-up|heat user add/],
    [
      'it keeps to itself',
      { told: null, stateProblem: 'it answered 401' },
      'note server.state',
      /127\.0\.0\.1/,
    ],
    ['an older one runs', { runs: '0.9.0', told: null }, 'warning server.version', /systemctl restart/],
    ['something went wrong in it', told({ unhandledRejections: 2 }), 'warning server.faults', /log/],
    ['memory ends', told({ memoryBytes: 1.9e9 }), 'warning server.memory', /more/],
    ['open files end', told({ openFiles: 900, openFilesMost: 1024 }), 'fault server.files', /LimitNOFILE/],
    ['few files may be open', told({ openFilesMost: 1024 }), 'note server.files', /LimitNOFILE/],
    ['it refused for load', day({ unavailable: 5 }), 'warning server.unavailable', /log/],
    ['it refused for limits', day({ tooMany: 5 }), 'note server.limits', /--ingest-per-key/],
    ['it failed', day({ failed: 5 }), 'warning server.failed', /report/],
    ['its proxy is not heard', day({ unheard: 900 }), 'warning server.proxy', /--trust-proxy/],
    ['it does not know its address', told({ publicUrl: null }), 'note server.public', /--public-url/],
    ['its address is not https', told({ publicUrl: 'http://heat.example' }), 'warning server.public', /TLS/],
    ['it listens past its proxy', told({ host: '0.0.0.0' }), 'note server.host', /--host 127\.0\.0\.1/],
    ['it does not wait for the disk', told({ durability: 'normal' }), 'note server.durability', /disk/],
  ])('finds that %s', (_, change, expected, todo) => {
    const findings = check(change);
    expect(trouble(findings)).toEqual([expected]);
    expect(todoOf(findings)).toMatch(todo);
  });

  test('says what /health/ready says', () => {
    const ready = answered(
      '{"error":"heat is not ready: too many events wait","code":"overloaded"}',
      {},
      503,
    );
    expect(check({ ready }).find(({ level }) => level === 'fault')?.what).toContain('too many events wait');
  });

  test('leaves an address of this machine alone', () => {
    expect(trouble(check(told({ publicUrl: 'http://localhost:4328' })))).toEqual([]);
  });
});

describe('checkAddress()', () => {
  const check = (change: Partial<AddressFacts>) => checkAddress({ ...wellAddress(), ...change }, NOW_MS);
  const seen = (change: Partial<SeenRequest>) => ({ seen: { ...wellAddress().seen!, ...change } });
  const script = (headers: Record<string, string>, text = 'heat()') => ({
    script: answered(text, {
      ...('headers' in wellAddress().script ? (wellAddress().script as { headers: object }).headers : {}),
      ...headers,
    }),
  });

  test('has nothing to say where all is well', () => {
    expect(trouble(check({}))).toEqual([]);
  });

  test.each<[string, Partial<AddressFacts>, string, RegExp]>([
    [
      'nobody listens there',
      { health: { problem: 'not reached (ECONNREFUSED)' } },
      'fault address.there',
      /proxy/,
    ],
    [
      'its certificate has ended',
      { health: { problem: 'not reached (CERT_HAS_EXPIRED)' } },
      'fault address.there',
      /certificate/,
    ],
    [
      'its certificate is about to end',
      { health: { ...answered('{"status":"ok"}'), certificateEndsMs: NOW_MS + 5 * 86_400_000 } },
      'warning address.certificate',
      /renew/,
    ],
    [
      'it redirects',
      { health: answered('', { location: 'https://www.heat.example/' }, 301) },
      'fault address.there',
      /--public-url/,
    ],
    ['something else answers', { health: answered('<html>hello') }, 'fault address.there', /every path/],
    ['another heat answers', { seen: null }, 'fault address.there', /two heats/],
    [
      'its proxy is not trusted',
      seen({ proxy: 'unheard', from: 'machine' }),
      'warning address.proxy',
      /--trust-proxy loopback/,
    ],
    [
      'its proxy elsewhere is not trusted',
      seen({ proxy: 'unheard', from: 'private' }),
      'warning address.proxy',
      /--trust-proxy private/,
    ],
    [
      'its proxy says nothing',
      seen({ proxy: 'none', isForwarded: false, from: 'machine' }),
      'warning address.proxy',
      /proxy_set_header X-Forwarded-For/,
    ],
    [
      'a trusted proxy says nothing',
      seen({ isForwarded: false }),
      'warning address.proxy',
      /proxy_set_header X-Forwarded-For/,
    ],
    ['the proxy does not say https', seen({ isHttps: false }), 'note address.scheme', /X-Forwarded-Proto/],
    ['the country is not told', seen({ hasCountry: false }), 'note address.country', /--country-header/],
    ['the script is not there', { script: answered('', {}, 404) }, 'fault address.script', /proxy/],
    [
      'the script has a wrong type',
      script({ 'content-type': 'text/plain' }),
      'fault address.script',
      /content-type/,
    ],
    ['the script was changed', script({}, 'heat();more()'), 'warning address.script', /rewrites/],
    [
      'the script comes uncompressed',
      { scriptCompressed: answered('heat()') },
      'warning address.compression',
      /Accept-Encoding/,
    ],
    [
      'the script is cached for a year',
      script({ 'cache-control': 'public, max-age=31536000' }),
      'warning address.cache',
      /an hour/,
    ],
    [
      'headers of the script are dropped',
      script({ 'access-control-allow-origin': '' }),
      'warning address.script-headers',
      /Access-Control-Allow-Origin/,
    ],
    [
      'the door is shut to other origins',
      { preflight: answered('', {}, 405) },
      'fault address.ingest',
      /OPTIONS/,
    ],
    [
      'the proxy adds an origin of its own',
      {
        preflight: answered(
          '',
          { 'access-control-allow-methods': 'POST', 'access-control-allow-origin': 'https://x.example, *' },
          204,
        ),
      },
      'fault address.ingest',
      /no CORS headers/,
    ],
    ['the web reads counters', { metrics: answered('heat_x 1') }, 'fault address.metrics', /404/],
    [
      'it answers without https',
      { plain: answered('{"status":"ok"}') },
      'warning address.plain',
      /return 301/,
    ],
  ])('finds that %s', (_, change, expected, todo) => {
    const findings = check(change);
    expect(trouble(findings)).toEqual([expected]);
    expect(todoOf(findings)).toMatch(todo);
  });

  test('does not judge what it cannot know without a probe', () => {
    expect(trouble(check({ seen: null, hasProbe: false, preflight: openDoor() }))).toEqual([]);
  });
});

describe('checkRefusals()', () => {
  const projects: ProjectFacts[] = [
    { id: 'shop', origins: ['https://shop.example'], createdAtMs: 0, lastEventAtMs: null },
  ];
  const check = (row: Partial<InstallationRefusal>) =>
    checkRefusals(
      [
        {
          project: 'shop',
          code: 'wrong_origin',
          count: 12,
          lastAtMs: NOW_MS - 300_000,
          lastHost: 'www.shop.example',
          ...row,
        },
      ],
      { projects, nowMs: NOW_MS },
    );

  test('names reason, host and the command that lets it in, with the origins that are allowed already', () => {
    const [finding] = check({});
    expect(finding).toMatchObject({
      level: 'warning',
      what: '12 requests of project shop refused in 24 hours, their origin is not on its list (wrong_origin), last from www.shop.example, 5 minutes ago',
      todo: 'If it is yours: heat project update shop --origin https://shop.example --origin https://www.shop.example',
    });
    expect(check({ lastHost: 'localhost:8080' })[0]?.todo).toContain('--origin http://localhost:8080');
    // Any text that passes for a host may be sent: pasted, it is a word and nothing more.
    expect(check({ lastHost: 'a;$(id).example' })[0]?.todo).toEndWith(" --origin 'https://a;$(id).example'");
  });

  test.each<[string, Partial<InstallationRefusal>, string, RegExp]>([
    [
      'an old key',
      { project: '', code: 'unknown_key' },
      'note',
      /into the pages of www\.shop\.example: heat snippet/,
    ],
    [
      'a key that has ended',
      { code: 'replaced_key' },
      'warning',
      /the pages of www\.shop\.example that still have the old one: heat snippet --project shop$/,
    ],
    ['a limit', { code: 'rate_limited' }, 'warning', /--ingest-per-key/],
    ['a full disk', { code: 'storage_full' }, 'warning', /again/],
    ['a server without a key', { lastHost: null }, 'warning', /heat key add --project shop --scope write/],
    ['something unreadable', { code: 'bad_envelope' }, 'note', /what is wrong/],
  ])('knows what to do about %s', (_, row, level, todo) => {
    const [finding] = check(row);
    expect(finding?.level).toBe(level as 'note');
    expect(finding?.todo).toMatch(todo);
  });

  test('says that nothing was refused', () => {
    expect(trouble(checkRefusals([], { projects, nowMs: NOW_MS }))).toEqual([]);
  });
});

describe('checkProjects()', () => {
  const project = (change: Partial<ProjectFacts>): ProjectFacts => ({
    ...{ id: 'shop', origins: ['https://shop.example'], createdAtMs: 0, lastEventAtMs: NOW_MS - 5_000 },
    ...change,
  });

  test.each<[string, ProjectFacts[], string[]]>([
    ['none', [], ['warning projects.any']],
    ['a busy one', [project({})], []],
    ['one without events', [project({ lastEventAtMs: null })], ['note projects.waiting']],
    ['a silent one', [project({ lastEventAtMs: NOW_MS - 3 * 86_400_000 })], ['note projects.silent']],
    ['an open one', [project({ origins: [] })], ['note projects.origins']],
    ['one of this machine', [project({ origins: ['http://localhost:8080'] })], ['note projects.origins']],
  ])('judges %s', (_, projects, expected) => {
    expect(trouble(checkProjects(projects, NOW_MS))).toEqual(expected);
  });

  test('says of a thousand projects no more than of one', () => {
    const many = Array.from({ length: 1000 }, (__, at) => project({ id: `p${at}`, lastEventAtMs: null }));
    const [waiting] = checkProjects(many, NOW_MS);
    expect(waiting?.what).toContain('and 980 more');
  });
});
