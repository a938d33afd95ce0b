// Journeys as a Sankey: bars are pages with their names on them, bands are sessions that went from one to the next and
// lie under no word. Keyboard: bars are buttons.

import { css, html, LitElement, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { JourneysAnswer } from '../../src/contract/funnels.ts';
import '../elements/heat-path.ts';
import { abbreviate, count, formatShare } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import { styled } from '../heatmap/styled.ts';
import { baseStyles } from '../styles/shared.ts';
import {
  bandPath,
  LINE_PX,
  layoutSankey,
  type SankeyBand,
  type SankeyEnd,
  type SankeyNode,
  sizeForWords,
} from './sankey-layout.ts';

/** Width of a bar, px: a path is read on it; two levels stand beside each other on a phone. */
const BAR_PX = 164;
const NARROW_BAR_PX = 126;
const NARROW_PX = 560;
/** Room of two lines of words, px. */
const LINES_PX = 38;
/** Room between the bars of two levels at least, px: bands have to be seen there. */
const BETWEEN_PX = 70;
/** How far the end of a path fades out beside its bar, px. */
const END_PX = 30;

/** Fires `page-chosen` {page} when a bar is pressed. */
@customElement('heat-sankey')
export class HeatSankey extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host { display: block; overflow-x: auto; }
      .stage { position: relative; width: var(--w); height: var(--h); }
      svg { position: absolute; inset: 0; overflow: visible; }
      path { fill: var(--ember); opacity: 0.22; transition: opacity var(--ease); }
      .end { fill: url(#end); opacity: 0.55; }
      stop { stop-color: var(--muted); }
      .told { margin-top: var(--space-3); color: var(--muted); font-size: var(--size-xs); }
      path.lit { opacity: 0.6; }
      path.dim { opacity: 0.07; }
      button {
        position: absolute; left: var(--x); top: var(--y); display: flex; flex-wrap: wrap; align-content: center; align-items: baseline; gap: 0 var(--space-2);
        width: var(--bar-w); height: max(${LINE_PX}px, var(--bar)); padding: 0 6px 0 11px; margin: 0; border: 0; border-radius: 4px; background: var(--ember-soft);
        color: inherit; font: inherit; font-size: var(--size-xs); line-height: 1.35; text-align: left; cursor: pointer; overflow: hidden;
      }
      /* As high as its sessions are many; words on a low bar need more room than that. */
      button::before { content: ''; position: absolute; left: 0; top: 0; width: 5px; height: var(--bar); background: var(--ember); }
      button.rest { background: var(--hover); cursor: default; }
      button.rest::before { background: var(--line-strong); }
      heat-path { flex: 1 1 0; }
      .tall heat-path { flex-basis: 100%; }
      .numbers { color: var(--muted); white-space: nowrap; }
      .dim > *, .dim::before { opacity: 0.45; }
    `,
  ];

  @property({ attribute: false }) answer: JourneysAnswer | null = null;
  @state() private pointed: SankeyNode | null = null;
  @state() private roomPx = 0;
  private readonly resizes = new ResizeObserver(([entry]) => {
    this.roomPx = entry?.contentRect.width ?? 0;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.resizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resizes.disconnect();
  }

  private get barPx(): number {
    return this.roomPx < NARROW_PX ? NARROW_BAR_PX : BAR_PX;
  }

  private isLit(band: SankeyBand): boolean {
    const { pointed } = this;
    return pointed !== null && (isSame(band.from, pointed) || isSame(band.to, pointed));
  }

  private handleChoice(node: SankeyNode): void {
    if (node.page !== null)
      this.dispatchEvent(new CustomEvent('page-chosen', { detail: { page: node.page } }));
  }

  private renderNode(node: SankeyNode, bands: readonly SankeyBand[], all: number) {
    const { pointed } = this;
    const isDim =
      pointed !== null &&
      !isSame(node, pointed) &&
      !bands.some((band) => this.isLit(band) && (isSame(band.from, node) || isSame(band.to, node)));
    const name = node.page === null ? 'Other pages' : readablePath(node.path);
    const isTall = node.height >= LINES_PX;
    const share = formatShare(all > 0 ? node.sessions / all : null);
    const place = { '--x': `${node.x}px`, '--y': `${node.y}px`, '--bar': `${node.height}px` };
    return html`<button type="button" class="${node.page === null ? 'rest' : ''} ${isDim ? 'dim' : ''} ${isTall ? 'tall' : ''}" ${styled(place)}
        title="${name}: ${count(node.sessions, 'session')}, ${count(node.ended, 'path')} ${this.answer?.direction === 'to' ? 'begin' : 'end'} here"
        @pointerenter=${() => this.point(node)} @pointerleave=${() => this.point(null)} @focus=${() => this.point(node)} @blur=${() => this.point(null)}
        @click=${() => this.handleChoice(node)}>
      <heat-path path=${name}></heat-path><span class="numbers num">${abbreviate(node.sessions)}${isTall ? ` · ${share}` : nothing}</span></button>`;
  }

  /** Beside the bar, away from where the others go on. */
  private renderEnd({ node, y, height }: SankeyEnd) {
    const isTo = this.answer?.direction === 'to';
    const x = isTo ? node.x - END_PX : node.x + this.barPx;
    return svg`<rect class="end" x=${x} y=${y} width=${END_PX} height=${height}><title>${count(node.ended, 'session')} ${isTo ? 'began' : 'ended'} on ${readablePath(node.path) || 'other pages'}</title></rect>`;
  }

  private point(node: SankeyNode | null): void {
    this.pointed = node;
  }

  protected override render() {
    const { answer, barPx } = this;
    if (!answer || answer.levels.length === 0 || this.roomPx === 0) return nothing;
    const width = Math.max(this.roomPx, (answer.levels.length - 1) * (barPx + BETWEEN_PX) + barPx);
    const size = sizeForWords(answer, { width, barWidth: barPx });
    const { nodes, bands, ends, bottom } = layoutSankey(answer, size);
    return html`<div class="stage" ${styled({ '--w': `${width}px`, '--h': `${Math.ceil(bottom)}px`, '--bar-w': `${barPx}px` })}>
      <svg width=${width} height=${size.height} aria-hidden="true">
        <defs><linearGradient id="end" x1=${answer.direction === 'to' ? 1 : 0} x2=${answer.direction === 'to' ? 0 : 1}><stop offset="0" stop-opacity="0.8"></stop><stop offset="1" stop-opacity="0"></stop></linearGradient></defs>
        ${ends.map((end) => this.renderEnd(end))}${bands.map(
          (band) =>
            svg`<path class=${this.isLit(band) ? 'lit' : this.pointed ? 'dim' : ''} d=${bandPath(band, barPx)}><title>${band.from.path || 'Other pages'} → ${band.to.path || 'Other pages'}: ${count(band.sessions, 'session')}</title></path>`,
        )}</svg>
      ${nodes.map((node) => this.renderNode(node, bands, answer.sessions))}
    </div>
    ${ends.length > 0 ? html`<p class="told">What fades out beside a bar ${answer.direction === 'to' ? 'began' : 'ended'} there.</p>` : nothing}`;
  }
}

function isSame(a: SankeyNode, b: SankeyNode): boolean {
  return a.level === b.level && a.index === b.index;
}
