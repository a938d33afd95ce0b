// The built files of public/, read once at start into a map with exact paths as keys: no path of a request ever
// reaches a file system. Each file knows its type, how long it may be cached and its compressed variants.
// @elysiajs/static serves only the demo site (demo-site.ts): its ETags are unquoted, it knows no compressed variants
// and its answers carry none of our headers.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { readBuiltFile } from '../lib/built-file.ts';
import { DASHBOARD_PAGE, SNAPSHOT_FRAME_PAGE } from './content-policy.ts';

export type Encoding = 'br' | 'gzip';
export type Asset = {
  /** The file as it is: read at the first call, as hardly a client takes no smaller form. */
  plain: () => Variant;
  encoded: ReadonlyMap<Encoding, Variant>;
  /** Headers of every variant. */
  headers: Readonly<Record<string, string>>;
};
export type Variant = { bytes: Uint8Array<ArrayBuffer>; etag: string };

/** Keys are paths like `/assets/main-1a2b3c4d.js`; empty when the folder is missing. */
export type AssetMap = ReadonlyMap<string, Asset>;

const TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.json', 'application/json; charset=utf-8'],
  ['.map', 'application/json; charset=utf-8'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.webmanifest', 'application/manifest+json'],
]);
const ENCODINGS: readonly [Encoding, string][] = [
  ['br', '.br'],
  ['gzip', '.gz'],
];

/** The address under which the tracker's files will not change their meaning. */
const TRACKER_VERSION = 'v1';

/** Content type by the name's ending; undefined for what is never served. */
export function contentTypeOf(name: string): string | undefined {
  return TYPES.get(extname(name));
}

/**
 * Reads all files of `publicDir` but the demo site's whose type is known, whether they are stored as they are or only
 * compressed; `index.html` files answer for their folder too, the tracker also under v1/.
 */
export function loadAssets(publicDir: string): AssetMap {
  const assets = new Map<string, Asset>();
  if (!existsSync(publicDir)) return assets;
  const stored = new Set(
    (readdirSync(publicDir, { recursive: true }) as string[]).map((name) => name.replaceAll('\\', '/')),
  );
  const names = new Set([...stored].map((name) => name.replace(/\.(br|gz)$/, '')));
  for (const name of names) {
    const type = name.startsWith('demo/') ? undefined : contentTypeOf(name);
    if (type === undefined || isFolder(publicDir, name, stored)) continue;
    const asset = readAsset({ publicDir, name, type, stored });
    assets.set(`/${name}`, asset);
    if (isTracker(name)) assets.set(`/${TRACKER_VERSION}/${name}`, asset);
    if (name === 'index.html' || name.endsWith('/index.html')) {
      assets.set(`/${name.slice(0, -'index.html'.length)}`, asset);
    }
  }
  return assets;
}

function isFolder(publicDir: string, name: string, stored: ReadonlySet<string>): boolean {
  return stored.has(name) && statSync(join(publicDir, name)).isDirectory();
}

function readAsset(file: { publicDir: string; name: string; type: string; stored: Set<string> }): Asset {
  const path = join(file.publicDir, file.name);
  const encoded = new Map<Encoding, Variant>();
  const forms = [['', ''] as const, ...ENCODINGS].flatMap(([encoding, suffix]) =>
    file.stored.has(file.name + suffix) ? [{ encoding, bytes: readBytes(path + suffix) }] : [],
  );
  // Any form tells one content from another.
  const hash = Bun.hash.xxHash64(forms[0]?.bytes ?? '').toString(36);
  for (const { encoding, bytes } of forms) {
    if (encoding !== '') encoded.set(encoding, { bytes, etag: `"${hash}-${encoding}"` });
  }
  return {
    plain: once(() => ({ bytes: readBuiltFile(path) ?? new Uint8Array(), etag: `"${hash}"` })),
    encoded,
    headers: { 'content-type': file.type, ...headersOf(file.name) },
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function readBytes(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(path));
}

function headersOf(name: string): Record<string, string> {
  const vary = { vary: 'accept-encoding' };
  if (/^snapshot-frame(-quirks)?\.html$/.test(name))
    return { ...vary, 'cache-control': 'no-cache', ...SNAPSHOT_FRAME_PAGE };
  if (name.endsWith('.html')) return { ...vary, 'cache-control': 'no-cache', ...DASHBOARD_PAGE };
  // The build puts a hash of the content into the names under assets/.
  if (name.startsWith('assets/')) return { ...vary, 'cache-control': 'public, max-age=31536000, immutable' };
  const cached = { ...vary, 'cache-control': 'public, max-age=3600' };
  return isTracker(name) ? { ...cached, ...ANY_ORIGIN } : cached;
}

/** The tracker is loaded by pages of other origins, also as a module. */
const ANY_ORIGIN = { 'cross-origin-resource-policy': 'cross-origin', 'access-control-allow-origin': '*' };

function isTracker(name: string): boolean {
  return /^heat[\w.-]*\.m?js$/.test(name);
}
