// Page snapshots: the link that lets an owner take one, the upload that his browser makes, and what is stored.
// Nothing here fetches an address, and nothing is stored that was not cleaned.

import type { PageLink, SnapshotView } from '../contract/api.ts';
import type { Device } from '../contract/event-types.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import type { ProjectRow } from '../storage/port-catalog.ts';
import { cleanSnapshot } from './clean-snapshot.ts';
import type { LinkClaims } from './page-link.ts';
import {
  createPageLink,
  findPageLink,
  foreignOrigin,
  type PageLinksDeps,
  readAddress,
  refuseForeignOrigin,
} from './page-links.ts';
import { readUpload } from './read-upload.ts';
import { type StoreSnapshotDeps, snapshotRow, snapshotView, storeSnapshot } from './store-snapshot.ts';

export type SnapshotsDeps = PageLinksDeps & StoreSnapshotDeps;

/** What may be uploaded: of which project, and of which web origin (null: any that the project allows). */
export type Permit = Pick<LinkClaims, 'projectNo' | 'device'> & { origin: string | null };

export type Snapshots = {
  /** Throws `invalid` (bad_address, origin_not_allowed) for addresses that are none of the project's. */
  createLink(project: ProjectRow, request: { url: string; device?: Device | undefined }): PageLink;
  /**
   * What a link permits on a page with this write key. Throws `unauthorized` (bad_snapshot_link) unless it is ours,
   * alive, and of the project that the page belongs to: nobody can have another site's pages sent to his own project.
   */
  checkLink(token: string, writeKey: string): Promise<Permit>;
  /** Cleans and stores an upload. Throws `invalid`, `too_large`, `forbidden` (origin_not_allowed). */
  receive(body: Uint8Array, permit: Permit): Promise<SnapshotView>;
  /** Newest first; of these pages (opaque ids) or of all. */
  list(projectNo: number, pages?: readonly string[]): Promise<SnapshotView[]>;
  /** Gzipped JSON of a SnapshotContent. Throws `not_found`. */
  read(projectNo: number, id: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Throws `not_found`. */
  remove(projectNo: number, id: string): Promise<void>;
};

export function createSnapshots(deps: SnapshotsDeps): Snapshots {
  const { store } = deps;
  return {
    createLink: (project, { url, device }) =>
      createPageLink(deps, project, {
        part: 'snapshot',
        url,
        device: device ?? null,
        page: null,
        range: null,
      }),
    async checkLink(token, writeKey) {
      const found = await findPageLink(deps, { part: 'snapshot', token, writeKey });
      if (!found) throw badLink();
      return found.claims;
    },
    async receive(body, permit) {
      const content = cleanSnapshot(readUpload(body));
      const address = readAddress(content.url);
      const project = await deps.projects.findByNo(permit.projectNo);
      if (!project) throw badLink();
      if (permit.origin !== null && permit.origin !== address.origin) throw foreignOrigin('forbidden');
      refuseForeignOrigin(project, address.origin);
      const row = snapshotRow(deps, content, {
        projectNo: project.no,
        device: permit.device,
        isMasked: false,
      });
      return storeSnapshot(store, row, content);
    },
    async list(projectNo, pages) {
      const ids = pages?.map(readPageId);
      const only = ids?.length === 1 ? (ids[0] ?? null) : null;
      const rows = await store.list(projectNo, only, LIMITS.snapshotsPerProject);
      return (ids ? rows.filter(({ page }) => ids.includes(page)) : rows).map(snapshotView);
    },
    async read(projectNo, id) {
      const body = await store.read(projectNo, id);
      if (body) return body;
      throw new HeatError({
        kind: 'not_found',
        code: 'snapshot_not_found',
        message: 'There is no such snapshot',
      });
    },
    remove: (projectNo, id) => store.remove(projectNo, id),
  };
}

function readPageId(page: string): number {
  const id = /^[0-9a-z]{1,11}$/.test(page) ? Number.parseInt(page, 36) : Number.NaN;
  if (Number.isSafeInteger(id)) return id;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_parameter',
    message: 'The parameter "page" is not the id of a page',
    details: { field: 'page' },
  });
}

function badLink(): HeatError {
  return new HeatError({
    kind: 'unauthorized',
    code: 'bad_snapshot_link',
    message:
      'This snapshot link is not valid here, or its five minutes are over: ask for a new one in the dashboard',
  });
}
