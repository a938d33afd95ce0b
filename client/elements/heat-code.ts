// A piece of text to take away: a snippet, a key. Selectable, with a copy button that says when it is done.

import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { baseStyles, buttonStyles } from '../styles/shared.ts';
import { icon } from './icons.ts';

const COPIED_MS = 2_000;

@customElement('heat-code')
export class HeatCode extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host {
        display: flex; align-items: flex-start; gap: var(--space-2); padding: var(--space-2);
        border: 1px solid var(--line); border-radius: var(--radius); background: var(--sunken);
      }
      pre {
        flex: 1; min-width: 0; margin: 0; padding: 6px var(--space-2); overflow-x: auto;
        font: 400 0.8125rem / 1.55 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; user-select: all;
      }
      .done { color: var(--good-text); }
    `,
  ];

  /** What is shown and copied. */
  @property() text = '';
  /** What it is, for the button's name: "snippet", "write key". */
  @property() what = 'text';
  @state() private isCopied = false;

  private readonly handleCopy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.text);
      this.isCopied = true;
      setTimeout(() => {
        this.isCopied = false;
      }, COPIED_MS);
    } catch {
      // Without clipboard access (plain http on another machine) the text is at least selected.
      const pre = this.shadowRoot?.querySelector('pre');
      if (pre) getSelection()?.selectAllChildren(pre);
    }
  };

  protected override render() {
    return html`<pre tabindex="0" aria-label=${this.what}>${this.text}</pre>
      <button class="button" @click=${this.handleCopy} aria-label=${this.isCopied ? `Copied ${this.what}` : `Copy ${this.what}`}>
        ${this.isCopied ? html`<span class="done">${icon('check')}</span>Copied` : html`${icon('copy')}Copy`}</button>
      <span class="visually-hidden" aria-live="polite">${this.isCopied ? 'Copied' : ''}</span>`;
  }
}
