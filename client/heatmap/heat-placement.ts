// How much of a map can be trusted: the share of clicks whose element was found again, is not sure, or is gone, with the
// elements behind it. Opens as a list; finds nothing itself.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { HeatmapElement } from '../../src/contract/api.ts';
import { count, formatNumber } from '../format/number.ts';
import { formatShares } from '../format/shares.ts';
import { baseStyles } from '../styles/shared.ts';
import { countPlacement, type Place } from './place-elements.ts';

type Concern = { element: HeatmapElement; place: Place; why: string };

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

  @property({ attribute: false }) elements: readonly HeatmapElement[] = [];
  /** Of the elements, in their order. */
  @property({ attribute: false }) places: readonly Place[] = [];
  @property({ type: Number }) total = 0;
  @state() private isOpen = false;

  private choose(element: string): void {
    this.dispatchEvent(new CustomEvent('box-chosen', { detail: { element }, bubbles: true, composed: true }));
  }

  private readonly handleKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.isOpen) return;
    this.isOpen = false;
    this.renderRoot.querySelector<HTMLElement>('.badge')?.focus();
  };

  private renderRow({ element, why }: Concern) {
    return html`<li><button type="button" class="row" @click=${() => this.choose(element.element)}>
      <span class="truncate">${element.label}</span><span class="num">${formatNumber(element.count)}</span><span class="why">${why}</span>
    </button></li>`;
  }

  private renderList(concerns: readonly Concern[], nowhere: number) {
    if (concerns.length === 0 && nowhere === 0)
      return html`<p>Every click of this map was found again on its element.</p>`;
    const more = concerns.length - MOST_ROWS;
    return html`<p>Not drawn, because a dot on the wrong element is worse than none:</p>
      <ul>${concerns.slice(0, MOST_ROWS).map((concern) => this.renderRow(concern))}</ul>
      ${more > 0 ? html`<p>and ${count(more, 'more element', 'more elements')}.</p>` : nothing}
      ${nowhere > 0 ? html`<p>${count(nowhere, 'click')} on no known element.</p>` : nothing}`;
  }

  override render() {
    if (this.total === 0 || this.places.length !== this.elements.length) return nothing;
    const sum = countPlacement(this.elements, this.places, this.total);
    const concerns = this.elements.flatMap((element, at): Concern[] => {
      const place = this.places[at];
      const why = place && whyNot(place);
      return place && why ? [{ element, place, why }] : [];
    });
    const listed = this.elements.reduce((clicks, element) => clicks + element.count, 0);
    const parts = [sum.placed - sum.hidden, sum.hidden, sum.unsure, sum.gone];
    const [placed, hidden, unsure, gone] = formatShares(parts.map((clicks) => clicks / sum.total));
    return html`<div @keydown=${this.handleKey}>
      <button type="button" class="badge num" aria-expanded=${this.isOpen} aria-controls="list" @click=${() => (this.isOpen = !this.isOpen)}
        ><span>${placed} placed</span><span aria-hidden="true">·</span>${
          sum.hidden > 0
            ? html`<span title="Found, but covered or hidden at this width">${hidden} hidden</span><span aria-hidden="true">·</span>`
            : nothing
        }<span>${unsure} unsure</span
        ><span aria-hidden="true">·</span><span>${gone} gone</span></button>
      <div id="list" class="list" ?hidden=${!this.isOpen}>${this.isOpen ? this.renderList(concerns, Math.max(0, sum.total - listed)) : nothing}</div>
    </div>`;
  }
}

/** Why an element has no dots, or nothing when it has. */
function whyNot({ state, isHidden, score, margin }: Place): string | null {
  const likeness = `likeness ${Math.round(score * 100)} %`;
  if (state === 'gone') return `Gone: nothing on this page is enough like it (best ${likeness})`;
  if (state === 'unsure')
    return `Unsure: another one is as much like it (${likeness}, ${Math.round(margin * 100)} % ahead)`;
  return isHidden ? 'Found, but covered or hidden at this width' : null;
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-placement': HeatPlacement;
  }
}
