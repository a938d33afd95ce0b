// Links into the tracker: made for a page of a project, good there only, and ended for all of a project at once. What a
// good link permits is its part's matter.

import type { PageLink } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import { LINKS_ENDED } from '../contract/project-settings.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { isAllowedOrigin, originRules } from '../lib/origin-rules.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { ProjectRow } from '../storage/port-catalog.ts';
import { LINK_MS, type LinkClaims, type LinkPart, signLink, verifyLink, withLink } from './page-link.ts';

export type PageLinksDeps = {
  clock: Clock;
  /** Sign links: the installation's. */
  secrets: Secrets;
  projects: {
    findByNo: (no: number) => Promise<ProjectRow | null>;
    findByWriteKey: (writeKey: string) => Promise<ProjectRow | null>;
  };
};

/**
 * Opens `url` with the part. Throws `invalid` (bad_address, origin_not_allowed) for addresses that are none of the
 * project's.
 */
export function createPageLink(
  { clock, secrets }: Pick<PageLinksDeps, 'clock' | 'secrets'>,
  project: ProjectRow,
  request: Pick<LinkClaims, 'device' | 'page' | 'range'> & { part: LinkPart; url: string },
): PageLink {
  const { part, url, device, page, range } = request;
  const address = readAddress(url);
  refuseForeignOrigin(project, address.origin);
  const expiresAtMs = clock.nowMs() + LINK_MS[part];
  const claims = { projectNo: project.no, origin: address.origin, device, page, range, expiresAtMs };
  return { url: withLink(address, signLink(part, claims, secrets()[0])), expiresAtMs };
}

/**
 * What a link says, and of which project, on a page with this write key; null unless it is ours, alive, not ended, and
 * of the project that the page belongs to: nobody can have another site's pages sent to his own project.
 */
export async function findPageLink(
  { clock, secrets, projects }: PageLinksDeps,
  { part, token, writeKey }: { part: LinkPart; token: string; writeKey: string },
): Promise<{ claims: LinkClaims; project: ProjectRow } | null> {
  const claims = verifyLink(part, token, { secrets: secrets(), nowMs: clock.nowMs() });
  const project = claims && (await projects.findByWriteKey(writeKey));
  if (!project || project.no !== claims.projectNo) return null;
  const endedAtMs = Number(project.settings[LINKS_ENDED] ?? 0);
  return claims.expiresAtMs - LINK_MS[part] > endedAtMs ? { claims, project } : null;
}

/** Throws `invalid` (bad_address). */
export function readAddress(text: string): URL {
  const url = text.length <= LIMITS.pathChars ? URL.parse(text) : null;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_address',
    message: 'Cannot open this address: it is none of a web page (https://…)',
    details: { field: 'url' },
  });
}

/** Throws `invalid`, or another kind, (origin_not_allowed). */
export function refuseForeignOrigin(
  project: Pick<ProjectRow, 'origins'>,
  origin: string,
  kind: 'invalid' | 'forbidden' = 'invalid',
): void {
  if (!isAllowedOrigin(originRules(project.origins), origin)) throw foreignOrigin(kind);
}

export function foreignOrigin(kind: 'invalid' | 'forbidden'): HeatError {
  return new HeatError({
    kind,
    code: 'origin_not_allowed',
    message: 'Cannot use this page: it is not on one of the origins of this project',
  });
}
