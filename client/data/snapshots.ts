// Page snapshots, as the API gives them.

import type { Page, PageLink, SnapshotView } from '../../src/contract/api.ts';
import type { SnapshotContent } from '../../src/contract/snapshot.ts';
import type { Scope } from '../state/scope.ts';
import { deleteJson, getJson, postJson } from './api.ts';

/** Newest first; of one page, or of the whole project when `page` is null. */
export const fetchSnapshots = async (
  projectId: string,
  page: string | null,
  signal: AbortSignal,
): Promise<SnapshotView[]> =>
  (await getJson<Page<SnapshotView>>(`${pathOf(projectId)}/snapshots`, { query: { page }, signal })).items;

export const fetchSnapshot = (projectId: string, id: string, signal: AbortSignal): Promise<SnapshotContent> =>
  getJson(`${pathOf(projectId)}/snapshots/${encodeURIComponent(id)}`, { signal });

/** Rejects with `not_found` when it is gone already. */
export const removeSnapshot = (projectId: string, id: string): Promise<void> =>
  deleteJson(`${pathOf(projectId)}/snapshots/${encodeURIComponent(id)}`);

/** A link that takes the snapshot of `url` when it is opened. Rejects with `invalid` for addresses of other sites. */
export const createSnapshotLink = (projectId: string, url: string): Promise<PageLink> =>
  postJson(`${pathOf(projectId)}/snapshot-links`, { url });

/** A link that shows the maps of `url` over the live page, in the range and device class of the scope. Rejects likewise. */
export function createOverlayLink(projectId: string, url: string, scope: Scope): Promise<PageLink> {
  const { device, period, fromMs, toMs } = scope;
  const range = period === null ? { from: String(fromMs), to: String(toMs) } : { period };
  return postJson(`${pathOf(projectId)}/overlay-links`, { url, ...range, ...(device ? { device } : {}) });
}

/** No link into a page of the project that was made until now opens anything any more. */
export const endPageLinks = (projectId: string): Promise<void> =>
  deleteJson(`${pathOf(projectId)}/page-links`);

function pathOf(projectId: string): string {
  return `/projects/${encodeURIComponent(projectId)}`;
}
