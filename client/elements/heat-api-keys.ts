// The project's API keys: make one (its secret is shown once), see when it was used, change, replace or revoke it.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { KeyCreated, KeyUsage, KeyView, ProjectView } from '../../src/contract/api.ts';
import { createKey, listKeys, listKeyUsage, revokeKey, rotateKey, updateKey } from '../data/projects.ts';
import { formatDate, formatInstant } from '../format/time.ts';
import { Resource } from '../state/resource.ts';
import { Task } from '../state/task.ts';
import { sectionStyles } from '../styles/section.ts';
import { baseStyles, buttonStyles, cardStyles, formStyles } from '../styles/shared.ts';
import './heat-code.ts';
import type { HeatConfirm } from './heat-confirm.ts';
import './heat-confirm.ts';
import type { KeyAsked } from './heat-key-form.ts';
import './heat-key-form.ts';
import './heat-key-usage.ts';
import './heat-state.ts';
import { KEY_OVERLAP_HOURS, renderKeyOverlap } from './key-overlaps.ts';
import { said } from './said.ts';

@customElement('heat-api-keys')
export class HeatApiKeys extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    cardStyles,
    formStyles,
    sectionStyles,
    css`
      :host { display: block; }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 var(--space-3); align-items: center; padding: var(--space-3) 0; border-top: 1px solid var(--line); }
      li .about { grid-column: 1; color: var(--muted); font-size: var(--size-xs); }
      li.over { color: var(--muted); }
      li .name { display: flex; align-items: center; gap: var(--space-2); font-weight: var(--weight-medium); min-width: 0; }
      li .acts { grid-column: 2; grid-row: 1 / span 2; display: flex; gap: var(--space-1); }
      li heat-key-usage { grid-column: 1; margin-top: var(--space-1); }
      @media (max-width: 640px) { li .acts { grid-column: 1 / -1; grid-row: auto; margin-left: calc(-1 * var(--space-3)); } li .name, li .about, li heat-key-usage { grid-column: 1 / -1; } }
      li heat-key-form { grid-column: 1 / -1; margin-top: var(--space-3); }
      .secret { display: grid; gap: var(--space-2); margin-bottom: var(--space-4); padding: var(--space-4); border-radius: var(--radius); background: var(--warn-soft); }
      heat-confirm .field { margin-top: var(--space-3); }
      ul { margin-top: var(--space-5); }
      heat-state { --state-height: 96px; --state-padding: var(--space-3) 0; }
    `,
  ];

  private readonly keys = new Resource<KeyView[]>(this, {
    key: () => this.project.id,
    load: (signal) => listKeys(this.project.id, { signal }),
  });
  private readonly usage = new Resource<KeyUsage[]>(this, {
    key: () => this.project.id,
    load: (signal) => listKeyUsage(this.project.id, { signal }),
  });
  private readonly task = new Task(this);

  @property({ attribute: false }) project!: ProjectView;
  @state() private created: KeyCreated | null = null;
  @state() private asked: KeyView | null = null;
  /** Hours that a replaced key goes on working. */
  @state() private hours = KEY_OVERLAP_HOURS;
  /** Id of the key that is being changed. */
  @state() private changing = '';

  private readonly handleCreate = async (event: CustomEvent<KeyAsked>): Promise<void> => {
    const isDone = await this.task.run(async () => {
      this.created = await createKey(this.project.id, event.detail);
    }, 'Created');
    if (isDone) this.keys.refresh();
  };

  private async handleChange(key: KeyView, { scope: _, ...change }: KeyAsked): Promise<void> {
    const isDone = await this.task.run(
      () => updateKey(this.project.id, key.id, change),
      `Changed “${change.name}”`,
    );
    if (!isDone) return;
    this.changing = '';
    this.keys.refresh();
  }

  private handleAsk(key: KeyView, what: 'replace' | 'revoke'): void {
    this.asked = key;
    this.shadowRoot?.querySelector<HeatConfirm>(`heat-confirm.${what}`)?.ask();
  }

  private readonly handleOverlap = (hours: number): void => {
    this.hours = hours;
  };

  private readonly handleReplace = async (): Promise<void> => {
    const key = this.asked;
    if (!key) return;
    const isDone = await this.task.run(async () => {
      this.created = await rotateKey(this.project.id, key.id, this.hours);
    }, `Replaced “${key.name}”`);
    if (isDone) this.keys.refresh();
  };

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
    if (key.perMinute !== null) parts.push(`${key.perMinute} a minute`);
    if (key.addresses.length > 0) parts.push(`only from ${key.addresses.join(', ')}`);
    return parts.join(' · ');
  }

  private renderKey(key: KeyView) {
    const nowMs = Date.now();
    const isOver = key.revokedAtMs !== null || (key.expiresAtMs !== null && key.expiresAtMs <= nowMs);
    return html`<li class=${isOver ? 'over' : ''}>
      <span class="name"><span class="truncate">${key.name}</span><span class="chip">${isOver ? 'off' : key.scope}</span></span>
      <span class="about">${this.about(key, nowMs)}</span>
      <heat-key-usage .usage=${this.usage.value?.filter(({ keyId }) => keyId === key.id) ?? []}></heat-key-usage>
      ${
        key.revokedAtMs === null
          ? html`<span class="acts"><button class="button quiet" aria-label="Change ${key.name}" aria-expanded=${this.changing === key.id} @click=${() => {
              this.changing = this.changing === key.id ? '' : key.id;
            }}>Change</button>
            ${isOver ? nothing : html`<button class="button quiet" aria-label="Replace ${key.name}" @click=${() => this.handleAsk(key, 'replace')}>Replace</button>`}
            <button class="button danger quiet" aria-label="Revoke ${key.name}" @click=${() => this.handleAsk(key, 'revoke')}>Revoke</button></span>`
          : nothing
      }
      ${
        this.changing === key.id
          ? html`<heat-key-form .key=${key} .isBusy=${this.task.isBusy} @key-asked=${(event: CustomEvent<KeyAsked>) => this.handleChange(key, event.detail)} @key-left=${() => {
              this.changing = '';
            }}></heat-key-form>`
          : nothing
      }
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
      <heat-confirm class="replace" heading="Replace “${this.asked?.name ?? ''}”?" action="Replace key" @confirmed=${this.handleReplace}>A new secret with the same name, rights, addresses, limit and end. Put it into whatever uses the old one.
        ${renderKeyOverlap(this.hours, this.handleOverlap)}</heat-confirm>
      <heat-confirm class="revoke" heading="Revoke “${this.asked?.name ?? ''}”?" action="Revoke key" @confirmed=${this.handleRevoke}>Whatever uses this key is refused at once. This cannot be undone; a new key can be made at any time.</heat-confirm>
    </section>`;
  }
}
