// What page an address means: the same page has one host and path however the address was written.
// The id of a page is a hash of both, so that every engine and every rebuild gives it the same one.

import { hash52 } from '../lib/hash.ts';
import { isDroppedParameter } from './dropped-parameters.ts';

export type NormalPage = {
  page: number;
  /** Lower case with a port that is not the scheme's default; empty for files and addresses without a host. */
  host: string;
  /** Path, kept query parameters in order of name, and a route kept in the fragment (`#/cart`). */
  path: string;
};

// Addresses without scheme and host are read against this one, and lose it again.
const NO_HOST = 'http://no-host.invalid';

/** Normalises an absolute address, a `file:` one or a bare path; never throws. */
export function normalizePage(address: string): NormalPage {
  const url = parseAddress(address);
  if (url === null) return pageOf('', address);
  const host = url.origin === NO_HOST ? '' : url.host.toLowerCase();
  const opaque = host === '' && !url.pathname.startsWith('/') ? url.protocol : '';
  return pageOf(host, opaque + normalPath(url.pathname) + keptQuery(url) + route(url.hash));
}

/** Reads an address as a URL; a bare path gets a host that stands for none. Null when it is no address at all. */
export function parseAddress(address: string): URL | null {
  return URL.parse(address) ?? URL.parse(address, NO_HOST);
}

function pageOf(host: string, path: string): NormalPage {
  return { page: hash52(host + path), host, path };
}

function normalPath(pathname: string): string {
  const trimmed = pathname.replace(/\/+$/, '');
  return trimmed === '' && pathname.startsWith('/') ? '/' : trimmed;
}

function keptQuery(url: URL): string {
  if (url.search === '') return '';
  const kept = new URLSearchParams();
  for (const [name, value] of url.searchParams) if (!isDroppedParameter(name)) kept.append(name, value);
  kept.sort();
  return kept.size === 0 ? '' : `?${kept}`;
}

// Single-page applications without server support route in the fragment; other fragments are places on a page.
function route(hash: string): string {
  if (!hash.startsWith('#/') && !hash.startsWith('#!/')) return '';
  const end = hash.indexOf('?');
  const path = normalPath(end === -1 ? hash : hash.slice(0, end));
  return path === '#' || path === '#!' ? '' : path;
}
