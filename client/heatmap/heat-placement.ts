// How much of a map can be trusted, as a badge that opens as the list of elements without dots. What it says is given.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { count, formatNumber } from '../format/number.ts';
import { baseStyles } from '../styles/shared.ts';
import type { PlacementTold } from './tell-placement.ts';

/** Rows of the list; what is rarer is counted. */
const MOST_ROWS = 50;

/** Fires `box-chosen` {element} for a row. */
@customElement('heat-placement')
export class HeatPlacement extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { position: relative; display: block; font-size: var(--size-xs); }
      .badge {
        display: flex; gap: 5px; max-width: calc(100cqw - 14px); padding: 2px 8px; border: 1px solid var(--line); border-radius: 99px; background: var(--surface);
        color: var(--ink); font: inherit; white-space: nowrap; cursor: pointer;
      }
      .badge:hover { background: var(--hover); }
      .badge:focus-visible { outline: 2px solid var(--ember); outline-offset: 1px; }
      .list {
        position: absolute; right: 0; top: calc(100% + 6px); z-index: 9; width: min(380px, calc(100cqw - 14px)); max-height: 360px; overflow: auto;
        padding: var(--space-3); border: 1px solid var(--line); border-radius: var(--radius-card); background: var(--raised); box-shadow: var(--shadow);
      }
      @container (max-width: 330px) { .badge { gap: 3px; padding: 2px 6px; font-size: 11px; letter-spacing: -0.01em; } }
      p { color: var(--muted); text-wrap: pretty; }
      ul { margin: var(--space-2) 0 0; padding: 0; list-style: none; }
      .row {
        display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 var(--space-3); width: 100%; padding: 5px 6px; border: 0; border-radius: 4px;
        background: none; color: var(--ink); font: inherit; text-align: left; cursor: pointer;
      }
      .row:hover { background: var(--hover); }
      .row:focus-visible { outline: 2px solid var(--ember); outline-offset: -1px; }
      .why { grid-column: 1 / -1; color: var(--muted); }
    `,
  ];

  @property({ attribute: false }) told: PlacementTold | null = null;
  @state() private isOpen = false;

  private choose(element: string): void {
    this.dispatchEvent(new CustomEvent('box-chosen', { detail: { element }, bubbles: true, composed: true }));
  }

  private readonly handleKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.isOpen) return;
    this.isOpen = false;
    this.renderRoot.querySelector<HTMLElement>('.badge')?.focus();
  };

  private renderRow({ element, why }: PlacementTold['concerns'][number]) {
    return html`<li><button type="button" class="row" @click=${() => this.choose(element.element)}>
      <span class="truncate">${element.label}</span><span class="num">${formatNumber(element.count)}</span><span class="why">${why}</span>
    </button></li>`;
  }

  private renderList({ lead, concerns, rest }: PlacementTold) {
    const more = concerns.length - MOST_ROWS;
    return html`<p>${lead}</p>
      <ul>${concerns.slice(0, MOST_ROWS).map((concern) => this.renderRow(concern))}</ul>
      ${more > 0 ? html`<p>and ${count(more, 'more element', 'more elements')}.</p>` : nothing}
      ${rest === '' ? nothing : html`<p>${rest}</p>`}`;
  }

  override render() {
    const { told } = this;
    if (!told) return nothing;
    return html`<div @keydown=${this.handleKey}>
      <button type="button" class="badge num" aria-expanded=${this.isOpen} aria-controls="list" @click=${() => (this.isOpen = !this.isOpen)}
        >${told.parts.map(
          ({ share, word, hint }, at) =>
            html`${at > 0 ? html`<span aria-hidden="true">·</span>` : nothing}<span title=${hint ?? nothing}>${share} ${word}</span>`,
        )}</button>
      <div id="list" class="list" ?hidden=${!this.isOpen}>${this.isOpen ? this.renderList(told) : nothing}</div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-placement': HeatPlacement;
  }
}
