// The snapshots of a page to choose from: device class, width, when it was taken, and which clicks its layout belongs to.
// Removes one when asked twice.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { SnapshotView } from '../../src/contract/api.ts';
import { removeSnapshot } from '../data/snapshots.ts';
import { count, formatNumber } from '../format/number.ts';
import { formatInstant } from '../format/time.ts';
import { Task } from '../state/task.ts';
import { baseStyles, buttonStyles, cardStyles, panelStyles } from '../styles/shared.ts';
import type { HeatConfirm } from './heat-confirm.ts';
import './heat-confirm.ts';
import { icon } from './icons.ts';
import { said } from './said.ts';
import { layoutSpan } from './snapshot-layouts.ts';

/** Fires `snapshot-chosen` {id: string | null} and `snapshot-removed`. */
@customElement('heat-snapshot-picker')
export class HeatSnapshotPicker extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    panelStyles,
    css`
      :host { display: inline-flex; position: relative; }
      summary { list-style: none; }
      summary::-webkit-details-marker { display: none; }
      .panel { left: var(--panel-left, auto); right: var(--panel-right, 0); width: 360px; max-height: 60dvh; overflow: auto; }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; }
      .option { display: grid; gap: 2px; padding: var(--space-2); }
      .option small { font-weight: 400;  color: var(--muted); font-size: var(--size-xs); }
      .option[aria-current='true'] { background: var(--ember-soft); }
      .said { padding: 0 var(--space-2); font-size: var(--size-xs); }
      @media (max-width: 640px) { .panel { left: 0; right: 0; width: auto; } }
    `,
  ];

  private readonly task = new Task(this);

  @query('details') private details!: HTMLDetailsElement | null;
  @query('heat-confirm') private confirm!: HeatConfirm | null;

  @property() projectId = '';
  @property() timeZone = 'UTC';
  /** Newest first. */
  @property({ attribute: false }) snapshots: readonly SnapshotView[] = [];
  @property({ attribute: false }) shown: SnapshotView | null = null;
  @state() private asked: SnapshotView | null = null;

  private choose(id: string): void {
    if (this.details) this.details.open = false;
    this.dispatchEvent(new CustomEvent('snapshot-chosen', { detail: { id } }));
  }

  private async askRemoval(snapshot: SnapshotView): Promise<void> {
    this.asked = snapshot;
    await this.updateComplete;
    this.confirm?.ask();
  }

  private readonly handleRemove = async (): Promise<void> => {
    const { asked } = this;
    if (!asked) return;
    const isDone = await this.task.run(() => removeSnapshot(this.projectId, asked.id), 'Removed');
    if (!isDone) return;
    if (this.shown?.id === asked.id)
      this.dispatchEvent(new CustomEvent('snapshot-chosen', { detail: { id: null } }));
    this.dispatchEvent(new CustomEvent('snapshot-removed'));
  };

  private readonly handleLeave = (event: FocusEvent): void => {
    const isInside = event.relatedTarget instanceof Node && this.renderRoot.contains(event.relatedTarget);
    if (this.details && event.relatedTarget && !isInside) this.details.open = false;
  };

  private readonly handleKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.details?.open) return;
    this.details.open = false;
    this.renderRoot.querySelector('summary')?.focus();
  };

  private nameOf({ device, viewportW }: SnapshotView): string {
    return `${device[0]?.toUpperCase()}${device.slice(1)}, ${formatNumber(viewportW)} px`;
  }

  private renderSnapshot(snapshot: SnapshotView) {
    const nowMs = Date.now();
    const at = (ms: number) => formatInstant(ms, this.timeZone, nowMs);
    const { fromMs, untilMs } = layoutSpan(snapshot, this.snapshots);
    const clicks =
      untilMs === null ? `clicks since ${at(fromMs)}` : `clicks from ${at(fromMs)} until ${at(untilMs)}`;
    const name = this.nameOf(snapshot);
    return html`<li>
      <button type="button" class="option" aria-current=${snapshot.id === this.shown?.id} @click=${() => this.choose(snapshot.id)}>
        <span>${name}${snapshot.isMasked ? ' · a visitor’s, masked' : ''}</span>
        <small>Taken ${at(snapshot.createdAtMs)}</small><small>Layout <code>${snapshot.layoutHash.slice(0, 5)}</code>: ${clicks}</small></button>
      <button type="button" class="button danger quiet" aria-label="Remove the snapshot ${name}, taken ${at(snapshot.createdAtMs)}" @click=${() => this.askRemoval(snapshot)}>Remove</button>
    </li>`;
  }

  protected override render() {
    const { shown, snapshots } = this;
    if (!shown) return nothing;
    return html`<details @focusout=${this.handleLeave} @keydown=${this.handleKey}>
        <summary class="button" title="Which snapshot lies under the map">${snapshots.length === 1 ? 'Snapshot' : count(snapshots.length, 'snapshot')} ${icon('chevron', 14)}</summary>
        <div class="panel"><ul aria-label="Snapshots of this page">${snapshots.map((snapshot) => this.renderSnapshot(snapshot))}</ul>${said(this.task)}</div>
      </details>
      <heat-confirm heading="Remove this snapshot?" action="Remove snapshot" @confirmed=${this.handleRemove}>${this.asked ? this.nameOf(this.asked) : ''}. Its clicks stay; maps of its time lie over another snapshot of the page, or over the boxes that the tracker saw.</heat-confirm>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-snapshot-picker': HeatSnapshotPicker;
  }
}
