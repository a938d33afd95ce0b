// A heat that listens, proxies in front of it that do this and that to what passes, and pages that should be measured.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { addProject, openTestHeat, type TestHeat } from '../../../test/support/test-heat.ts';
import { systemClock } from '../../lib/clock.ts';
import { integrityOf } from '../../lib/integrity.ts';
import { checkAddress } from '../checks/address.ts';
import { checkServer } from '../checks/server.ts';
import { checkSite } from '../checks/site.ts';
import type { ProjectFacts, ServerFacts } from '../facts.ts';
import type { Finding } from '../finding.ts';
import { askServer, gatherAddress } from './server.ts';
import { gatherSite, readSiteUrls } from './site.ts';

const SCRIPT = '(()=>{/* heat */})();';
const trouble = (findings: readonly Finding[]) =>
  findings.filter(({ level }) => level !== 'ok').map(({ level, check }) => `${level} ${check}`);

let heat: TestHeat;
let local: string;
let server: ServerFacts;
let shop: { id: string; writeKey: string };
const dir = tempDir();
const closing: (() => unknown)[] = [() => dir[Symbol.dispose]()];

beforeAll(async () => {
  mkdirSync(dir.join('public'));
  writeFileSync(dir.join('public', 'heat.js'), SCRIPT);
  writeFileSync(dir.join('public', 'heat.js.gz'), gzipSync(SCRIPT));
  heat = await openTestHeat({ publicDir: dir.join('public'), flags: { trustProxy: 'loopback' } });
  closing.unshift(() => heat.close());
  const { port } = await heat.server.start();
  local = `http://127.0.0.1:${port}`;
  shop = await addProject(heat, 'Shop');
  const silent = { state: 'held', url: local, hasOwner: true } as const;
  server = { ...silent, ...(await askServer(local)) };
});
afterAll(async () => {
  for (const close of closing) await close();
});

function listen(answer: (request: Request) => Response | Promise<Response>): string {
  const listening = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: answer });
  closing.unshift(() => listening.stop(true));
  return `http://127.0.0.1:${listening.port}`;
}

type Habits = {
  /** Headers that it sends on to heat beside those of the client. */
  sends?: Record<string, string>;
  /** What it makes of the answer. */
  makes?: (answer: Response) => Response | Promise<Response>;
};

/** As nginx would, with `proxy_set_header Host` and X-Forwarded-For; or as somebody configured it. */
function proxy({
  sends = { host: 'heat.example', 'x-forwarded-for': '9.9.9.9' },
  makes = (answer) => answer,
}: Habits = {}): string {
  return listen(async (request) => {
    const { pathname, search } = new URL(request.url);
    const headers = new Headers(request.headers);
    headers.delete('host');
    for (const [name, value] of Object.entries(sends)) headers.set(name, value);
    const answer = await fetch(`${local}${pathname}${search}`, {
      method: request.method,
      headers,
      redirect: 'manual',
      decompress: false,
    });
    return makes(answer);
  });
}

const withHeader = (name: string, value: string) => (answer: Response) => {
  const headers = new Headers(answer.headers);
  headers.set(name, value);
  return new Response(answer.body, { status: answer.status, headers });
};

describe('gatherAddress()', () => {
  test('askServer() hears all of it', () => {
    expect(server.told?.probe.length).toBeGreaterThan(40);
    expect(trouble(checkServer({ server, version: 'dev', nowMs: heat.clock.nowMs() }))).not.toContain(
      'fault server.running',
    );
  });

  test.each<[string, Habits | undefined, string[]]>([
    ['a careful one', undefined, []],
    [
      'one that says nothing of visitors and their host',
      { sends: {} },
      ['warning address.proxy', 'fault address.metrics'],
    ],
    [
      'one that changes the script',
      {
        makes: async (answer) =>
          answer.headers.get('content-type')?.includes('javascript') &&
          !answer.headers.has('content-encoding')
            ? new Response(`${await answer.text()}//`, answer)
            : answer,
      },
      ['warning address.script'],
    ],
    [
      'one that knows no types',
      { makes: withHeader('content-type', 'text/plain') },
      ['fault address.script'],
    ],
    [
      'one that caches for a year',
      { makes: withHeader('cache-control', 'max-age=31536000, immutable') },
      ['warning address.cache'],
    ],
    [
      'one that keeps compression from heat',
      { sends: { host: 'heat.example', 'x-forwarded-for': '9.9.9.9', 'accept-encoding': 'identity' } },
      ['warning address.compression'],
    ],
    [
      'one with CORS headers of its own',
      { makes: withHeader('access-control-allow-origin', 'https://a.example, *') },
      ['warning address.script-headers', 'fault address.ingest'],
    ],
    [
      'one that leads elsewhere',
      {
        makes: (answer) =>
          answer.status === 404
            ? answer
            : Response.json(
                { status: 'ok' },
                { status: new URL(answer.url).pathname === '/health' ? 200 : 404 },
              ),
      },
      ['fault address.there'],
    ],
    [
      'one that sends everybody on',
      { makes: () => Response.redirect('https://www.heat.example/', 301) },
      ['fault address.there'],
    ],
  ])('finds what a proxy does wrong: %s', async (_, habits, expected) => {
    const found = trouble(checkAddress(await gatherAddress(proxy(habits), server), heat.clock.nowMs()));
    expect(found.filter((finding) => expected.length === 0 || expected.includes(finding))).toEqual(expected);
  });

  test('says why nothing is there', async () => {
    const [finding] = checkAddress(await gatherAddress('http://127.0.0.1:9', server), heat.clock.nowMs());
    expect(finding).toMatchObject({ level: 'fault', what: expect.stringContaining('ECONNREFUSED') });
  });
});

describe('gatherSite()', () => {
  const ownOrigins = () => [local];
  const ownerOf = async (key: string) =>
    key === shop.writeKey ? { project: 'shop', key: 'current' as const } : ('unknown' as const);
  const projects: ProjectFacts[] = [{ id: 'shop', origins: [], createdAtMs: 0, lastEventAtMs: null }];
  const tag = (more = '', key = shop.writeKey) =>
    `<script defer src="${local}/heat.js" ${more} data-project="${key}"></script>`;
  const html = (head: string, headers: Record<string, string> = {}) =>
    new Response(`<!doctype html><html><head>${head}</head><body></body></html>`, {
      headers: { 'content-type': 'text/html', ...headers },
    });
  const see = async (page: string, given = projects) =>
    checkSite({
      site: await gatherSite({ page, ownOrigins: ownOrigins(), clock: systemClock, ownerOf }),
      projects: given,
    });
  const serving = (answer: () => Response) => see(`${listen(answer)}/page?secret=1`);

  test.each<[string, () => Response, string[]]>([
    ['a good page', () => html(tag()), []],
    ['no tag', () => html('<script src="/app.js"></script>'), ['fault site.tag']],
    ['a tag in a comment', () => html(`<!-- ${tag()} -->`), ['note site.tag']],
    ['a key of nobody', () => html(tag('', 'hw_nobody')), ['fault site.key']],
    ['no key', () => html(`<script src="${local}/heat.js"></script>`), ['fault site.key']],
    [
      'a key among the options',
      () => html(`<script src="${local}/heat.js" data-options='{"projectKey":"${shop.writeKey}"}'></script>`),
      [],
    ],
    [
      'a policy in the header',
      () => html(tag(), { 'content-security-policy': "default-src 'self'" }),
      ['fault site.policy', 'fault site.policy'],
    ],
    [
      'a policy in <meta>',
      () => html(`<meta http-equiv="Content-Security-Policy" content="script-src &#39;self&#39;">${tag()}`),
      ['fault site.policy'],
    ],
    [
      'a right hash',
      () => html(tag(`integrity="${integrityOf(Buffer.from(SCRIPT))}" crossorigin="anonymous"`)),
      [],
    ],
    [
      'an old hash',
      () => html(tag(`integrity="${integrityOf(Buffer.from('old'))}" crossorigin`)),
      ['fault site.integrity'],
    ],
    [
      'a wrong address of the script',
      () => html(tag().replace('heat.js', 'v9/heat.js')),
      ['fault site.script'],
    ],
    ['a wrong endpoint', () => html(tag(`data-endpoint="${local}/t/"`)), ['fault site.ingest']],
    [
      'a relative script on another base',
      () => html(`<base href="${local}/"><script src="heat.js" data-project="${shop.writeKey}"></script>`),
      [],
    ],
    ['a missing page', () => new Response('', { status: 404 }), ['fault site.page']],
    ['a page without an end', () => html('x'.repeat(5_000_000)), ['fault site.page']],
    [
      'a page compressed unasked',
      () =>
        new Response(gzipSync(`<html>${tag()}`), {
          headers: { 'content-type': 'text/html', 'content-encoding': 'gzip' },
        }),
      [],
    ],
  ])('finds %s', async (_, answer, expected) => {
    expect(trouble(await serving(answer))).toEqual(expected);
  });

  test('follows redirects to the page, and judges the origin where they end', async () => {
    const end = listen(() => html(tag()));
    const start = listen(() => Response.redirect(`${end}/there`, 302));
    const only = [{ ...projects[0]!, origins: [start] }];
    // The place where it ends lies in a private network and was not named.
    expect(trouble(await see(`${start}/`))).toEqual(['fault site.page']);
    const own = listen((request) =>
      new URL(request.url).pathname === '/there' ? html(tag()) : Response.redirect('/there', 302),
    );
    expect(trouble(await see(`${own}/`, only))).toEqual(['fault site.origin']);
    const loop = listen((request) => Response.redirect(new URL(request.url).pathname, 302));
    expect((await see(`${loop}/`))[0]?.what).toContain('redirects more than 5 times');
  });

  test('a page leads it to no host of a private network that nobody named', async () => {
    let asked = 0;
    const inner = listen(() => {
      asked += 1;
      return new Response('secret');
    });
    const found = await serving(() =>
      html(`<script src="${inner}/heat.js" data-project="${shop.writeKey}"></script>`),
    );
    expect(trouble(found)).toEqual(['fault site.script', 'fault site.ingest', 'note site.elsewhere']);
    expect(asked).toBe(0);
  });

  test('repeats no query, no key and no word of the page', async () => {
    const found = await serving(() => html(`${tag('', 'hw_nobody')} jane@shop.example`));
    expect(JSON.stringify(found)).not.toMatch(/secret|hw_nobody|jane/);
  });

  test.each([
    'ftp://x.example/',
    'https://jane:pw@shop.example/',
    'https://',
    `https://x.example/${'a'.repeat(3000)}`,
  ])('readSiteUrls() refuses %p', (text) => {
    expect(() => readSiteUrls(text)).toThrow('Cannot look at this page');
  });

  test('readSiteUrls() takes a host without its scheme for an https one, then for one of http', () => {
    const hrefs = (text: string) => readSiteUrls(text).map((url) => url?.href);
    expect(hrefs('shop.example/a')).toEqual(['https://shop.example/a', 'http://shop.example/a']);
    expect(hrefs('http://localhost:8080/')).toEqual(['http://localhost:8080/']);
  });

  test('says what was tried where no scheme was given', async () => {
    const { host } = new URL(listen(() => html(tag())));
    const found = await see(`${host}/page`);
    expect(trouble(found)).toEqual(['note site.scheme']);
    expect(found.map(({ what }) => what)).toContain(`The page http://${host}/page is there`);
    const [nowhere] = await see('127.0.0.1:9');
    expect(nowhere?.what).toMatch(/https:\/\/127\.0\.0\.1:9\/ .*http:\/\/127\.0\.0\.1:9\//);
    // Who names the scheme is told of that alone.
    expect((await see(`https://${host}/page`))[0]?.what).not.toContain('http:');
  });
});
