// What an API key is asked for when it is made or changed: a name, a scope, an end, and what narrows it.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { KEY_SCOPES, type KeyScope, type KeyView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { DAY_MS } from '../../src/contract/slots.ts';
import { baseStyles, buttonStyles, formStyles } from '../styles/shared.ts';

const SCOPE_WORDS: Readonly<Record<KeyScope, string>> = {
  read: 'Read reports',
  write: 'Write events',
  admin: 'Everything',
};
const LIVES: readonly [days: number, words: string][] = [
  [0, 'Until revoked'],
  [30, 'For 30 days'],
  [365, 'For a year'],
];

/** `expiresAt` is left out where the end stays as it is. */
export type KeyAsked = {
  name: string;
  scope: KeyScope;
  addresses: string[];
  perMinute: number | null;
  expiresAt?: number | null;
};

/** Fires `key-asked` with a KeyAsked, and `key-left` when changing one is given up. */
@customElement('heat-key-form')
export class HeatKeyForm extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    css`
      :host { display: block; }
      form { display: grid; grid-template-columns: minmax(120px, 2fr) minmax(110px, 1fr) minmax(110px, 1fr) auto; gap: var(--space-2); align-items: end; }
      .field + .field { margin: 0; }
      .problem, details, .actions { grid-column: 1 / -1; }
      details { margin-top: var(--space-1); }
      summary { width: fit-content; padding: var(--space-1) 0; color: var(--muted); font-size: var(--size-xs); cursor: pointer; }
      .narrow { display: grid; grid-template-columns: minmax(0, 2fr) minmax(110px, 1fr); gap: var(--space-2) var(--space-3); margin-top: var(--space-2); align-items: start; }
      .actions { display: flex; gap: var(--space-2); margin-top: var(--space-2); }
      @media (max-width: 640px) {
        form { grid-template-columns: 1fr 1fr; }
        form > .field:first-child, form > .button { grid-column: 1 / -1; }
        .narrow { grid-template-columns: minmax(0, 1fr); }
      }
    `,
  ];

  @property({ type: Boolean }) isBusy = false;
  /** The key that is changed; without one another is made. */
  @property({ attribute: false }) key: KeyView | null = null;
  @state() private problem = '';

  private readonly handleSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const element = event.target as HTMLFormElement;
    const form = new FormData(element);
    const name = String(form.get('name')).trim();
    const minute = String(form.get('minute')).trim();
    const perMinute = minute === '' ? null : Number(minute);
    const isWhole = perMinute === null || (Number.isInteger(perMinute) && perMinute > 0);
    this.problem =
      name === ''
        ? 'Give the key a name, so that you know it again.'
        : isWhole
          ? ''
          : 'Requests a minute are a whole number, or nothing for what every key may.';
    if (this.problem || this.isBusy) return;
    const scope = KEY_SCOPES.find((known) => known === form.get('scope')) ?? 'read';
    const addresses = String(form.get('addresses'))
      .split(/[\s,]+/)
      .filter((entry) => entry !== '');
    const days = Number(form.get('days'));
    const expiresAt = days > 0 ? Date.now() + days * DAY_MS : null;
    const isKept = form.get('days') === 'keep';
    const detail: KeyAsked = { name, scope, addresses, perMinute, ...(isKept ? {} : { expiresAt }) };
    if (!this.key) element.reset();
    this.dispatchEvent(new CustomEvent('key-asked', { detail }));
  };

  private readonly handleLeave = (): void => {
    this.dispatchEvent(new CustomEvent('key-left'));
  };

  private renderLimits() {
    const { addresses = [], perMinute = null } = this.key ?? {};
    return html`<details ?open=${this.key !== null}>
      <summary>Addresses and requests a minute</summary>
      <div class="narrow">
        <div class="field"><label for="addresses">Only from</label>
          <input id="addresses" name="addresses" autocomplete="off" spellcheck="false" .value=${addresses.join(' ')} placeholder="Anywhere" aria-describedby="from" />
          <p class="hint" id="from">Addresses and ranges, such as 192.0.2.7 10.0.0.0/8 2001:db8::/32</p></div>
        <div class="field"><label for="minute">Requests a minute</label>
          <input id="minute" name="minute" inputmode="numeric" autocomplete="off" .value=${perMinute === null ? '' : String(perMinute)} placeholder="As every key" /></div>
      </div>
    </details>`;
  }

  protected override render() {
    const { key } = this;
    const lives = key ? [['keep', 'As it is'] as const, ...LIVES] : LIVES;
    return html`<form @submit=${this.handleSubmit} novalidate aria-label=${key ? `Change ${key.name}` : 'New key'}>
      <div class="field"><label for="name">${key ? 'Name' : 'New key'}</label>
        <input id="name" name="name" maxlength=${LIMITS.displayNameChars} autocomplete="off" .value=${key?.name ?? ''} placeholder="What is it for?" aria-invalid=${this.problem !== ''} /></div>
      <div class="field"><label for="scope">Allowed to</label>
        <select id="scope" name="scope" ?disabled=${key !== null}>${KEY_SCOPES.map((scope) => html`<option value=${scope} ?selected=${scope === key?.scope}>${SCOPE_WORDS[scope]}</option>`)}</select></div>
      <div class="field"><label for="days">Valid</label>
        <select id="days" name="days">${lives.map(([days, words]) => html`<option value=${days}>${words}</option>`)}</select></div>
      ${key ? nothing : html`<button class="button" aria-busy=${this.isBusy}>Create key</button>`}
      ${this.renderLimits()}
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
      ${
        key
          ? html`<div class="actions"><button class="button primary" aria-busy=${this.isBusy}>Save</button>
              <button type="button" class="button quiet" @click=${this.handleLeave}>Cancel</button></div>`
          : nothing
      }
    </form>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-key-form': HeatKeyForm;
  }
}
