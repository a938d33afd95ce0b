// Pages that count as one, with their counts and the most viewed of them: templates, proposals and previews.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PageMerge } from '../../src/contract/page-answers.ts';
import { count, formatNumber } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import { baseStyles, buttonStyles } from '../styles/shared.ts';

/** Fires `merge-acted` {merge} when the button of a row is pressed. */
@customElement('heat-merge-list')
export class HeatMergeList extends LitElement {
  static override styles = [
    baseStyles,
    buttonStyles,
    css`
      :host { display: block; }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 var(--space-3); align-items: center; padding: var(--space-3) 0; border-top: 1px solid var(--line); }
      .name { font-weight: var(--weight-medium); overflow-wrap: anywhere; }
      .about { grid-column: 1; color: var(--muted); font-size: var(--size-xs); }
      .button { grid-column: 2; grid-row: 1 / span 2; }
      details { grid-column: 1 / -1; color: var(--muted); font-size: var(--size-xs); }
      summary { width: fit-content; cursor: pointer; }
      .examples { display: grid; gap: 2px; padding: var(--space-1) 0 0 var(--space-4); }
      .examples li { display: flex; justify-content: space-between; padding: 0; border: 0; }
      .warn { color: var(--warn-text); font-weight: var(--weight-medium); }
    `,
  ];

  @property({ attribute: false }) merges: readonly PageMerge[] = [];
  /** The verb on each row's button; empty for rows without one. */
  @property() action = '';
  @property({ type: Boolean }) danger = false;
  @property() label = '';

  private about({ pages, pageviews, clicks }: PageMerge): string {
    if (pages === 0) return 'No page of the last 90 days matches';
    return `${count(pages, 'page')}, ${count(pageviews, 'pageview')}, ${count(clicks, 'click')} in 90 days`;
  }

  private renderExamples({ examples, pages }: PageMerge) {
    if (examples.length === 0) return nothing;
    const left = pages - examples.length;
    return html`<details><summary>Pages in it</summary><ul class="examples">
      ${examples.map(({ host, path, pageviews }) => html`<li><span class="truncate">${host}${readablePath(path)}</span><span class="num">${formatNumber(pageviews)}</span></li>`)}
      ${left > 0 ? html`<li>and ${formatNumber(left)} more</li>` : nothing}
    </ul></details>`;
  }

  private renderMerge(merge: PageMerge) {
    return html`<li>
      <code class="name">${readablePath(merge.isTemplate ? merge.path : `${merge.host}${merge.path}`)}</code>
      <span class="about num">${this.about(merge)}${
        merge.layouts > 1
          ? html` · <span class="warn">snapshots show ${merge.layouts} different layouts</span>`
          : nothing
      }</span>
      ${
        this.action === ''
          ? nothing
          : html`<button type="button" class="button ${this.danger ? 'danger quiet' : ''}" aria-label="${this.action} ${merge.path}"
              @click=${() => this.dispatchEvent(new CustomEvent('merge-acted', { detail: { merge } }))}>${this.action}</button>`
      }
      ${this.renderExamples(merge)}
    </li>`;
  }

  protected override render() {
    return html`<ul aria-label=${this.label}>${this.merges.map((merge) => this.renderMerge(merge))}</ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-merge-list': HeatMergeList;
  }
}
