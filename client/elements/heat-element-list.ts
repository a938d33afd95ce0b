// The elements of a page by their clicks: rank, name, count and share. Follows and tells what is pointed at.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { HeatmapElement } from '../../src/contract/api.ts';
import type { ElementDescriptor } from '../../src/contract/element.ts';
import type { PageElement } from '../../src/contract/elements-answer.ts';
import { plural } from '../../src/contract/plural.ts';
import { formatStay } from '../format/duration.ts';
import { count, formatNumber, formatShare } from '../format/number.ts';
import { formatShares } from '../format/shares.ts';
import type { Place } from '../heatmap/place-elements.ts';
import { styled } from '../heatmap/styled.ts';
import './heat-element-facts.ts';
import { readablePath } from '../format/path.ts';
import { moveAlongRows, revealRow, rowStyles, tellRow } from '../styles/rows.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';

/** Rows before the reader asks for more. */
const FIRST_ROWS = 50;

/** Fires `box-pointed` and `box-chosen` {element: string | null}, as the wireframe does. */
@customElement('heat-element-list')
export class HeatElementList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    rowStyles,
    css`
      .row { grid-template-columns: 22px minmax(0, 1fr) auto; }
      .row::before { left: 2px; width: calc((100% - 4px) * var(--share)); }
      .rank { color: var(--muted); font-size: var(--size-xs); text-align: right; }
      .share { display: inline-block; min-width: 46px; color: var(--muted); font-size: var(--size-xs); text-align: right; }
      .more { grid-column: 2 / -1; display: flex; gap: 0 var(--space-2); min-width: 0; color: var(--muted); font-size: var(--size-xs); white-space: nowrap; }
      .more .bad { color: var(--bad-text); }
    `,
  ];

  /** Most clicks first. */
  @property({ attribute: false }) elements: readonly HeatmapElement[] = [];
  /** Element ids that stand in the frame. */
  @property({ attribute: false }) placed: ReadonlySet<string> = new Set();
  @property({ attribute: false }) lit: string | null = null;
  @property({ attribute: false }) chosen: string | null = null;
  /** What is beside the map of each element, once it is loaded. */
  @property({ attribute: false }) details: ReadonlyMap<string, PageElement> = new Map();
  /** What became of the elements in the snapshot, and its elements; null without one. */
  @property({ attribute: false }) places: ReadonlyMap<string, Place> | null = null;
  @property({ attribute: false }) candidates: readonly ElementDescriptor[] = [];
  @property() projectId = '';
  /** Address of the sessions that clicked an element; empty where none is shown. */
  @property({ attribute: false }) sessionsOf: (element: string) => string = () => '';
  /** Clicks of the whole map; those on no element at all, and elements beyond the answer's limit. */
  @property({ type: Number }) total = 0;
  @property({ type: Number }) withoutElement = 0;
  @property({ type: Number }) omitted = 0;
  @state() private showsAll = false;

  /** Brings the row of an element into view. */
  reveal(element: string): void {
    revealRow(this.renderRoot, element);
  }

  private renderFacts(element: HeatmapElement, detail: PageElement | null) {
    const place = this.places?.get(element.element) ?? null;
    const candidate = place?.candidate === undefined ? null : (this.candidates[place.candidate] ?? null);
    return html`<heat-element-facts
      .element=${element}
      .detail=${detail}
      .place=${place}
      .candidate=${candidate}
      ?placed=${this.placed.has(element.element)}
      projectId=${this.projectId}
      sessions=${this.sessionsOf(element.element)}
    ></heat-element-facts>`;
  }

  /** Whether the layout that is drawn does not have it. */
  private isElsewhere({ element }: HeatmapElement): boolean {
    return this.places === null && !this.placed.has(element);
  }

  /** What is beside the count: where it is not, trouble, how soon, what next. */
  private renderMore({ rage, dead, errors, firstClickMs, next, muted }: PageElement, isElsewhere: boolean) {
    const marks: [count: number, word: string, muted: boolean][] = [
      [rage, 'rage', muted.includes('rage')],
      [dead, 'dead', muted.includes('dead')],
      [errors, plural(errors, 'error'), false],
    ];
    return html`<span class="more num">
      ${isElsewhere ? html`<span title="Not drawn: it was clicked in windows of other widths only">in other layouts</span>` : nothing}
      ${marks.map(([clicks, word, isMuted]) =>
        isMuted
          ? html`<span title="Muted: its ${word} clicks do not count">${word} muted</span>`
          : clicks > 0
            ? html`<span class="bad">${formatNumber(clicks)} ${word}</span>`
            : nothing,
      )}
      ${firstClickMs === null ? nothing : html`<span title="Median time from the pageview to the first click">after ${formatStay(firstClickMs)}</span>`}
      ${next === null ? nothing : html`<span class="truncate" title="Viewed next after ${formatShare(next.share)} of the clicks">then ${readablePath(next.path)} ${formatShare(next.share)}</span>`}
    </span>`;
  }

  /** Of every element, of clicks on none, and of elements that are left out: together the whole map. */
  private shares(): { ofElements: string[]; ofNone: string; ofOmitted: string } {
    const { elements, total, withoutElement } = this;
    const listed = elements.reduce((sum, element) => sum + element.count, 0);
    const omitted = Math.max(0, total - listed - withoutElement);
    const counts = [...elements.map((element) => element.count), withoutElement, omitted];
    const said = formatShares(counts.map((clicks) => (total > 0 ? clicks / total : null)));
    return { ofElements: said, ofNone: said.at(-2) ?? '', ofOmitted: said.at(-1) ?? '' };
  }

  private renderRow(element: HeatmapElement, rank: number, { most, said }: { most: number; said: string }) {
    const isChosen = element.element === this.chosen;
    const share = most === 0 ? 0 : element.count / most;
    const detail = this.details.get(element.element) ?? null;
    return html`<li>
      <button
        type="button"
        class="row ${element.element === this.lit ? 'lit' : ''}"
        data-element=${element.element}
        aria-pressed=${isChosen}
        title=${element.label}
        ${styled({ '--share': share.toFixed(4) })}
        @pointerenter=${() => tellRow(this, 'box-pointed', element.element)}
        @pointerleave=${() => tellRow(this, 'box-pointed', null)}
        @focus=${() => tellRow(this, 'box-pointed', element.element)}
        @blur=${() => tellRow(this, 'box-pointed', null)}
        @click=${() => tellRow(this, 'box-chosen', isChosen ? null : element.element)}
      >
        <span class="rank num">${rank}</span>
        <span class="truncate">${element.label}</span>
        <span class="num">${formatNumber(element.count)}<span class="share">${said}</span></span>
        ${detail ? this.renderMore(detail, this.isElsewhere(element)) : nothing}
      </button>
      ${isChosen ? this.renderFacts(element, detail) : nothing}
    </li>`;
  }

  override render() {
    const most = this.elements[0]?.count ?? 0;
    const shown = this.showsAll ? this.elements : this.elements.slice(0, FIRST_ROWS);
    const hidden = this.elements.length - shown.length;
    const { ofElements, ofNone, ofOmitted } = this.shares();
    return html`
      <ol aria-label="Elements by clicks" @keydown=${(event: KeyboardEvent) => moveAlongRows(event, this.renderRoot)}>
        ${repeat(
          shown,
          (element) => element.element,
          (element, at) => this.renderRow(element, at + 1, { most, said: ofElements[at] ?? '' }),
        )}
      </ol>
      <div class="foot">
        ${
          hidden > 0
            ? html`<button class="button" @click=${() => (this.showsAll = true)}>Show ${count(hidden, 'more element', 'more elements')}</button>`
            : nothing
        }
        ${this.withoutElement > 0 ? html`<p class="num">${count(this.withoutElement, 'click')} on no known element, ${ofNone}.</p>` : nothing}
        ${this.omitted > 0 ? html`<p class="num">${count(this.omitted, 'rare element')} left out, ${ofOmitted}.</p>` : nothing}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-element-list': HeatElementList;
  }
}
