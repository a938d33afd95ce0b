// The project's API keys: make one (its secret is shown once), see when it was used, revoke it.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { KeyCreated, KeyScope, KeyView, ProjectView } from '../../src/contract/api.ts';
import { createKey, listKeys, revokeKey } from '../data/projects.ts';
import { formatDate, formatInstant } from '../format/time.ts';
import { Resource } from '../state/resource.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles } from '../styles/shared.ts';
import './heat-code.ts';
import type { HeatConfirm } from './heat-confirm.ts';
import './heat-confirm.ts';
import './heat-key-form.ts';
import './heat-state.ts';
import { said } from './said.ts';

@customElement('heat-api-keys')
export class HeatApiKeys extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    sectionStyles,
    css`
      :host { display: block; }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 var(--space-3); align-items: center; padding: var(--space-3) 0; border-top: 1px solid var(--line); }
      li .about { grid-column: 1; color: var(--muted); font-size: var(--size-xs); }
      li.over { color: var(--muted); }
      li .name { display: flex; align-items: center; gap: var(--space-2); font-weight: var(--weight-medium); min-width: 0; }
      li .button { grid-column: 2; grid-row: 1 / span 2; }
      .secret { display: grid; gap: var(--space-2); margin-bottom: var(--space-4); padding: var(--space-4); border-radius: var(--radius); background: var(--warn-soft); }
      ul { margin-top: var(--space-5); }
      heat-state { --state-height: 96px; --state-padding: var(--space-3) 0; }
    `,
  ];

  private readonly keys = new Resource<KeyView[]>(this, {
    key: () => this.project.id,
    load: (signal) => listKeys(this.project.id, { signal }),
  });
  private readonly task = new Task(this);

  @property({ attribute: false }) project!: ProjectView;
  @state() private created: KeyCreated | null = null;
  @state() private asked: KeyView | null = null;

  private readonly handleCreate = async (
    event: CustomEvent<{ name: string; scope: KeyScope; expiresAt?: number }>,
  ): Promise<void> => {
    const isDone = await this.task.run(async () => {
      this.created = await createKey(this.project.id, event.detail);
    }, 'Created');
    if (isDone) this.keys.refresh();
  };

  private handleAsk(key: KeyView): void {
    this.asked = key;
    this.shadowRoot?.querySelector<HeatConfirm>('heat-confirm')?.ask();
  }

  private readonly handleRevoke = async (): Promise<void> => {
    const key = this.asked;
    if (!key) return;
    const isDone = await this.task.run(() => revokeKey(this.project.id, key.id), `Revoked “${key.name}”`);
    if (isDone && this.created?.key.id === key.id) this.created = null;
    if (isDone) this.keys.refresh();
  };

  private about(key: KeyView, nowMs: number): string {
    const zone = this.project.timeZone;
    const parts = [
      `${key.prefix}…`.replace('……', '…'),
      `made ${formatInstant(key.createdAtMs, zone, nowMs)}`,
    ];
    if (key.revokedAtMs !== null) parts.push(`revoked ${formatInstant(key.revokedAtMs, zone, nowMs)}`);
    else {
      parts.push(
        key.lastUsedAtMs === null
          ? 'never used'
          : `last used ${formatInstant(key.lastUsedAtMs, zone, nowMs)}`,
      );
      if (key.expiresAtMs !== null)
        parts.push(
          `${key.expiresAtMs > nowMs ? 'expires' : 'expired'} ${formatDate(key.expiresAtMs, zone, nowMs)}`,
        );
    }
    return parts.join(' · ');
  }

  private renderKey(key: KeyView) {
    const nowMs = Date.now();
    const isOver = key.revokedAtMs !== null || (key.expiresAtMs !== null && key.expiresAtMs <= nowMs);
    return html`<li class=${isOver ? 'over' : ''}>
      <span class="name"><span class="truncate">${key.name}</span><span class="chip">${isOver ? 'off' : key.scope}</span></span>
      <span class="about">${this.about(key, nowMs)}</span>
      ${key.revokedAtMs === null ? html`<button class="button danger quiet" aria-label="Revoke ${key.name}" @click=${() => this.handleAsk(key)}>Revoke</button>` : nothing}
    </li>`;
  }

  private renderList() {
    const { value, error } = this.keys;
    if (error !== null)
      return html`<heat-state status="error" .error=${error} @retried=${() => this.keys.retry()}></heat-state>`;
    if (value === null) return html`<heat-state lines="3"></heat-state>`;
    return value.length === 0
      ? html`<p class="why">No key yet.</p>`
      : html`<ul aria-label="API keys">${value.map((key) => this.renderKey(key))}</ul>`;
  }

  protected override render() {
    return html`<section class="card section">
      <h2>API keys</h2><p class="why">For scripts that read or write without a browser. A key is stored as a hash: its secret is shown once, when it is made. All calls are described at <a href="/openapi" target="_blank">/openapi</a>.</p>
      ${
        this.created
          ? html`<div class="secret" role="status"><strong>Copy the secret of “${this.created.key.name}” now. It cannot be shown again.</strong>
              <heat-code what="secret" text=${this.created.secret}></heat-code></div>`
          : nothing
      }
      <heat-key-form .isBusy=${this.task.isBusy} @key-asked=${this.handleCreate}></heat-key-form>
      <p>${said(this.task)}</p>
      ${this.renderList()}
      <heat-confirm heading="Revoke “${this.asked?.name ?? ''}”?" action="Revoke key" @confirmed=${this.handleRevoke}>Whatever uses this key is refused at once. This cannot be undone; a new key can be made at any time.</heat-confirm>
    </section>`;
  }
}
