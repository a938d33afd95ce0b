// Removes the sessions that a filtered list shows, for who was sent nonsense: says what would go, asks, orders it and waits.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ProjectView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import type { Purge, PurgePreview } from '../../src/contract/purges.ts';
import { messageOf } from '../data/api.ts';
import { fetchPurgePreview, findPurge, orderPurge } from '../data/purges.ts';
import { count } from '../format/number.ts';
import { formatMoment } from '../format/time.ts';
import type { Scope } from '../state/scope.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';
import type { HeatConfirm } from './heat-confirm.ts';
import './heat-confirm.ts';

/** Between two looks whether it is done, ms. */
const LOOK_MS = 1_000;

/** Fires `sessions-purged` when they are gone. */
@customElement('heat-purge-sessions')
export class HeatPurgeSessions extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host { display: inline-flex; flex-wrap: wrap; align-items: center; }
      .said:not(:empty) { margin-inline-end: var(--space-2); }
      .said { max-width: 44ch; color: var(--muted); font-size: var(--size-xs); font-weight: var(--weight-medium); }
      .said.bad { color: var(--bad-text); }
    `,
  ];

  @property({ attribute: false }) project!: ProjectView;
  @property({ attribute: false }) scope!: Scope;

  /** What would go, as it was told last. */
  @state() private preview: PurgePreview | null = null;
  @state() private isBusy = false;
  @state() private said: { tone: '' | 'bad'; text: string } = { tone: '', text: '' };
  private abort = new AbortController();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.abort.abort();
    this.abort = new AbortController();
  }

  private async run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    const { signal } = this.abort;
    this.isBusy = true;
    this.said = { tone: '', text: '' };
    try {
      await work(signal);
    } catch (error) {
      if (!signal.aborted) this.said = { tone: 'bad', text: messageOf(error) };
    } finally {
      this.isBusy = false;
    }
  }

  private readonly handleAsk = (): Promise<void> =>
    this.run(async (signal) => {
      const preview = await fetchPurgePreview(this.project.id, this.scope, signal);
      if (preview.sessions > LIMITS.purgeSessions) {
        const most = count(LIMITS.purgeSessions, 'session');
        this.said = { tone: 'bad', text: `At most ${most} go at once: take a shorter range.` };
        return;
      }
      this.preview = preview;
      await this.updateComplete;
      this.shadowRoot?.querySelector<HeatConfirm>('heat-confirm')?.ask();
    });

  private readonly handleConfirmed = (): Promise<void> =>
    this.run(async (signal) => {
      const { preview } = this;
      if (preview === null) return;
      const order = await orderPurge(this.project.id, preview);
      this.said = { tone: '', text: `Removing ${count(preview.sessions, 'session')} …` };
      const done = await this.untilDone(order, signal);
      const gone = done?.removed?.sessions ?? preview.sessions;
      this.said = { tone: '', text: `Removed ${count(gone, 'session')}` };
      this.dispatchEvent(new CustomEvent('sessions-purged', { bubbles: true, composed: true }));
    });

  private async untilDone(order: Purge, signal: AbortSignal): Promise<Purge | null> {
    for (;;) {
      const found = await findPurge(this.project.id, order.id, signal);
      if (found === null || found.doneAtMs !== null) return found;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  private renderAbout({ sessions, visitors, events, firstAtMs, lastAtMs }: PurgePreview) {
    const moment = (ms: number | null) =>
      formatMoment(ms ?? 0, this.scope.timeZone ?? this.project.timeZone, Date.now());
    return html`${count(sessions, 'session')} of ${count(visitors, 'visitor')} with ${count(events, 'event')}, from ${moment(firstAtMs)} to ${moment(lastAtMs)}, go
      with every click, recording and count that came of them, from every report and heatmap. What is sent again of them stays out.
      Backups are not changed. There is no way back.`;
  }

  protected override render() {
    const { preview, said } = this;
    return html`<span class="said num ${said.tone}" role="status">${said.text}</span>
      <button class="button" aria-busy=${this.isBusy} ?disabled=${this.isBusy} @click=${this.handleAsk}>Remove these…</button>
      <heat-confirm heading="Remove ${preview ? count(preview.sessions, 'session') : 'these sessions'}?" action="Remove for good" @confirmed=${this.handleConfirmed}>
        ${preview === null ? nothing : this.renderAbout(preview)}
      </heat-confirm>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-purge-sessions': HeatPurgeSessions;
  }
}
