// The snapshot that a map or a replay lies over: of the page, device class and time that were asked for, else the newest of
// the page; the owner's before those of visitors.

import type { ReactiveControllerHost } from 'lit';
import type { SnapshotView } from '../../src/contract/api.ts';
import { bestSnapshot, needsLayout } from '../../src/contract/best-snapshot.ts';
import type { Device } from '../../src/contract/event-types.ts';
import type { Layout } from '../../src/contract/layouts.ts';
import type { SnapshotContent } from '../../src/contract/snapshot.ts';
import { fetchSnapshot, fetchSnapshots } from '../data/snapshots.ts';
import { Resource } from './resource.ts';

export type WantedSnapshot = {
  projectId: string;
  page: string;
  device: Device | null;
  /** How most of those saw it whom the map counts; `awaited` while the map is on its way. */
  layout?: Layout | null | 'awaited';
  /** Of several pages that count as one the page visited most: its snapshots come first. */
  lead?: string | undefined;
  /** What the page looked like at that moment, UTC ms; else what it looks like now. */
  atMs?: number | undefined;
  /** Id of the snapshot that somebody chose. */
  chosen?: string | null;
};

export class PageSnapshot {
  private readonly list: Resource<SnapshotView[]>;
  private readonly one: Resource<SnapshotContent>;
  private readonly wanted: () => WantedSnapshot | null;

  /** `wanted` is asked at every update of the host. */
  constructor(host: ReactiveControllerHost, wanted: () => WantedSnapshot | null) {
    this.wanted = wanted;
    this.list = new Resource<SnapshotView[]>(host, {
      key: () => {
        const asked = wanted();
        return asked && `${asked.projectId} ${asked.page}`;
      },
      load: (signal) => {
        const { projectId, page } = wanted() as WantedSnapshot;
        return fetchSnapshots(projectId, page, signal);
      },
    });
    this.one = new Resource<SnapshotContent>(host, {
      key: () => this.view && `${wanted()?.projectId} ${this.view.id}`,
      load: (signal) => fetchSnapshot(wanted()?.projectId ?? '', this.view?.id ?? '', signal),
    });
  }

  /** What is known of it; null when the page has none or it is not known yet. */
  get view(): SnapshotView | null {
    if (this.list.isStale) return null;
    const { device = null, layout, lead, atMs, chosen } = this.wanted() ?? {};
    const stored = this.list.value ?? [];
    const named = stored.find(({ id }) => id === chosen);
    if (named || this.isAwaiting) return named ?? null;
    return bestSnapshot(stored, { device, layout: layout === 'awaited' ? null : layout, lead, atMs });
  }

  /** Which of them it is only the map tells, and it is on its way. */
  private get isAwaiting(): boolean {
    const { device = null, layout, lead, chosen } = this.wanted() ?? {};
    const stored = this.list.value ?? [];
    if (layout !== 'awaited' || stored.some(({ id }) => id === chosen)) return false;
    return needsLayout(stored, { device, lead });
  }

  /** All of the page, newest first. */
  get all(): readonly SnapshotView[] {
    return (this.list.isStale ? null : this.list.value) ?? [];
  }

  /** The page itself, once it is loaded. */
  get content(): SnapshotContent | null {
    return this.one.isStale || !this.view ? null : this.one.value;
  }

  /** Width at which it is laid out: as chosen, else as wide as the windows of those who are looked at; null without it. */
  widthAt(chosenPx: number | null, typicalPx: number | null): number | null {
    const { view, content } = this;
    if (!view || !content) return null;
    const { device = null } = this.wanted() ?? {};
    return chosenPx ?? (device === null || device === view.device ? null : typicalPx) ?? view.viewportW;
  }

  /** True until it is known whether the page has one, and while it is loaded. */
  get isPending(): boolean {
    if (this.wanted() === null) return false;
    if (this.list.isStale || (this.list.value === null && this.list.error === null)) return true;
    if (this.isAwaiting) return true;
    return this.view !== null && this.content === null && this.one.error === null;
  }

  /** Asks again whether there is a newer one. */
  refresh(): void {
    this.list.refresh();
  }
}
