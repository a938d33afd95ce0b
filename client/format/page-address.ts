// Where a page of a project can be opened, guessed from its host: what was stored has no scheme.

import type { PageRow } from '../../src/contract/api.ts';

/** The address of a page, of several the one visited most; with the scheme of a matching origin, else https but on this machine. */
export function pageAddress({ host, path, group }: PageRow, origins: readonly string[]): string {
  const page = group?.lead ?? { host, path };
  const origin = origins.find((one) => one.endsWith(`//${page.host}`));
  const scheme = /^(localhost|127\.)/.test(page.host) ? 'http' : 'https';
  return `${origin ?? `${scheme}://${page.host}`}${page.path}`;
}
