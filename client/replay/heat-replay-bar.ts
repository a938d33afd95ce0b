// The timeline under a replay: how far it is, what happened when, and where nothing did. Pointing and keys move the play
// head; the marks can be pressed.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatDuration, formatOffset } from '../format/duration.ts';
import { styled } from '../heatmap/styled.ts';
import { baseStyles } from '../styles/shared.ts';
import { barScale } from './idle.ts';
import { describeMark, gatherMarks } from './list-marks.ts';
import { mapBack, mapThrough, type Piecewise } from './piecewise.ts';
import type { Timeline } from './timeline.ts';

/** Marks nearer to each other than this share of the bar are one, and pauses shorter than that are not drawn. */
const MARK_DISTANCE = 0.012;
const LEAST_PAUSE = 0.004;

/** Fires `moment-chosen` {atMs} when the play head is to move. */
@customElement('heat-replay-bar')
export class HeatReplayBar extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: block; padding: 14px 8px 4px; touch-action: none; }
      .whole { position: relative; }
      .bar { position: relative; height: 26px; cursor: pointer; border-radius: var(--radius); }
      .rail { position: absolute; inset: 10px 0; border-radius: 3px; background: var(--line); overflow: hidden; }
      .played { position: absolute; inset: 0 auto 0 0; width: var(--at); background: var(--ember); }
      .pause {
        position: absolute; inset: 0 auto 0 var(--from); width: var(--long);
        background: repeating-linear-gradient(-45deg, var(--sunken) 0 3px, var(--line-strong) 3px 4px);
      }
      .head {
        position: absolute; left: var(--at); top: 5px; width: 16px; height: 16px; margin-left: -8px; border-radius: 50%;
        border: 2px solid var(--surface); background: var(--ember); pointer-events: none;
      }
      .mark {
        position: absolute; left: var(--at); top: -9px; width: 10px; height: 12px; margin: 0 0 0 -5px; padding: 0; border: 0; background: none;
        color: var(--muted); cursor: pointer;
      }
      .mark::before { content: ''; position: absolute; left: 3px; top: 2px; width: 4px; height: 8px; border-radius: 2px; background: currentColor; }
      .mark:hover::before, .mark:focus-visible::before { outline: 2px solid var(--ink); outline-offset: 1px; }
      .page::before { left: 4px; width: 2px; height: 10px; border-radius: 0; background: var(--ink); }
      .custom { color: var(--info); }
      .custom::before { width: 6px; height: 6px; left: 2px; top: 4px; rotate: 45deg; border-radius: 1px; }
      .dead { color: var(--warn); }
      .rage, .error { color: var(--bad); }
      .rage::before, .dead::before { width: 8px; height: 8px; left: 1px; top: 3px; border-radius: 50%; }
      .error::before { width: 8px; height: 8px; left: 1px; top: 3px; border-radius: 1px; }
      .tip {
        position: absolute; left: var(--at); bottom: calc(100% + 8px); translate: -50%; max-width: 260px; padding: 2px 8px; border: 1px solid var(--line);
        border-radius: var(--radius); background: var(--raised); box-shadow: var(--shadow); font-size: var(--size-xs); pointer-events: none; z-index: 2; width: max-content;
      }
      .tip.left { translate: 0; } .tip.right { translate: -100%; }
      @media (forced-colors: active) { .played, .head { background: Highlight; } }
    `,
  ];

  @property({ attribute: false }) timeline!: Timeline;
  @property({ type: Number }) atMs = 0;
  /** Pauses take little room. */
  @property({ type: Boolean }) isSkipping = true;
  @state() private pointedAt: number | null = null;
  private isDragging = false;

  private choose(atMs: number): void {
    const detail = { atMs: Math.max(0, Math.min(this.timeline.durationMs, atMs)) };
    this.dispatchEvent(new CustomEvent('moment-chosen', { detail }));
  }

  private momentOf(event: PointerEvent): number {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return mapBack(this.scale, Math.max(0, Math.min(1, (event.clientX - left) / (width || 1))));
  }

  private get scale(): Piecewise {
    return barScale(this.timeline, this.isSkipping);
  }

  private readonly handleDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.isDragging = true;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.choose(this.momentOf(event));
  };

  private readonly handleMove = (event: PointerEvent): void => {
    this.pointedAt = this.momentOf(event);
    if (this.isDragging) this.choose(this.pointedAt);
  };

  private readonly handleUp = (): void => {
    this.isDragging = false;
  };

  private readonly handleLeave = (): void => {
    this.pointedAt = null;
  };

  private renderTip(scale: Piecewise) {
    if (this.pointedAt === null) return nothing;
    const share = mapThrough(scale, this.pointedAt);
    const idle = this.timeline.idle.find(
      ({ fromMs, toMs }) => fromMs <= this.pointedAt! && this.pointedAt! < toMs,
    );
    const near = this.timeline.marks.find(
      (mark) => Math.abs(mapThrough(scale, mark.atMs) - share) < MARK_DISTANCE / 2,
    );
    const side = share < 0.2 ? 'left' : share > 0.8 ? 'right' : '';
    const said = near
      ? describeMark(near)
      : idle
        ? `${formatDuration(idle.toMs - idle.fromMs)} without activity`
        : '';
    return html`<div class="tip truncate ${side}" ${styled({ '--at': percent(share) })}><span class="num">${formatOffset(this.pointedAt)}</span> ${said}</div>`;
  }

  override render() {
    const { timeline, atMs, scale } = this;
    const at = percent(mapThrough(scale, atMs));
    const marks = gatherMarks(timeline.marks, (moment) => mapThrough(scale, moment), MARK_DISTANCE);
    return html`<div class="whole"><div class="bar" role="slider" tabindex="0" aria-label="Play head" aria-valuemin="0" aria-valuemax=${Math.round(timeline.durationMs / 1000)}
      aria-valuenow=${Math.round(atMs / 1000)} aria-valuetext=${`${formatOffset(atMs)} of ${formatDuration(timeline.durationMs)}`}
      @pointerdown=${this.handleDown} @pointermove=${this.handleMove} @pointerup=${this.handleUp} @pointercancel=${this.handleUp} @pointerleave=${this.handleLeave}>
      <div class="rail">
        <div class="played" ${styled({ '--at': at })}></div>
        ${timeline.idle.map(({ fromMs, toMs }) => {
          const from = mapThrough(scale, fromMs);
          const long = mapThrough(scale, toMs) - from;
          return long < LEAST_PAUSE
            ? nothing
            : html`<div class="pause" ${styled({ '--from': percent(from), '--long': percent(long) })}></div>`;
        })}
      </div>
      <div class="head" ${styled({ '--at': at })}></div>
      ${this.renderTip(scale)}
    </div>
    <div class="marks">${marks.map(
      ({
        place,
        mark,
        more,
      }) => html`<button type="button" tabindex="-1" class="mark ${mark.kind}" title=${`${formatOffset(mark.atMs)} ${describeMark(mark, more)}`}
        aria-label=${`${formatOffset(mark.atMs)} ${describeMark(mark, more)}`} ${styled({ '--at': percent(place) })} @click=${() => this.choose(mark.atMs)}></button>`,
    )}</div></div>`;
  }
}

function percent(share: number): string {
  return `${Math.max(0, Math.min(1, share)) * 100}%`;
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-replay-bar': HeatReplayBar;
  }
}
