// The sections of a page from top to bottom: who got there, and how long they had it in view. Tells what is pointed at.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ScrollAnswer, ScrollSection } from '../../src/contract/scroll-answer.ts';
import { formatDuration, formatStay } from '../format/duration.ts';
import { count, formatNumber, formatShare } from '../format/number.ts';
import { styled } from '../heatmap/styled.ts';
import { baseStyles } from '../styles/shared.ts';

/** Fires `box-pointed` {element: string | null}, as the wireframe does. */
@customElement('heat-section-list')
export class HeatSectionList extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: block; min-width: 0; }
      table { width: 100%; border-collapse: collapse; font-size: var(--size-base); }
      th { padding: 0 var(--space-4) var(--space-1) var(--space-2); color: var(--muted); font-size: var(--size-xs); font-weight: 400; text-align: right; white-space: nowrap; }
      th:first-child { padding-left: var(--space-4); text-align: left; }
      td { padding: 7px var(--space-4) 7px var(--space-2); text-align: right; white-space: nowrap; }
      td:first-child { max-width: 0; width: 99%; padding-left: var(--space-4); text-align: left; }
      tr:hover td, tr:focus-within td { background: var(--hover); }
      .track { display: block; height: 3px; margin-top: 3px; border-radius: 2px; background: var(--hover); }
      .track i { display: block; height: 100%; width: calc(100% * var(--share)); border-radius: 2px; background: var(--ember); }
      .foot { padding: var(--space-2) var(--space-3) var(--space-3); color: var(--muted); font-size: var(--size-xs); }
    `,
  ];

  @property({ attribute: false }) answer: ScrollAnswer | null = null;
  /** What the bars stand for. */
  @property({ attribute: false }) kind: 'scroll' | 'attention' = 'scroll';

  private tell(element: string | null): void {
    this.dispatchEvent(
      new CustomEvent('box-pointed', { detail: { element }, bubbles: true, composed: true }),
    );
  }

  private renderRow(section: ScrollSection, longestMs: number) {
    const share = this.kind === 'scroll' ? (section.reach ?? 0) : section.totalMs / Math.max(1, longestMs);
    const pageviews = this.answer?.pageviews ?? 0;
    const total = `${formatDuration(section.totalMs)} in all, in view of ${count(section.views, 'pageview')}, half of them for ${formatStay(section.medianMs)} or more`;
    return html`<tr data-section=${section.element} @pointerenter=${() => this.tell(section.element)} @pointerleave=${() => this.tell(null)}>
      <td title=${section.label}><span class="truncate">${section.label}</span>
        <span class="track" aria-hidden="true"><i ${styled({ '--share': share.toFixed(4) })}></i></span></td>
      <td class="num" title=${section.box ? `From ${formatNumber(section.box[1])} px` : 'Its place was not seen on this device'}>${formatShare(section.reach)}</td>
      <td class="num" title=${total}>${formatStay(section.totalMs / Math.max(1, pageviews))}</td>
    </tr>`;
  }

  override render() {
    const { answer } = this;
    if (!answer) return nothing;
    const longestMs = Math.max(0, ...answer.sections.map(({ totalMs }) => totalMs));
    return html`<table>
        <thead><tr><th scope="col">Section</th><th scope="col" title="Share of pageviews that got to its upper edge">Reach</th>
          <th scope="col" title="Mean of all pageviews, as the map shows it">In view</th></tr></thead>
        <tbody>${repeat(
          answer.sections,
          (section) => section.element,
          (section) => this.renderRow(section, longestMs),
        )}</tbody>
      </table>
      ${answer.omittedSections > 0 ? html`<p class="foot">${count(answer.omittedSections, 'more section')} left out.</p>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-section-list': HeatSectionList;
  }
}
