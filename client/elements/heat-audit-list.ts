// What was done in this heat by whom: the log of administrative acts, newest first, for its owners.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Page } from '../../src/contract/api.ts';
import type { AuditEntry } from '../../src/contract/audit.ts';
import { apiUrl, getJson, messageOf } from '../data/api.ts';
import { formatFull, formatInstant } from '../format/time.ts';
import { Resource } from '../state/resource.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles } from '../styles/shared.ts';
import './heat-state.ts';

const SHOWN = '25';
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

@customElement('heat-audit-list')
export class HeatAuditList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    sectionStyles,
    css`
      :host { display: block; }
      .scroll { overflow-x: auto; }
      table { width: 100%; border-collapse: collapse; }
      th { text-align: left; color: var(--muted); font-weight: 400; font-size: var(--size-xs); padding: 4px 12px 4px 0; white-space: nowrap; }
      td { padding: 7px 12px 7px 0; border-top: 1px solid var(--line); vertical-align: baseline; max-width: 240px; }
      .when { white-space: nowrap; }
      @media (max-width: 640px) {
        thead { display: none; }
        table, tbody { display: block; }
        tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px var(--space-3); padding: var(--space-2) 0; border-top: 1px solid var(--line); }
        tr:first-child { border-top: 0; }
        td { max-width: none; padding: 0; border: 0; }
        .when { order: 1; text-align: right; color: var(--muted); }
        .target { order: 2; }
        .who { order: 3; max-width: 40vw; text-align: right; color: var(--muted); }
      }
      .foot { display: flex; flex-wrap: wrap; gap: var(--space-2); margin-top: var(--space-4); }
      heat-state { --state-height: 160px; --state-padding: var(--space-3) 0; }
    `,
  ];

  private readonly first = new Resource<Page<AuditEntry>>(this, {
    key: () => 'audit',
    load: (signal) => getJson('/audit', { query: { limit: SHOWN }, signal }),
  });
  @state() private more: AuditEntry[] = [];
  @state() private cursor: string | null | undefined;
  @state() private problem = '';

  private readonly handleMore = async (): Promise<void> => {
    const cursor = this.cursor === undefined ? this.first.value?.nextCursor : this.cursor;
    if (!cursor) return;
    try {
      const page = await getJson<Page<AuditEntry>>('/audit', { query: { limit: SHOWN, cursor } });
      this.more = [...this.more, ...page.items];
      this.cursor = page.nextCursor;
      this.problem = '';
    } catch (error) {
      this.problem = messageOf(error);
    }
  };

  private renderEntry(entry: AuditEntry, nowMs: number) {
    return html`<tr>
      <td class="num when" title=${formatFull(entry.atMs, ZONE)}>${formatInstant(entry.atMs, ZONE, nowMs)}</td>
      <td class="who truncate" title=${entry.actor}>${entry.actorName}</td>
      <td><code>${entry.action}</code>${entry.details ? html` <span class="muted">${entry.details}</span>` : nothing}</td>
      <td class="target truncate" title=${entry.target}>${entry.targetName}</td></tr>`;
  }

  private renderTable(page: Page<AuditEntry>) {
    const nowMs = Date.now();
    const entries = [...page.items, ...this.more];
    const hasMore = (this.cursor === undefined ? page.nextCursor : this.cursor) !== null;
    return html`<div class="scroll"><table><thead><tr><th>When</th><th>Who</th><th>What</th><th>To what</th></tr></thead>
        <tbody>${entries.map((entry) => this.renderEntry(entry, nowMs))}</tbody></table></div>
      <p class="foot">${hasMore ? html`<button class="button" @click=${this.handleMore}>Show more</button>` : nothing}
        <a class="button" href=${apiUrl('/audit/export')} download>Export as CSV</a></p>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}`;
  }

  protected override render() {
    const { value, error } = this.first;
    return html`<section class="card section">
      <h2>What was done</h2><p class="why">Who created, changed or removed projects, keys, members and accounts of this heat. Only its owners see this.</p>
      ${
        error !== null
          ? html`<heat-state status="error" .error=${error} @retried=${() => this.first.retry()}></heat-state>`
          : value === null
            ? html`<heat-state lines="5"></heat-state>`
            : this.renderTable(value)
      }
    </section>`;
  }
}
