// A small dot and words: when the newest event of the project came. The dot beats when that is less than a minute ago.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatFull, formatInstant } from '../format/time.ts';
import { baseStyles } from '../styles/shared.ts';

const LIVE_MS = 60_000;
const TICK_MS = 5_000;

@customElement('heat-last-event')
export class HeatLastEvent extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: inline-flex; align-items: center; gap: var(--space-2); color: var(--muted); font-size: var(--size-xs); }
      /* In the scope bar of a phone the dot says as much. */
      @media (max-width: 640px) { :host([short]) .what { position: absolute; clip-path: inset(50%); } }
      .dot { position: relative; flex: none; width: 8px; height: 8px; border-radius: 50%; background: var(--line-strong); }
      .dot.live { background: var(--good); }
      .dot.live::after {
        content: ''; position: absolute; inset: 0; border-radius: 50%; background: var(--good);
        animation: beat 2.4s ease-out infinite;
      }
      @keyframes beat { from { opacity: 0.6; scale: 1; } 70%, to { opacity: 0; scale: 2.8; } }
      @media (prefers-reduced-motion: reduce) { .dot.live::after { animation: none; opacity: 0; } }
    `,
  ];

  private timer: ReturnType<typeof setInterval> | undefined;

  /** As the project's, UTC ms; null without any event. */
  @property({ attribute: false }) lastEventAtMs: number | null = null;
  @property() timeZone = 'UTC';

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate(), TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override render() {
    const at = this.lastEventAtMs;
    if (at === null) return html`<span class="dot"></span>No event yet`;
    const nowMs = Date.now();
    const isLive = nowMs - at < LIVE_MS;
    return html`<span class="dot ${isLive ? 'live' : ''}"></span>
      <span title=${formatFull(at, this.timeZone)}><span class="what">Last event </span>${formatInstant(at, this.timeZone, nowMs)}</span>`;
  }
}
