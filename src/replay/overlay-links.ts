// Links that show maps on the live page: what they may read is one page of one project, from pages of one origin, for
// minutes. Pages that count as one by the project's rules and templates are one here too. The maps themselves are the reports' matter.

import type { PageLink } from '../contract/api.ts';
import type { Device } from '../contract/event-types.ts';
import { compilePageRules } from '../contract/page-rules.ts';
import { HeatError } from '../lib/errors.ts';
import { withoutSecrets } from '../lib/url-secrets.ts';
import type { ProjectRow } from '../storage/port-catalog.ts';
import { pageIdOf, templateIdOf } from '../storage/port-pages.ts';
import type { LinkRange } from './page-link.ts';
import { createPageLink, findPageLink, type PageLinksDeps, readAddress } from './page-links.ts';

export type OverlayLinksDeps = PageLinksDeps & {
  /** Gives the page of an address, as events have it. */
  normalizePage: (url: string) => { host: string; path: string };
};

/** What a page that was opened by a link may read. */
export type Sight = { project: ProjectRow; page: string; device: Device | null; range: LinkRange | null };

export type OverlayLinks = {
  /** Throws `invalid` (bad_address, origin_not_allowed) for addresses that are none of the project's. */
  create(
    project: ProjectRow,
    request: { url: string; device?: Device | undefined; range: LinkRange | null },
  ): PageLink;
  /**
   * Throws `unauthorized` (bad_overlay_link) unless the link is ours, alive, not ended, of the project with this write
   * key, and asked from its origin; `forbidden` (another_page) when the page now open neither is the one it was made for
   * nor counts as the same by the project's rules.
   */
  check(asked: { token: string; key: string; origin: string | null; url: string }): Promise<Sight>;
};

export function createOverlayLinks(deps: OverlayLinksDeps): OverlayLinks {
  /** Opaque id of what the address counts as: all pages of a template are one. */
  const pageOf = (url: string, { pageRules }: ProjectRow) => {
    const { host, path } = deps.normalizePage(withoutSecrets(url));
    const group = compilePageRules(pageRules)(host, path);
    const id = group.template === null ? pageIdOf(group.host, group.path) : templateIdOf(group.template);
    return id.toString(36);
  };
  return {
    create(project, { url, device, range }) {
      const page = pageOf(url, project);
      return createPageLink(deps, project, { part: 'overlay', url, device: device ?? null, page, range });
    },
    async check({ token, key, origin, url }) {
      const found = await findPageLink(deps, { part: 'overlay', token, writeKey: key });
      if (!found || found.claims.page === null || found.claims.origin !== origin) throw badLink();
      const { project, claims } = found;
      if (readAddress(url).origin !== origin || pageOf(url, project) !== claims.page) throw anotherPage();
      return { project, page: claims.page, device: claims.device, range: claims.range };
    },
  };
}

function badLink(): HeatError {
  return new HeatError({
    kind: 'unauthorized',
    code: 'bad_overlay_link',
    message: 'This link is not valid here, or its time is over: ask for a new one in the dashboard',
  });
}

function anotherPage(): HeatError {
  return new HeatError({
    kind: 'forbidden',
    code: 'another_page',
    message: 'This link shows the maps of another page: ask for one of this page in the dashboard',
  });
}
