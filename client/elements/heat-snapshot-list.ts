// The snapshots that are stored of a project's pages: whose they are, how large, and away with them.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ProjectView, SnapshotView } from '../../src/contract/api.ts';
import { projectPath } from '../app/router.ts';
import { fetchSnapshots, removeSnapshot } from '../data/snapshots.ts';
import { formatNumber } from '../format/number.ts';
import { DEVICE_LABELS } from '../format/scope.ts';
import { formatInstant } from '../format/time.ts';
import { Resource } from '../state/resource.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles } from '../styles/shared.ts';
import type { HeatConfirm } from './heat-confirm.ts';
import './heat-confirm.ts';
import './heat-state.ts';
import { readablePath } from '../format/path.ts';
import { said } from './said.ts';

/** Rows before "Show all". */
const FIRST_ROWS = 6;

@customElement('heat-snapshot-list')
export class HeatSnapshotList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    sectionStyles,
    css`
      :host { display: block; }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 var(--space-3); align-items: center; padding: var(--space-3) 0; border-top: 1px solid var(--line); }
      li .name { display: flex; align-items: center; gap: var(--space-2); font-weight: var(--weight-medium); min-width: 0; }
      li .about { grid-column: 1; color: var(--muted); font-size: var(--size-xs); }
      li .button { grid-column: 2; grid-row: 1 / span 2; }
      .why { margin-bottom: var(--space-3); }
      heat-state { --state-height: 96px; --state-padding: var(--space-3) 0; }
    `,
  ];

  private readonly list = new Resource<SnapshotView[]>(this, {
    key: () => this.project.id,
    load: (signal) => fetchSnapshots(this.project.id, null, signal),
  });
  private readonly task = new Task(this);

  @property({ attribute: false }) project!: ProjectView;
  @state() private asked: SnapshotView | null = null;
  @state() private isWhole = false;

  private handleAsk(snapshot: SnapshotView): void {
    this.asked = snapshot;
    this.shadowRoot?.querySelector<HeatConfirm>('heat-confirm')?.ask();
  }

  private readonly handleRemove = async (): Promise<void> => {
    const { asked } = this;
    if (!asked) return;
    if (await this.task.run(() => removeSnapshot(this.project.id, asked.id), 'Removed')) this.list.refresh();
  };

  private renderRow(snapshot: SnapshotView) {
    const { url, page, device, viewportW, bytes, createdAtMs, isMasked } = snapshot;
    const path = readablePath(pathOf(url));
    const map = `${projectPath(this.project.id, 'heatmaps')}?page=${encodeURIComponent(page)}`;
    const about = [
      `${DEVICE_LABELS[device]}, ${formatNumber(viewportW)} px wide`,
      `${formatNumber(Math.max(1, Math.round(bytes / 1000)))} KB`,
      formatInstant(createdAtMs, this.project.timeZone, Date.now()),
    ];
    return html`<li>
      <span class="name"><a class="truncate" href=${map} title=${url}>${path}</a>${
        isMasked
          ? html`<span class="chip" title="Taken by a visitor’s browser: words are bars, pictures are boxes">masked</span>`
          : nothing
      }</span>
      <span class="about num">${about.join(' · ')}</span>
      <button class="button danger quiet" aria-label="Remove the snapshot of ${path}" @click=${() => this.handleAsk(snapshot)}>Remove</button>
    </li>`;
  }

  private renderList() {
    const { value, error } = this.list;
    if (error !== null)
      return html`<heat-state status="error" .error=${error} @retried=${() => this.list.retry()}></heat-state>`;
    if (value === null) return html`<heat-state lines="3"></heat-state>`;
    if (value.length === 0)
      return html`<p class="why">None yet: open a heatmap and take one of the page under it.</p>`;
    const rows = this.isWhole ? value : value.slice(0, FIRST_ROWS);
    const more = value.length - rows.length;
    return html`<ul aria-label="Snapshots">${rows.map((row) => this.renderRow(row))}</ul>
      ${more > 0 ? html`<button class="button" @click=${() => (this.isWhole = true)}>Show ${formatNumber(more)} more</button>` : nothing}`;
  }

  protected override render() {
    return html`<section class="card section">
      <h2>Snapshots</h2>
      <p class="why">The pages under your heatmaps and replays, as they were when the snapshot was taken. At most twelve of a page and device class stay.</p>
      ${this.renderList()}
      <p>${said(this.task)}</p>
      <heat-confirm heading="Remove this snapshot?" action="Remove snapshot" @confirmed=${this.handleRemove}>Maps of ${this.asked ? pathOf(this.asked.url) : 'the page'} lie over another snapshot then, or over the boxes that were seen. A new one can be taken at any time.</heat-confirm>
    </section>`;
  }
}

function pathOf(url: string): string {
  const { pathname, search, hash } = new URL(url);
  return pathname + search + hash;
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-snapshot-list': HeatSnapshotList;
  }
}
