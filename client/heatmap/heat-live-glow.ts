// Clicks that glow up where they happened and fade. Lies over a map's page; knows nothing of elements or layouts.

import { css, html, LitElement } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { styled } from './styled.ts';

/** Glows at once: of more, the oldest go first. */
const MOST = 80;

type Glow = { id: number; x: number; y: number; isBad: boolean };

@customElement('heat-live-glow')
export class HeatLiveGlow extends LitElement {
  static override styles = css`
    :host { position: absolute; inset: 0; overflow: hidden; pointer-events: none; }
    i {
      position: absolute; left: var(--x); top: var(--y); width: 56px; height: 56px; margin: -28px 0 0 -28px; border-radius: 50%;
      background: radial-gradient(circle, oklch(96% 0.12 90 / 0.95) 0 6%, oklch(75% 0.2 55 / 0.8) 22%, oklch(62% 0.22 35 / 0.35) 48%, transparent 70%);
      animation: glow 3.2s ease-out forwards;
    }
    i::after {
      content: ''; position: absolute; inset: 12px; border: 2px solid oklch(70% 0.2 45); border-radius: 50%;
      animation: ring 1.1s ease-out forwards;
    }
    i.bad::after { border-color: oklch(57% 0.2 25); }
    @keyframes glow { from { opacity: 0; scale: 0.3; } 8% { opacity: 1; scale: 1; } to { opacity: 0; scale: 0.85; } }
    @keyframes ring { from { opacity: 1; scale: 0.3; } to { opacity: 0; scale: 2.1; } }
    @media (prefers-reduced-motion: reduce) {
      i { animation-name: fade; }
      i::after { animation: none; opacity: 0; }
      @keyframes fade { to { opacity: 0; } }
    }
  `;

  @state() private glows: readonly Glow[] = [];
  private count = 0;

  /** Lets a place glow; px of the layer. */
  add([x, y]: [x: number, y: number], isBad: boolean): void {
    this.count += 1;
    this.glows = [...this.glows, { id: this.count, x, y, isBad }].slice(-MOST);
  }

  private handleEnd(event: AnimationEvent, ended: Glow): void {
    if (event.animationName !== 'ring') this.glows = this.glows.filter((glow) => glow !== ended);
  }

  protected override render() {
    return html`${repeat(
      this.glows,
      ({ id }) => id,
      (glow) =>
        html`<i class=${glow.isBad ? 'bad' : ''} ${styled({ '--x': `${glow.x}px`, '--y': `${glow.y}px` })}
          @animationend=${(event: AnimationEvent) => this.handleEnd(event, glow)}></i>`,
    )}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-live-glow': HeatLiveGlow;
  }
}
