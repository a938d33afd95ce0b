// A small form that notes what happened at a time: a deploy, a campaign, an outage. Tells what was written, stores
// nothing itself.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ScopeView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { Disclosure } from '../state/disclosure.ts';
import { baseStyles, buttonStyles, formStyles, panelStyles } from '../styles/shared.ts';
import { icon } from './icons.ts';

/** Fires `annotated` {text, atMs, done(problem | null)}. */
@customElement('heat-annotate')
export class HeatAnnotate extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    formStyles,
    panelStyles,
    css`
      :host { display: block; margin-right: auto; }
      .button { font-size: var(--size-xs); }
      form { display: grid; gap: var(--space-3); width: min(320px, 80vw); padding: var(--space-2); }
      .actions { display: flex; justify-content: flex-end; gap: var(--space-2); }
      .problem { color: var(--bad-text); }
    `,
  ];

  private readonly panel = new Disclosure(this, () =>
    this.shadowRoot?.querySelector<HTMLElement>('.anchor > button'),
  );

  @property({ attribute: false }) scope: ScopeView | null = null;
  @state() private problem: string | null = null;
  @state() private isBusy = false;

  @query('form') private readonly form!: HTMLFormElement | null;

  private readonly handleSubmit = (event: Event): void => {
    event.preventDefault();
    const data = new FormData(this.form ?? undefined);
    const text = String(data.get('text') ?? '').trim();
    const at = Date.parse(String(data.get('at') ?? ''));
    if (text === '') return;
    this.isBusy = true;
    const done = (problem: string | null): void => {
      this.isBusy = false;
      this.problem = problem;
      if (problem === null) this.panel.close();
    };
    const detail = { text, atMs: Number.isFinite(at) ? at : Date.now(), done };
    this.dispatchEvent(new CustomEvent('annotated', { detail, bubbles: true, composed: true }));
  };

  private renderForm() {
    return html`<div class="panel" id="annotate"><form @submit=${this.handleSubmit}>
      <label class="field">What happened<input name="text" required maxlength=${LIMITS.annotationChars} placeholder="Deploy 1.4.2" autocomplete="off" /></label>
      <label class="field">When, on this device's clock<input name="at" type="datetime-local" .value=${localNow()} /></label>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <div class="actions"><button class="button" type="button" @click=${() => this.panel.close()}>Cancel</button>
        <button class="button primary" aria-busy=${this.isBusy} ?disabled=${this.isBusy}>Add note</button></div>
    </form></div>`;
  }

  protected override render() {
    return html`<div class="anchor">
      <button class="button quiet" aria-expanded=${this.panel.isOpen} aria-controls="annotate" @click=${this.panel.toggle}
        title="Mark a deploy, a campaign or an outage in the charts">${icon('flag')}Add note</button>
      ${this.panel.isOpen ? this.renderForm() : nothing}
    </div>`;
  }
}

/** `2026-11-21T14:05` of the browser's clock. */
function localNow(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
