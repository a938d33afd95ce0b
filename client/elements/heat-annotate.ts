// What happened at a time: the notes of the range, to be removed, and a small form that adds one: a deploy, a campaign,
// an outage. Tells what was written, stores nothing itself.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { AnnotationView } from '../../src/contract/annotations.ts';
import type { ScopeView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { count } from '../format/number.ts';
import { formatInstant } from '../format/time.ts';
import { Disclosure } from '../state/disclosure.ts';
import { baseStyles, buttonStyles, formStyles, panelStyles } from '../styles/shared.ts';
import { icon } from './icons.ts';

type Done = (problem: string | null) => void;

/** Fires `annotated` {text, atMs, done} and `annotation-removed` {id, done}; `done` takes what went wrong, or null. */
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
      ul { max-height: 220px; overflow: auto; margin-bottom: var(--space-1); border-bottom: 1px solid var(--line); }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; padding: 2px 0 2px var(--space-2); }
      li .when { color: var(--muted); font-size: var(--size-xs); }
      li p { overflow-wrap: anywhere; }
    `,
  ];

  private readonly panel = new Disclosure(this, () =>
    this.shadowRoot?.querySelector<HTMLElement>('.anchor > button'),
  );

  @property({ attribute: false }) scope: ScopeView | null = null;
  /** Those of the range, in order of time. */
  @property({ attribute: false }) notes: readonly AnnotationView[] = [];
  /** Whether notes may be added and removed. */
  @property({ type: Boolean }) isEditable = false;
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
    const done: Done = (problem) => {
      this.isBusy = false;
      this.problem = problem;
      if (problem === null) this.panel.close();
    };
    const detail = { text, atMs: Number.isFinite(at) ? at : Date.now(), done };
    this.dispatchEvent(new CustomEvent('annotated', { detail, bubbles: true, composed: true }));
  };

  private tellRemoved(id: string): void {
    const done: Done = (problem) => {
      this.problem = problem;
    };
    const detail = { id, done };
    this.dispatchEvent(new CustomEvent('annotation-removed', { detail, bubbles: true, composed: true }));
  }

  private renderNotes() {
    const zone = this.scope?.timeZone ?? 'UTC';
    return html`<ul aria-label="Notes of this range">${this.notes.map(
      ({
        id,
        atMs,
        text,
      }) => html`<li><div><p>${text}</p><span class="when">${formatInstant(atMs, zone, Date.now())}</span></div>
        ${this.isEditable ? html`<button class="button quiet icon" type="button" aria-label="Remove note: ${text}" @click=${() => this.tellRemoved(id)}>${icon('close')}</button>` : nothing}</li>`,
    )}</ul>`;
  }

  private renderPanel() {
    return html`<div class="panel" id="annotate" role="dialog" aria-label="Notes">${this.notes.length > 0 ? this.renderNotes() : nothing}
      ${this.isEditable ? this.renderForm() : nothing}</div>`;
  }

  private renderForm() {
    return html`<form @submit=${this.handleSubmit}>
      <label class="field">What happened<input name="text" required maxlength=${LIMITS.annotationChars} placeholder="Deploy 1.4.2" autocomplete="off" /></label>
      <label class="field">When, on this device's clock<input name="at" type="datetime-local" .value=${localNow()} /></label>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <div class="actions"><button class="button" type="button" @click=${() => this.panel.close()}>Cancel</button>
        <button class="button primary" aria-busy=${this.isBusy} ?disabled=${this.isBusy}>Add note</button></div>
    </form>`;
  }

  protected override render() {
    if (!this.isEditable && this.notes.length === 0) return nothing;
    return html`<div class="anchor">
      <button class="button quiet" aria-expanded=${this.panel.isOpen} aria-controls="annotate" @click=${this.panel.toggle}
        title="Mark a deploy, a campaign or an outage in the charts">${icon('flag')}${this.notes.length === 0 ? 'Add note' : count(this.notes.length, 'note')}</button>
      ${this.panel.isOpen ? this.renderPanel() : nothing}
    </div>`;
  }
}

/** `2026-11-21T14:05` of the browser's clock. */
function localNow(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
