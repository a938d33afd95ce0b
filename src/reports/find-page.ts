// The page that a person names on a terminal: by its path, its address, a template's pattern, or its id.

import type { PageRow } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { templateIdOf } from '../storage/port-pages.ts';
import { listPages } from './pages.ts';
import { opaqueId, readOpaqueId } from './parameters.ts';
import type { ResolvedScope } from './scope.ts';

const SHOWN = 5;

/**
 * Id of the page or template, for the other questions. `pagesLine` is the command that lists pages, for hints. Throws `not_found` with pages that are alike, and `invalid` with
 * all addresses when several hosts have the path.
 */
export async function findPage(
  store: ReportStore,
  { scope, given, pagesLine }: { scope: ResolvedScope; given: string; pagesLine: string },
  options: QueryOptions = {},
): Promise<string> {
  const name = given.trim();
  if (scope.pageRules.templates.includes(name)) return opaqueId(templateIdOf(name));
  if (!name.includes('/') && readOpaqueId(name) !== null) return name;
  const { host, path } = addressOf(name);
  const search = path === '/' ? (host ?? path) : path;
  const limit = String(LIMITS.pageRowsMax);
  const { items } = await listPages(store, { scope, search, limit }, options);
  const found = items.filter((row) => row.path === path && (host === null || row.host === host));
  const [only] = found;
  if (only && found.length === 1) return only.page;
  throw found.length > 1 ? severalHosts(path, found) : noPage(name, items, pagesLine);
}

/** `/pricing`, `shop.example/pricing` and `https://shop.example/pricing/` alike. */
function addressOf(name: string): { host: string | null; path: string } {
  const plain = name.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const slash = plain.indexOf('/');
  if (slash < 0) return { host: plain.toLowerCase(), path: '/' };
  const path = plain.slice(slash).replace(/(.)\/+$/, '$1');
  return { host: slash === 0 ? null : plain.slice(0, slash).toLowerCase(), path };
}

function severalHosts(path: string, rows: readonly PageRow[]): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'several_pages',
    message: `Which page? ${rows.length} hosts have "${path}"`,
    hint: rows.map((row) => `${row.host}${row.path}`).join(', '),
  });
}

function noPage(name: string, alike: readonly PageRow[], pagesLine: string): HeatError {
  const known = alike.slice(0, SHOWN).map(({ host, path }) => `${host}${path}`);
  return new HeatError({
    kind: 'not_found',
    code: 'page_not_found',
    message: `Cannot find page "${name}" in this range`,
    hint:
      known.length > 0
        ? `Alike: ${known.join(', ')}`
        : `A longer range may have it: --period 12mo. Pages that were seen: ${pagesLine}`,
  });
}
