// The elements of two compared maps: both shares, their difference and whether chance explains it. Follows and tells what
// is pointed at, and says how it is tested.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ElementDifference, HeatmapComparison } from '../../src/contract/compare-answer.ts';
import { count, formatNumber, formatShare } from '../format/number.ts';
import { signedPoints, VERDICT_WORDS } from '../heatmap/difference-marks.ts';
import { styled } from '../heatmap/styled.ts';
import { moveAlongRows, revealRow, rowStyles, tellRow } from '../styles/rows.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';

/** Rows before the reader asks for more. */
const FIRST_ROWS = 50;

/** Fires `box-pointed` and `box-chosen` {element: string | null}, as the wireframe does. */
@customElement('heat-difference-list')
export class HeatDifferenceList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    rowStyles,
    css`
      .row { grid-template-columns: minmax(0, 1fr) auto; }
      .row::before { content: none; }
      .track { grid-column: 1 / -1; height: 3px; margin-top: 3px; border-radius: 2px; background: linear-gradient(90deg, var(--hover) 50%, var(--line) 50%, var(--line) calc(50% + 1px), var(--hover) calc(50% + 1px)); }
      .row:hover .track, .row.lit .track { background-color: var(--line); }
      .track i { display: block; height: 100%; width: calc(50% * var(--size)); margin-left: 50%; border-radius: 2px; background: var(--ember); }
      .down .track i { margin-left: calc(50% - 50% * var(--size)); background: var(--info); }
      .faint .track i { opacity: 0.4; }
      .shares { color: var(--muted); font-size: var(--size-xs); }
      .points { text-align: right; white-space: nowrap; }
      .points.more { color: var(--ember-text); font-weight: var(--weight-bold); }
      .points.less { color: var(--info-text); font-weight: var(--weight-bold); }
      .verdict { color: var(--muted); font-size: var(--size-xs); text-align: right; white-space: nowrap; }
      .how { padding: 0 var(--space-3) var(--space-3); font-size: var(--size-xs); }
      .how summary { cursor: pointer; color: var(--ink); font-weight: var(--weight-medium); }
      .how p { margin-top: var(--space-2); color: var(--muted); text-wrap: pretty; }
    `,
  ];

  @property({ attribute: false }) comparison: HeatmapComparison | null = null;
  @property({ attribute: false }) lit: string | null = null;
  @property({ attribute: false }) chosen: string | null = null;
  /** What is counted, in the plural. */
  @property() nouns = 'clicks';
  @state() private showsAll = false;

  /** Brings the row of an element into view. */
  reveal(element: string): void {
    revealRow(this.renderRoot, element);
  }

  private renderFacts(row: ElementDifference) {
    const facts: [name: string, value: string][] = [
      ['Here', `${formatNumber(row.count)} ${this.nouns}, ${formatShare(row.share)}`],
      ['There', `${formatNumber(row.otherCount)} ${this.nouns}, ${formatShare(row.otherShare)}`],
      ['Test', row.test === 'z' ? 'Two-proportion z-test' : 'Fisher’s exact test'],
      ['p', formatP(row.p)],
      ['Corrected', row.adjustedP === null ? 'Not tested: too few' : formatP(row.adjustedP)],
      ['Clustering', `Counts divided by ${row.designEffect.toFixed(1)}`],
    ];
    return html`<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd class="num">${value}</dd>`)}</dl>`;
  }

  private renderRow(row: ElementDifference, largest: number) {
    const isChosen = row.element === this.chosen;
    const size = largest === 0 ? 0 : Math.abs(row.difference) / largest;
    const isSure = row.verdict === 'more' || row.verdict === 'less';
    return html`<li>
      <button
        type="button"
        class="row ${row.difference < 0 ? 'down' : ''} ${isSure ? '' : 'faint'} ${row.element === this.lit ? 'lit' : ''}"
        data-element=${row.element}
        aria-pressed=${isChosen}
        title=${row.label}
        @pointerenter=${() => tellRow(this, 'box-pointed', row.element)}
        @pointerleave=${() => tellRow(this, 'box-pointed', null)}
        @focus=${() => tellRow(this, 'box-pointed', row.element)}
        @blur=${() => tellRow(this, 'box-pointed', null)}
        @click=${() => tellRow(this, 'box-chosen', isChosen ? null : row.element)}
      >
        <span class="truncate">${row.label}</span>
        <span class="points num ${isSure ? row.verdict : ''}">${signedPoints(row.difference)}</span>
        <span class="shares num">${formatShare(row.share)} here · ${formatShare(row.otherShare)} there</span>
        <span class="verdict">${isSure ? 'significant' : row.verdict === 'few' ? 'too few' : 'not significant'}</span>
        <span class="track" aria-hidden="true"><i ${styled({ '--size': size.toFixed(4) })}></i></span>
      </button>
      ${isChosen ? this.renderFacts(row) : nothing}
    </li>`;
  }

  private renderHow({ test }: HeatmapComparison) {
    const percent = formatShare(test.threshold);
    return html`<details class="how">
      <summary>How this is tested</summary>
      <p>For each element the share of all ${this.nouns} is compared: by a two-proportion z-test, or by Fisher’s exact test where fewer than ten would be expected.</p>
      <p>People who click one thing many times are not many people: counts are first divided by how strongly the ${this.nouns} of one session go together.</p>
      <p>${count(test.tested, 'element')} could differ and ${test.tested === 1 ? 'is' : 'are'} tested at once, so p is corrected by Benjamini and Hochberg. “${VERDICT_WORDS.more}” and “${VERDICT_WORDS.less}” stand at ${percent}: of these, about one in twenty is expected to be a false alarm.</p>
      ${test.tooFew > 0 ? html`<p>${count(test.tooFew, 'element')} had too few ${this.nouns} for any outcome to be significant.</p>` : nothing}
      ${test.untold > 0 ? html`<p>${count(test.untold, 'rare element')} stood in one list only and could not be compared.</p>` : nothing}
    </details>`;
  }

  override render() {
    const { comparison } = this;
    if (!comparison) return nothing;
    const { differences } = comparison;
    const largest = Math.max(0, ...differences.map(({ difference }) => Math.abs(difference)));
    const shown = this.showsAll ? differences : differences.slice(0, FIRST_ROWS);
    const hidden = differences.length - shown.length;
    return html`
      <ol aria-label="Elements by difference" @keydown=${(event: KeyboardEvent) => moveAlongRows(event, this.renderRoot)}>
        ${repeat(
          shown,
          (row) => row.element,
          (row) => this.renderRow(row, largest),
        )}
      </ol>
      ${
        hidden > 0
          ? html`<div class="foot"><button class="button" @click=${() => (this.showsAll = true)}>Show ${count(hidden, 'more element', 'more elements')}</button></div>`
          : nothing
      }
      ${this.renderHow(comparison)}
    `;
  }
}

function formatP(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-difference-list': HeatDifferenceList;
  }
}
