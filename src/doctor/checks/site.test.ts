import { describe, expect, test } from 'bun:test';
import { answered, wellSite, wellTag } from '../../../test/support/doctor-facts.ts';
import type { ProjectFacts, SiteFacts, SiteTag } from '../facts.ts';
import type { Finding } from '../finding.ts';
import { checkSite } from './site.ts';

const projects: ProjectFacts[] = [
  {
    id: 'shop',
    origins: ['https://shop.example', 'https://*.shop.example'],
    createdAtMs: 0,
    lastEventAtMs: null,
  },
];
const check = (change: Partial<SiteFacts>) => checkSite({ site: { ...wellSite(), ...change }, projects });
const tag = (change: Partial<SiteTag>) => ({ tags: [{ ...wellTag(), ...change }] });
const withAttributes = (attributes: Record<string, string>, more: Partial<SiteTag> = {}) =>
  tag({ attributes: { ...wellTag().attributes, ...attributes }, ...more });
const policy = (text: string, isMeta = false) => ({ policies: [{ text, isMeta }] });
const trouble = (findings: readonly Finding[]) =>
  findings.filter(({ level }) => level !== 'ok').map(({ level, check: name }) => `${level} ${name}`);

describe('checkSite()', () => {
  test('says that nothing stands in the way where all is well', () => {
    const findings = check({});
    expect(trouble(findings)).toEqual([]);
    expect(findings.map(({ check: name }) => name)).toContain('site.through');
  });

  test.each<[string, Partial<SiteFacts>, string, RegExp]>([
    ['a page that is not there', { page: answered('', {}, 404) }, 'fault site.page', /visitors see/],
    ['a page behind a sign-in', { page: answered('', {}, 401) }, 'fault site.page', /sign-in/],
    [
      'a page that cannot be reached',
      { page: { problem: 'not reached (ECONNREFUSED)' } },
      'fault site.page',
      /address/,
    ],
    [
      'a page that answers by http alone',
      { before: { url: 'https://x.example/', problem: 'slow' } },
      'note site.scheme',
      /scheme/,
    ],
    ['a page without a tag', { tags: [], mentionsHeat: false }, 'fault site.tag', /heat snippet/],
    ['a page that uses the module', { tags: [] }, 'note site.tag', /\/ingest/],
    ['another time of day', { clockMs: 600_000 }, 'warning site.clock', /set-ntp/],
    ['the same project twice', { tags: [wellTag(), wellTag()] }, 'note site.twice', /remove/],
    ['a tag of a module', withAttributes({ type: 'module' }), 'fault site.tag', /without a type/],
    [
      'a tag that waits for consent',
      withAttributes({ type: 'text/plain' }),
      'note site.tag',
      /remove the type/,
    ],
    ['a script by http', tag({ src: 'http://heat.example/heat.js' }), 'fault site.script', /https address/],
    [
      'a script of this machine',
      tag({ src: 'http://localhost:4328/heat.js' }),
      'fault site.script',
      /--public-url/,
    ],
    [
      'events that go elsewhere',
      { ownOrigins: ['https://heat2.example'] },
      'note site.elsewhere',
      /another heat/,
    ],
    [
      'a script that does not come',
      tag({ script: { problem: 'not reached (ENOTFOUND)' } }),
      'fault site.script',
      /address in the tag/,
    ],
    [
      'a page in place of the script',
      tag({ script: answered('<html>', { 'content-type': 'text/html' }) }),
      'fault site.script',
      /heat snippet/,
    ],
    [
      'an old hash',
      withAttributes({ integrity: 'sha384-wrong', crossorigin: 'anonymous' }),
      'fault site.integrity',
      /--integrity/,
    ],
    [
      'a hash without crossorigin',
      withAttributes({ integrity: 'sha384-right' }),
      'fault site.integrity',
      /--integrity/,
    ],
    ['no key', tag({ owner: null }), 'fault site.key', /heat snippet/],
    ['a key of nobody', tag({ owner: 'unknown' }), 'fault site.key', /--data/],
    [
      'a key that was replaced',
      tag({ owner: { project: 'shop', key: 'replaced' } }),
      'warning site.key',
      /heat snippet --project shop/,
    ],
    [
      'a key that has ended',
      tag({ owner: { project: 'shop', key: 'ended' } }),
      'fault site.key',
      /heat snippet --project shop/,
    ],
    [
      'an origin that is not allowed',
      { finalUrl: 'https://other.example/' },
      'fault site.origin',
      /heat project update shop --origin https:\/\/shop\.example --origin 'https:\/\/\*\.shop\.example' --origin https:\/\/other\.example$/,
    ],
    [
      'a policy against the script',
      policy("script-src 'self'; connect-src *"),
      'fault site.policy',
      /script-src … https:\/\/heat\.example/,
    ],
    [
      'a policy against the events',
      policy("script-src *; connect-src 'self'", true),
      'fault site.policy',
      /connect-src … https:\/\/heat\.example/,
    ],
    ['a strict policy', policy("script-src 'nonce-x' 'strict-dynamic'"), 'fault site.policy', /nonce/],
    ['a door that is shut', tag({ ingest: answered('', {}, 404) }), 'fault site.ingest', /data-endpoint/],
    [
      'a tag that waits for the visitor',
      withAttributes({ 'data-consent': 'required' }),
      'note site.consent',
      /optIn/,
    ],
  ])('finds %s', (_, change, expected, todo) => {
    const findings = check(change);
    expect(trouble(findings)).toEqual([expected]);
    expect(findings.find(({ level }) => level !== 'ok')?.todo).toMatch(todo);
  });

  test.each([
    ['closed', 'closed', 'Neither https://a.example/ nor http://a.example/ can be read: closed'],
    ['old', 'closed', 'https://a.example/ cannot be read: old; nor can http://a.example/: closed'],
  ])('says what was tried where the page is reached neither way: %s, %s', (https, http, what) => {
    const before = { url: 'https://a.example/', problem: https };
    expect(check({ url: 'http://a.example/', page: { problem: http }, before })).toMatchObject([
      { level: 'fault', what },
    ]);
  });

  test('names again what default-src said when a directive of its own takes its place', () => {
    const [script, connect] = check(policy("default-src 'self' https://cdn.example")).filter(
      ({ level }) => level === 'fault',
    );
    expect(script?.todo).toBe("Add to it: script-src 'self' https://cdn.example https://heat.example");
    expect(connect?.todo).toBe("Add to it: connect-src 'self' https://cdn.example https://heat.example");
  });

  test('takes a nonce of the page, a right hash and a sampled tag as they are', () => {
    const nonce = {
      ...withAttributes({ nonce: 'x' }),
      ...policy("script-src 'nonce-x'; connect-src https:"),
    };
    expect(trouble(check(nonce))).toEqual([]);
    expect(trouble(check(withAttributes({ integrity: 'sha384-right', crossorigin: '' })))).toEqual([]);
    expect(trouble(check(withAttributes({ 'data-sampling': '0.1' })))).toEqual(['note site.sampling']);
  });

  test('finds all that is wrong with one tag', () => {
    const findings = check({
      ...tag({ owner: 'unknown', ingest: answered('', {}, 404) }),
      ...policy("default-src 'none'"),
    });
    expect(trouble(findings)).toEqual([
      'fault site.key',
      'fault site.policy',
      'fault site.policy',
      'fault site.ingest',
    ]);
  });
});
