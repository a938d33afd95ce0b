// One line above a map without a snapshot: that its boxes are not the page, and how to come by the page. Can be put away.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { icon } from '../elements/icons.ts';
import { remembered } from '../state/remembered.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';

const putAway = remembered('boxes-note-put-away');

/** Fires `snapshot-asked` where one can be taken. */
@customElement('heat-boxes-note')
export class HeatBoxesNote extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host { display: block; }
      .note {
        display: flex; align-items: center; gap: var(--space-1) var(--space-2); min-height: 36px; padding: 4px var(--space-2) 4px var(--space-4);
        border-top: var(--note-line, 0); color: var(--muted); font-size: var(--size-xs);
      }
      p { flex: 1 1 0; min-width: 0; text-wrap: pretty; }
      .button { min-height: 28px; padding: 0 var(--space-2); font-size: var(--size-xs); white-space: nowrap; }
      .close { display: grid; flex: none; place-items: center; width: 28px; padding: 0; }
    `,
  ];

  /** What the boxes are. */
  @property() boxes: 'clicks' | 'sections' = 'clicks';
  /** Whether who looks can take a snapshot from here. */
  @property({ type: Boolean, attribute: 'can-ask' }) canAsk = false;

  private readonly handleAsk = (): void => {
    this.dispatchEvent(new CustomEvent('snapshot-asked'));
  };

  private readonly handleClose = (): void => {
    putAway.set(true);
    this.requestUpdate();
  };

  protected override render() {
    // Who cannot do anything about it is told all the same.
    if (this.canAsk && putAway.get()) return nothing;
    const drawn = this.boxes === 'clicks' ? 'what people clicked' : 'sections people saw';
    const page = this.canAsk ? 'Not your page yet' : 'Not the page itself';
    return html`<div class="note" role="note"><p>${page}: boxes of ${drawn}.</p>
      ${
        this.canAsk
          ? html`<button type="button" class="button" title="With one, maps lie over the page as it looks" @click=${this.handleAsk}>Take a snapshot</button>
            <button type="button" class="button quiet close" aria-label="Put this line away" title="Put this line away" @click=${this.handleClose}>${icon('close', 12)}</button>`
          : nothing
      }</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-boxes-note': HeatBoxesNote;
  }
}
