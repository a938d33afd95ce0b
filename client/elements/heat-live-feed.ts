// The newest events as lines: what somebody did, where, and with what. Newest on top.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { LiveEvent } from '../../src/contract/live.ts';
import { projectPath } from '../app/routes.ts';
import { formatFull, formatInstant } from '../format/time.ts';
import { baseStyles } from '../styles/shared.ts';
import { describeLive } from './live-words.ts';

/** Lines tell how long ago they were: renewed this often, ms. */
const TICK_MS = 5_000;

@customElement('heat-live-feed')
export class HeatLiveFeed extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: block; }
      a {
        display: grid; grid-template-columns: 10px minmax(0, 1fr) auto; align-items: baseline; gap: 1px var(--space-2);
        padding: 7px var(--space-4); color: inherit; text-decoration: none; border-top: 1px solid var(--line);
      }
      li:first-child a { border-top: 0; }
      a:hover { background: var(--hover); }
      a:focus-visible { outline-offset: -2px; }
      .dot { width: 8px; height: 8px; border-radius: 50%; background: var(--line-strong); align-self: center; }
      .click .dot { background: var(--ember); }
      .custom .dot { background: var(--info); }
      .bad .dot { background: var(--bad); }
      .what b { font-weight: var(--weight-medium); }
      .who { grid-column: 2 / -1; }
      @media (prefers-reduced-motion: no-preference) {
        li { animation: arrive 180ms ease-out; }
        @keyframes arrive { from { opacity: 0; translate: 0 -6px; } }
      }
    `,
  ];

  private timer: ReturnType<typeof setInterval> | undefined;

  /** Newest first. */
  @property({ attribute: false }) events: readonly LiveEvent[] = [];
  @property() projectId = '';
  @property() timeZone = 'UTC';

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate(), TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  private renderLine(event: LiveEvent, nowMs: number) {
    const { verb, object, tone, marks, who } = describeLive(event);
    return html`<li class=${tone}>
      <a href=${projectPath(this.projectId, 'sessions', event.session)}>
        <span class="dot"></span>
        <span class="what truncate">${verb}${object ? html` <b>${object}</b>` : nothing}${marks.map((mark) => html` · ${mark}`)}</span>
        <time class="small muted num" title=${formatFull(event.tsMs, this.timeZone)}>${formatInstant(event.tsMs, this.timeZone, nowMs)}</time>
        <span class="who small muted truncate">${who}</span>
      </a>
    </li>`;
  }

  protected override render() {
    const nowMs = Date.now();
    return html`<ol>${repeat(
      this.events,
      ({ id }) => id,
      (event) => this.renderLine(event, nowMs),
    )}</ol>`;
  }
}
