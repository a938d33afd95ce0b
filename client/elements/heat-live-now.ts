// How many people are here now, how busy the last minute was, and the pages they are on. Choosing a page shows its map.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { LiveState } from '../../src/contract/live.ts';
import { plural } from '../../src/contract/plural.ts';
import '../charts/heat-sparkline.ts';
import { abbreviate, count, formatNumber } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import { styled } from '../heatmap/styled.ts';
import { baseStyles } from '../styles/shared.ts';

/** Fires `page-chosen` {page}. */
@customElement('heat-live-now')
export class HeatLiveNow extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; }
      .now { padding: var(--space-4); border-bottom: 1px solid var(--line); }
      .big { display: flex; align-items: center; gap: var(--space-3); font-size: 56px; line-height: 1; font-weight: var(--weight-bold); letter-spacing: -0.03em; }
      .beat { position: relative; width: 12px; height: 12px; border-radius: 50%; background: var(--line-strong); }
      .beat.on { background: var(--good); }
      @media (prefers-reduced-motion: no-preference) {
        .beat.on::after { content: ''; position: absolute; inset: 0; border-radius: 50%; background: var(--good); animation: beat 2s ease-out infinite; }
        @keyframes beat { from { opacity: 0.6; scale: 1; } 70%, to { opacity: 0; scale: 2.8; } }
      }
      .what { margin-top: var(--space-1); }
      heat-sparkline { --spark: var(--ember); height: 36px; margin-top: var(--space-4); }
      ol { flex: 1; min-height: 0; overflow: auto; padding: var(--space-1); overscroll-behavior: contain; }
      button {
        display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 4px var(--space-2); width: 100%; padding: 7px var(--space-2) 8px; border: 0;
        border-radius: var(--radius); background: none; color: inherit; font: inherit; text-align: left; cursor: pointer;
      }
      button:hover { background: var(--hover); }
      button[aria-pressed='true'] { background: var(--ember-soft); }
      button[aria-pressed='true'] .path { color: var(--ember-text); }
      .path { font-weight: var(--weight-medium); }
      .bar { grid-column: 1 / -1; height: 3px; border-radius: 2px; background: var(--hover); }
      .bar i { display: block; height: 100%; width: var(--share); border-radius: 2px; background: var(--ember); transition: width var(--ease); }
      .none { padding: var(--space-4); color: var(--muted); }
    `,
  ];

  @property({ attribute: false }) live: LiveState | null = null;
  /** Page id of the map that is shown. */
  @property({ attribute: false }) chosen: string | null = null;
  @property({ type: Boolean }) connected = false;

  private choose(page: string): void {
    this.dispatchEvent(new CustomEvent('page-chosen', { detail: { page } }));
  }

  private renderPage(page: LiveState['pages'][number], most: number) {
    return html`<li><button type="button" aria-pressed=${page.page === this.chosen} @click=${() => this.choose(page.page)}>
      <span class="path truncate" title=${readablePath(page.path)}>${readablePath(page.path)}</span>
      <span class="num muted" title=${count(page.visitors, 'visitor')}>${abbreviate(page.visitors)}</span>
      <span class="bar"><i ${styled({ '--share': `${(page.visitors / most) * 100}%` })}></i></span>
    </button></li>`;
  }

  protected override render() {
    const { live } = this;
    const visitors = live?.visitors ?? 0;
    const events = (live?.perSecond ?? []).reduce((sum, one) => sum + one, 0);
    const pages = live?.pages ?? [];
    return html`
      <div class="now">
        <p class="big num"><span class="beat ${this.connected ? 'on' : ''}"></span>${live ? formatNumber(visitors) : '–'}</p>
        <p class="what">${plural(visitors, 'person', 'people')} on your pages now</p>
        <p class="small muted num">${live ? `${formatNumber(live.recentVisitors)} in the last five minutes` : nothing}</p>
        <heat-sparkline .values=${live?.perSecond ?? []}></heat-sparkline>
        <p class="small muted num">${live ? `${count(events, 'event')} in the last minute` : 'Not known yet'}</p>
      </div>
      ${
        pages.length === 0
          ? html`<p class="none">${live ? 'Nobody is on a page right now.' : nothing}</p>`
          : html`<ol aria-label="Pages being looked at">${repeat(
              pages,
              ({ page }) => page,
              (page) => this.renderPage(page, pages[0]?.visitors ?? 1),
            )}</ol>`
      }`;
  }
}
