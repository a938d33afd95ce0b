// Asks before something that cannot be undone: a modal dialog, for the gravest things behind a typed name.

import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Modal } from '../state/modal.ts';
import { baseStyles, buttonStyles, dialogStyles, formStyles } from '../styles/shared.ts';

/** `ask()` opens it; fires `confirmed`. The default slot says what will happen. */
@customElement('heat-confirm')
export class HeatConfirm extends LitElement {
  static override styles = [baseStyles, buttonStyles, formStyles, dialogStyles];

  @property() heading = '';
  /** The verb on the button: "Delete project". */
  @property() action = '';
  /** Must be typed before the button works; empty asks for nothing. */
  @property() phrase = '';
  @state() private typed = '';

  private readonly modal = new Modal(this, () => this.shadowRoot?.querySelector('dialog'));

  private readonly handleType = (event: Event): void => {
    this.typed = (event.target as HTMLInputElement).value;
  };

  private readonly handleSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (this.phrase !== '' && this.typed.trim() !== this.phrase) return;
    this.modal.close();
    this.dispatchEvent(new CustomEvent('confirmed'));
  };

  private readonly handleCancel = (): void => this.modal.close();

  ask(): void {
    this.typed = '';
    this.modal.open();
  }

  protected override render() {
    const isAllowed = this.phrase === '' || this.typed.trim() === this.phrase;
    return html`<dialog aria-labelledby="heading" aria-describedby="about">
      <form @submit=${this.handleSubmit} novalidate>
        <h2 id="heading">${this.heading}</h2><p class="about" id="about"><slot></slot></p>
        ${
          this.phrase === ''
            ? nothing
            : html`<div class="field"><label for="phrase">Type <strong>${this.phrase}</strong> to go on</label>
                <input id="phrase" .value=${this.typed} autocomplete="off" spellcheck="false" @input=${this.handleType} /></div>`
        }
        <div class="actions"><button type="button" class="button" @click=${this.handleCancel}>Cancel</button>
          <button class="button danger primary" ?disabled=${!isAllowed}>${this.action}</button></div>
      </form>
    </dialog>`;
  }
}
