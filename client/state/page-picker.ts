// The pages of a project to choose from: searched, one row opened at a time, and which is shown when nobody chose.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Page, PageRow } from '../../src/contract/api.ts';
import { fetchPages } from '../data/heatmaps.ts';
import { Resource } from './resource.ts';
import { type Scope, writeScope } from './scope.ts';

export class PagePicker implements ReactiveController {
  readonly list: Resource<Page<PageRow>>;
  /** The busiest page of the unsearched list. It stays the same while new events come: nobody wants another map under his eyes. */
  busiest: string | null = null;
  /** Id of the row that is open, of those that stand for several pages. */
  open: string | null = null;

  private readonly host: ReactiveControllerHost;
  private readonly place: () => string;
  private readonly rows: Resource<Page<PageRow>>;
  private busiestOf = '';
  private wanted = '';

  /** `asked` is read at every update of the host. */
  constructor(host: ReactiveControllerHost, asked: () => { projectId: string; scope: Scope }) {
    this.host = host;
    this.place = () => `${asked().projectId} ${writeScope({ ...asked().scope, compare: true })}`;
    const load = (more: { search?: string; within?: string }, signal: AbortSignal) =>
      fetchPages(asked().projectId, { scope: asked().scope, ...more }, signal);
    this.list = new Resource<Page<PageRow>>(host, {
      key: () => `${this.place()} ${this.wanted}`,
      load: (signal) => load({ search: this.wanted }, signal),
    });
    this.rows = new Resource<Page<PageRow>>(host, {
      key: () => this.open && `${this.place()} ${this.open}`,
      load: (signal) => load({ within: this.open ?? '' }, signal),
    });
    host.addController(this);
  }

  get search(): string {
    return this.wanted;
  }
  set search(text: string) {
    this.wanted = text;
    this.host.requestUpdate();
  }

  /** The pages in the open row; null while they are loaded or when they cannot be. */
  get members(): Page<PageRow> | null {
    return this.rows.isStale ? null : this.rows.value;
  }

  /** The row of a page, if it is listed. */
  row(page: string | null): PageRow | undefined {
    return this.list.value?.items.find((row) => row.page === page);
  }

  toggle(row: string): void {
    this.open = this.open === row ? null : row;
    this.host.requestUpdate();
  }

  hostUpdate(): void {
    const { value, isStale } = this.list;
    if (this.wanted !== '' || !value || isStale) return;
    const place = this.place();
    if (place === this.busiestOf && this.row(this.busiest)) return;
    this.busiestOf = place;
    this.busiest = value.items[0]?.page ?? null;
  }

  hostConnected(): void {}
}
