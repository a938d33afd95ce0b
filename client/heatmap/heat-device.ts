// The frame of every map: a stage that scrolls, the device with its bar, and in it the page as its owner took it. What
// lies over the page (boxes, colours, words) is slotted, what stands in the bar goes into the slot `bar`. Measures its
// own room; the layout is given.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { HeatmapElement, PageRow } from '../../src/contract/api.ts';
import type { FrameLayout } from '../../src/contract/frame-layout.ts';
import type { SnapshotContent } from '../../src/contract/snapshot.ts';
import { formatNumber } from '../format/number.ts';
import { SizeWatch } from '../state/size-watch.ts';
import { baseStyles } from '../styles/shared.ts';
import { borderOf, roomOf } from './frame-parts.ts';
import './heat-page-view.ts';
import { readablePath } from '../format/path.ts';
import type { HeatPageView, PageSettled } from './heat-page-view.ts';
import { styled } from './styled.ts';

export type RoomChanged = CustomEvent<{ roomPx: number }>;

/** Fires `room-changed` {roomPx}, the width that it has for a device, and `page-settled` as heat-page-view does. */
@customElement('heat-device')
export class HeatDevice extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; min-width: 0; }
      .stage { flex: 1; min-height: 0; overflow: auto; padding: var(--space-4); background: var(--sunken); overscroll-behavior: contain; }
      .device {
        width: var(--frame-w); margin: 0 auto; container-type: inline-size; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); overflow: clip;
      }
      .device.mobile, .device.tablet { border-width: 6px; border-color: var(--line); border-radius: 22px; }
      .bar { display: flex; align-items: center; gap: 6px; height: 30px; padding: 0 10px; border-bottom: 1px solid var(--line); background: var(--raised); }
      .bar i { flex: none; width: 8px; height: 8px; border-radius: 50%; background: var(--line); }
      .address { flex: 1; margin-left: 6px; }
      .wide { flex: none; }
      .address, .wide { color: var(--muted); font-size: var(--size-xs); }
      .page { position: relative; height: var(--page-h); contain: strict; }
      ::slotted([slot='bar']) { margin-left: auto; }
      heat-page-view { position: absolute; inset: 0; }
      @container (max-width: 760px) { .stage { overflow: visible; padding: var(--space-3); } }
      /* Of the device itself: the badge needs what room there is. */
      @container (max-width: 460px) { .over .wide, .over i { display: none; } .over { padding: 0 6px; } .over .address { margin-left: 2px; } }
      @container (max-width: 330px) { .over .address { display: none; } }
    `,
  ];

  @query('.stage') private stage!: HTMLElement | null;

  @property({ attribute: false }) layout: FrameLayout | null = null;
  /** Whose address stands in the bar. */
  @property({ attribute: false }) page: Pick<PageRow, 'host' | 'path'> | null = null;
  /** The page as its owner took it; without one only what is slotted shows. */
  @property({ attribute: false }) content: SnapshotContent | null = null;
  /** Elements to be found in it. */
  @property({ attribute: false }) elements: readonly HeatmapElement[] = [];
  /** A badge stands in the bar. */
  @property({ type: Boolean, attribute: 'told' }) isTold = false;
  /** Width at which it is laid out, CSS px. */
  @property({ type: Number }) pageWidth = 0;

  @query('heat-page-view') private view!: HeatPageView | null;

  constructor() {
    super();
    new SizeWatch(
      this,
      () => this.stage,
      () => this.measure(),
    );
  }

  /** The page as it is laid out; null without one. */
  get pageDocument(): Document | null {
    return this.view?.renderRoot.querySelector('iframe')?.contentDocument ?? null;
  }

  private measure(): void {
    if (!this.stage) return;
    const detail = { roomPx: roomOf(this.stage) };
    this.dispatchEvent(new CustomEvent('room-changed', { detail }));
  }

  private readonly handleSettled = ({ detail }: PageSettled): void => {
    this.dispatchEvent(new CustomEvent('page-settled', { detail }));
  };

  private renderPage(layout: FrameLayout) {
    return html`<div class="page" ${styled({ '--page-h': `${layout.height}px` })}>
      ${
        this.content
          ? html`<heat-page-view .content=${this.content} .elements=${this.elements} .width=${this.pageWidth} .scale=${layout.scale}
            @page-settled=${this.handleSettled}></heat-page-view>`
          : nothing
      }
      <slot></slot>
    </div>`;
  }

  override render() {
    const { layout, page } = this;
    const frame = layout && `${layout.width + borderOf(layout.device)}px`;
    return html`<div class="stage" tabindex="-1">
      ${
        layout && page
          ? html`<div class="device ${layout.device}" ${styled({ '--frame-w': frame })}>
            <div class="bar ${this.isTold ? 'over' : ''}">
              ${layout.device === 'desktop' ? html`<i></i><i></i><i></i>` : nothing}
              <span class="address truncate">${page.host}${readablePath(page.path)}</span>
              <span class="wide num">${formatNumber(layout.pageW)} px wide</span>
              <slot name="bar"></slot>
            </div>
            ${this.renderPage(layout)}
          </div>`
          : nothing
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heat-device': HeatDevice;
  }
}
