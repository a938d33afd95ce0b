// What a visitor's browser recorded of its pages, at a moment: the page itself, drawn in a frame that runs and fetches
// nothing. Time is the player's concern.

import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Device } from '../../src/contract/event-types.ts';
import type { PageRecord } from '../../src/contract/replay-chunk.ts';
import { messageOf } from '../data/api.ts';
import { formatOffset } from '../format/duration.ts';
import { borderOf } from '../heatmap/frame-parts.ts';
import { styled } from '../heatmap/styled.ts';
import { SizeWatch } from '../state/size-watch.ts';
import { baseStyles } from '../styles/shared.ts';
import type { FullPlayer } from './full-player.ts';
import { type Point, stateAt, trailAt } from './state-at.ts';
import type { Timeline } from './timeline.ts';
import { renderTraces } from './traces.ts';
import { renderBar, stageRoom, stageStyles, traceStyles } from './window-parts.ts';

@customElement('heat-full-stage')
export class HeatFullStage extends LitElement {
  static override styles = [
    baseStyles,
    stageStyles,
    traceStyles,
    css`
      iframe { display: block; border: 0; width: var(--view-w); height: var(--view-h); transform-origin: 0 0; transform: scale(var(--scale)); pointer-events: none; }
      .note { position: absolute; inset: 0; display: grid; place-items: center; padding: var(--space-4); background: var(--surface); color: var(--muted); text-align: center; }
    `,
  ];

  @query('iframe') private frame!: HTMLIFrameElement | null;
  @query('.stage') private stage!: HTMLElement | null;

  /** Of the same session: pointer and clicks are drawn from it. */
  @property({ attribute: false }) timeline: Timeline | null = null;
  /** Of one session, in order of time. */
  @property({ attribute: false }) records: readonly PageRecord[] = [];
  /** UTC ms that moments count from. */
  @property({ type: Number }) startedAtMs = 0;
  @property({ type: Number }) atMs = 0;
  @property({ type: Boolean }) isPlaying = false;
  @property({ type: Number }) speed = 1;
  @property({ attribute: false }) device: Device = 'desktop';
  /** Host and path of the page that is on. */
  @property() address = '';
  @state() private view: { w: number; h: number } = { w: 1280, h: 800 };
  @state() private room: { w: number; h: number } = { w: 0, h: 0 };
  @state() private problem = '';

  private player: FullPlayer | null = null;

  constructor() {
    super();
    new SizeWatch(
      this,
      () => this.stage,
      () => this.measure(),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.player?.destroy();
    this.player = null;
  }

  private measure(): void {
    if (this.stage) this.room = stageRoom(this.stage, this.room);
  }

  private readonly handleLoad = async (): Promise<void> => {
    const { records, startedAtMs } = this;
    try {
      const { createFullPlayer } = await import('./full-player.ts');
      const page = this.frame?.contentDocument;
      if (!page || records !== this.records) return;
      this.player?.destroy();
      const onSize = (w: number, h: number) => {
        this.view = { w, h };
      };
      this.player = createFullPlayer(page, { records, startedAtMs, onSize });
      this.follow();
    } catch (error) {
      this.problem = messageOf(error);
    }
  };

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('records') && changed.get('records')?.length) void this.handleLoad();
    else this.follow();
  }

  private follow(): void {
    const { atMs, isPlaying, speed } = this;
    this.player?.show({ atMs, isPlaying, speed });
  }

  /** In the window, wherever the page is scrolled to: what was recorded of the pointer tells both. */
  private renderTraces(timeline: Timeline, scale: number) {
    const { scene, scrollY, clicks } = stateAt(timeline, this.atMs);
    const placeOf = ({ x, y }: Point) => ({ x: x * scale, y: (y - scrollY) * scale });
    const trail = timeline.hasPointer ? trailAt(scene, this.atMs) : [];
    return renderTraces({ clicks, trail, placeOf, placeOfClick: placeOf });
  }

  private renderNote() {
    const firstMs = (this.records[0]?.timestamp ?? 0) - this.startedAtMs;
    if (this.problem)
      return html`<p class="note" role="status">The recording cannot be played: ${this.problem}</p>`;
    if (this.atMs >= firstMs) return nothing;
    return html`<p class="note">The recording begins at ${formatOffset(firstMs)}</p>`;
  }

  override render() {
    const { w, h } = this.view;
    const border = borderOf(this.device);
    const scale = Math.max(0.05, Math.min(1, (this.room.w - border) / w, this.room.h / h));
    const size = {
      '--frame-w': `${Math.round(w * scale) + border}px`,
      '--window-h': `${Math.round(h * scale)}px`,
      '--view-w': `${w}px`,
      '--view-h': `${h}px`,
      '--scale': String(scale),
    };
    return html`<div class="stage"><div class="device ${this.device}" ${styled(size)}>
      ${renderBar(this.device, this.address, [w, h])}
      <div class="window">
        <iframe title="The page as the visitor’s browser recorded it" sandbox="allow-same-origin" src="/snapshot-frame.html"
          scrolling="no" tabindex="-1" @load=${this.handleLoad}></iframe>
        ${this.timeline ? this.renderTraces(this.timeline, scale) : nothing}
        ${this.renderNote()}
      </div>
    </div></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-full-stage': HeatFullStage;
  }
}
