// From a cleaned snapshot to what is stored of it. Who may store it was decided before.

import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { SnapshotView } from '../contract/api.ts';
import type { Device } from '../contract/event-types.ts';
import { LIMITS } from '../contract/limits.ts';
import type { SnapshotContent } from '../contract/snapshot.ts';
import type { Clock } from '../lib/clock.ts';
import { randomCode } from '../lib/id.ts';
import { withoutSecrets } from '../lib/url-secrets.ts';
import type { SnapshotRow, SnapshotStore, StoredSnapshot } from '../storage/port-snapshots.ts';
import { layoutHash } from './layout-hash.ts';

export type StoreSnapshotDeps = {
  store: SnapshotStore;
  clock: Clock;
  /** Gives the page id of an address, as events have it. */
  normalizePage: (url: string) => { page: number };
};

const compress = promisify(gzip);
const ID_CHARS = 16;

/** The row of a snapshot; its device class is that of the window's width unless it is given. */
export function snapshotRow(
  { clock, normalizePage }: Omit<StoreSnapshotDeps, 'store'>,
  content: SnapshotContent,
  facts: { projectNo: number; device: Device | null; isMasked: boolean },
): SnapshotRow {
  const { viewport, doc, title, nodes } = content;
  const [viewportW, viewportH] = viewport;
  const [docW, docH] = doc;
  const url = withoutSecrets(content.url);
  return {
    id: randomCode(ID_CHARS),
    projectNo: facts.projectNo,
    page: normalizePage(url).page,
    url,
    title,
    device: facts.device ?? deviceOfWidth(viewportW),
    ...{ viewportW, viewportH, docW, docH },
    layoutHash: layoutHash(nodes),
    nodes: nodes.length,
    createdAtMs: clock.nowMs(),
    isMasked: facts.isMasked,
  };
}

/** Packs and stores; answers it as the API shows it. */
export async function storeSnapshot(
  store: SnapshotStore,
  row: SnapshotRow,
  content: SnapshotContent,
): Promise<SnapshotView> {
  const packed = await compress(JSON.stringify({ ...content, url: row.url }));
  await store.add(row, packed, {
    perPage: LIMITS.snapshotsPerPage,
    perProject: LIMITS.snapshotsPerProject,
  });
  return snapshotView({ ...row, bytes: packed.length });
}

export function snapshotView(stored: StoredSnapshot): SnapshotView {
  const { projectNo: _, page, ...view } = stored;
  return { ...view, page: page.toString(36) };
}

export function deviceOfWidth(width: number): Device {
  if (width <= LIMITS.phoneScreenPx) return 'mobile';
  return width < LIMITS.tabletScreenPx ? 'tablet' : 'desktop';
}
