// What a new API key is asked for: a name, a scope, an end.

import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { KEY_SCOPES, type KeyScope } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
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

/** Fires `key-asked` with `{name, scope, expiresAt?}`. */
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
      .problem { grid-column: 1 / -1; }
      @media (max-width: 640px) { form { grid-template-columns: 1fr 1fr; } .field:first-child, form > .button { grid-column: 1 / -1; } }
    `,
  ];

  @property({ type: Boolean }) isBusy = false;
  @state() private problem = '';

  private readonly handleSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const element = event.target as HTMLFormElement;
    const form = new FormData(element);
    const name = String(form.get('name')).trim();
    this.problem = name === '' ? 'Give the key a name, so that you know it again.' : '';
    if (this.problem || this.isBusy) return;
    const scope = KEY_SCOPES.find((known) => known === form.get('scope')) ?? 'read';
    const days = Number(form.get('days'));
    const detail = { name, scope, ...(days > 0 ? { expiresAt: Date.now() + days * 86_400_000 } : {}) };
    element.reset();
    this.dispatchEvent(new CustomEvent('key-asked', { detail }));
  };

  protected override render() {
    return html`<form @submit=${this.handleSubmit} novalidate>
      <div class="field"><label for="name">New key</label>
        <input id="name" name="name" maxlength=${LIMITS.displayNameChars} autocomplete="off" placeholder="What is it for?" aria-invalid=${this.problem !== ''} /></div>
      <div class="field"><label for="scope">Allowed to</label>
        <select id="scope" name="scope">${KEY_SCOPES.map((scope) => html`<option value=${scope}>${SCOPE_WORDS[scope]}</option>`)}</select></div>
      <div class="field"><label for="days">Valid</label>
        <select id="days" name="days">${LIVES.map(([days, words]) => html`<option value=${days}>${words}</option>`)}</select></div>
      <button class="button" aria-busy=${this.isBusy}>Create key</button>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : ''}
    </form>`;
  }
}
