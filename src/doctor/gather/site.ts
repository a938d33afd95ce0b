// Facts of a page that should be measured: the page by its redirects, its policies, its tags, and what they lead to.

import { LIMITS } from '../../contract/limits.ts';
import type { Clock } from '../../lib/clock.ts';
import { HeatError } from '../../lib/errors.ts';
import { gunzip } from '../../lib/gunzip.ts';
import { integrityOf } from '../../lib/integrity.ts';
import { readOutgoingUrl } from '../../lib/outgoing.ts';
import type { SiteFacts, SiteTag } from '../facts.ts';
import { type Ask, createAsk, plainAnswer, type Raw } from './ask.ts';
import { type ReadPage, readPage } from './read-page.ts';
import { askDoor } from './server.ts';

export type SiteQuestion = {
  page: string;
  /** Of this heat: the page may name them wherever they are. */
  ownOrigins: readonly string[];
  clock: Clock;
  ownerOf: (writeKey: string) => Promise<SiteTag['owner']>;
};

/** Where to look, one after the other: a host alone, which people type, by https and then by http. Throws `invalid`. */
export function readSiteUrls(text: string): [URL, URL?] {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  return hasScheme ? [readSiteUrl(text)] : [readSiteUrl(`https://${text}`), readSiteUrl(`http://${text}`)];
}

function readSiteUrl(text: string): URL {
  const host = URL.parse(text)?.host ?? '';
  const refuse = (why: string) =>
    new HeatError({
      kind: 'invalid',
      code: 'bad_site',
      message: `Cannot look at this page: ${why}`,
      hint: 'An address like https://shop.example/page',
    });
  return readOutgoingUrl(text, { allowedHosts: [host], mostChars: LIMITS.pathChars, refuse });
}

export async function gatherSite({ page, ownOrigins, clock, ownerOf }: SiteQuestion): Promise<SiteFacts> {
  const urls = readSiteUrls(page);
  const own = ownOrigins.map((origin) => new URL(origin).host);
  const ask = createAsk([...urls.flatMap((url) => url?.host ?? []), ...own]);
  const { url, answer, finalUrl, before } = await firstOf(ask, urls);
  const facts: SiteFacts = {
    ...{ url: shown(url), finalUrl: finalUrl && shown(finalUrl), page: plainAnswer(answer), clockMs: null },
    before: before && { url: shown(before.url), problem: before.problem },
    ...{ policies: [], tags: [], ownOrigins: [...ownOrigins], mentionsHeat: false },
  };
  if ('problem' in answer || answer.status !== 200 || !finalUrl) return facts;
  const read = await readPage(textOf(answer));
  const header = answer.headers['content-security-policy'];
  return {
    ...facts,
    clockMs: clockOf(answer.headers, clock.nowMs()),
    policies: [
      ...(header === undefined ? [] : [{ text: header, isMeta: false }]),
      ...read.policies.map((text) => ({ text, isMeta: true })),
    ],
    tags: await tagsOf(read, finalUrl, { ask, ownerOf }),
    mentionsHeat: read.mentionsHeat,
  };
}

type Found = { answer: Raw; finalUrl: URL | null };

/** What answers at one of two addresses, or the other when the first cannot be read. */
async function firstOf(
  ask: Ask,
  [first, second]: [URL, URL?],
): Promise<Found & { url: URL; before: { url: URL; problem: string } | null }> {
  const found = await follow(ask, first);
  if (!second || !('problem' in found.answer)) return { url: first, ...found, before: null };
  const before = { url: first, problem: found.answer.problem };
  return { url: second, ...(await follow(ask, second)), before };
}

async function follow(ask: Ask, start: URL): Promise<Found> {
  let url = start;
  for (let turn = 0; turn <= LIMITS.doctorRedirects; turn += 1) {
    const answer = await ask(url.href, {
      headers: { accept: 'text/html' },
      mostBytes: LIMITS.doctorPageBytes,
    });
    if ('problem' in answer) return { answer, finalUrl: url.href === start.href ? null : url };
    const location = answer.status >= 300 && answer.status < 400 ? answer.headers.location : undefined;
    const next = location === undefined ? null : URL.parse(location, url.href);
    if (!next) return { answer, finalUrl: url };
    url = next;
  }
  return { answer: { problem: `it redirects more than ${LIMITS.doctorRedirects} times` }, finalUrl: null };
}

async function tagsOf(
  { scripts, base }: ReadPage,
  page: URL,
  { ask, ownerOf }: Pick<SiteQuestion, 'ownerOf'> & { ask: Ask },
): Promise<SiteTag[]> {
  const root = (base === null ? null : URL.parse(base, page.href)) ?? page;
  const named = scripts.flatMap((attributes) => {
    const src = URL.parse(attributes.src ?? '', root.href);
    return src ? [{ attributes, src }] : [];
  });
  return Promise.all(
    named.slice(0, LIMITS.doctorNamed).map(async ({ attributes, src }) => {
      const ingestUrl = ingestOf(attributes, src).href;
      const key = attributes['data-project'] ?? optionsOf(attributes).projectKey;
      const [script, ingest, owner] = await Promise.all([
        ask(src.href),
        askDoor(ask, ingestUrl, page.origin),
        typeof key === 'string' && key !== '' ? ownerOf(key.slice(0, LIMITS.nameChars)) : null,
      ]);
      const integrity =
        script.body && 'status' in script && script.status === 200 ? integrityOf(script.body) : null;
      return {
        src: shown(src),
        attributes,
        owner,
        script: plainAnswer(script),
        integrity,
        ingestUrl: shown(new URL(ingestUrl)),
        ingest,
      };
    }),
  );
}

/** As the tracker finds it: `data-endpoint`, that of `data-options`, or the script's own origin. */
function ingestOf(attributes: { readonly [name: string]: string }, src: URL): URL {
  const said = attributes['data-endpoint'] ?? optionsOf(attributes).endpoint;
  const endpoint = (typeof said === 'string' ? URL.parse(said) : null) ?? new URL('/', src);
  return new URL('ingest', endpoint);
}

function optionsOf(attributes: { readonly [name: string]: string }): {
  projectKey?: unknown;
  endpoint?: unknown;
} {
  try {
    const read: unknown = JSON.parse(attributes['data-options'] ?? '{}');
    return typeof read === 'object' && read !== null ? read : {};
  } catch {
    return {};
  }
}

/** Some servers compress without being asked. */
function textOf(answer: Raw): string {
  if ('problem' in answer) return '';
  if (answer.headers['content-encoding'] !== 'gzip' || !answer.body) return answer.text;
  const inflated = gunzip(answer.body, LIMITS.doctorPageBytes);
  return 'bytes' in inflated ? Buffer.from(inflated.bytes).toString() : '';
}

/** Nothing of a query or fragment is repeated: it may hold anything. */
function shown({ origin, pathname }: URL): string {
  return origin + pathname;
}

/** How far the server of the page is ahead; null for an answer out of a cache, and without a date. */
function clockOf(headers: { readonly [name: string]: string }, nowMs: number): number | null {
  const atMs = Date.parse(headers.date ?? '');
  return Number.isNaN(atMs) || Number(headers.age ?? 0) > 0 ? null : atMs - nowMs;
}
